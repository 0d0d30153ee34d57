"""A figure's caption in, the part of it that speaks of each panel out, and the scale bars that it states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
MAX_LENGTH: Final = 8_000
MAX_MARKS: Final = 150
LONGEST_INTRODUCTION: Final = 200
_JOINT: Final = r"\s?(?:,|;|–|—|−|-|&|\band\b|\bto\b|/)\s?"
_GROUP: Final = rf"[A-Za-z]\d?(?:{_JOINT}(?:and\s)?\(?[A-Za-z]\d?\)?){{0,12}}"
_STYLES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("round", re.compile(rf"[(\[]({_GROUP})[)\]]")),
    ("half", re.compile(r"(?<![\w(\[])([A-Za-z](?:\s?[,–-]\s?[A-Za-z]){0,6})\)(?=\s|$)")),
    ("bare", re.compile(r"(?:(?<=^)|(?<=[.;:]\s))([a-zA-Z](?:\s?(?:,|–|-|and)\s?[a-zA-Z]){0,8})\.?,?\s(?=[A-Z0-9“(])")),
    ("colon", re.compile(r"(?:(?<=^)|(?<=[.;,]\s))([A-Za-z](?:\s?[,–-]\s?[A-Za-z]){0,6})[:.]\s(?=\S)")),
)
_HEAD: Final = re.compile(
    r"^\s*(?:supplementary |extended data )?(?:fig(?:ure)?|scheme|chart|plate|graph)s?\.?\s?S?\d{1,3}[a-z]?"
    r"\s*[.:|│∣–—-]*\s*",
    re.IGNORECASE,
)
_SIDES: Final = re.compile(
    r"\b(left|right|top|bottom|upper|lower|middle)(?:\s(?:panels?|row|column|side|image|inset|plot))?\s?[:)]",
    re.IGNORECASE,
)
_SIDE_NAMES: Final = {"upper": "top", "lower": "bottom"}
_SENTENCE: Final = re.compile(r"(?<=[a-z0-9)\]%][.;])\s+(?=[A-Z(\[])")
_LENGTH: Final = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s?(nm|[μµu]m|mm|cm|Å|pm)(?![a-zA-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionParts:
    """What a caption says of its panels.

    ``parts`` are the words on each panel by its label (``a``, ``b``, or ``left``, ``top``), in the order of the
    labels; ``introduction`` stands before them all, or is the whole caption of a figure that is one panel.
    ``scale_bars`` are lengths in nanometres by label, "" for all.
    """

    introduction: str
    parts: dict[str, str] = field(default_factory=dict)
    scale_bars: dict[str, float] = field(default_factory=dict)

    def of(self, label: str | None) -> str:
        """The words on one panel, behind the introduction where that is short."""
        short = self.introduction if len(self.introduction) <= LONGEST_INTRODUCTION or not self.parts else ""
        return f"{short} {self.parts.get(label or '', '')}".strip()


@dataclass(frozen=True, slots=True)
class _Mark:
    """Labels that stand at ``start`` to ``end``; ``leads`` says that their words follow."""

    start: int
    end: int
    labels: tuple[str, ...]
    leads: bool


def without_number(caption: str) -> str:
    """The caption without its "Figure 3."."""
    return _HEAD.sub("", caption, count=1)


def split_caption(caption: str) -> CaptionParts:
    """The parts of ``caption`` by panel; none where it names fewer than two panels."""
    text = without_number(caption[:MAX_LENGTH])
    marks = _marks(text)
    bars = stated_scale_bars(
        text, [_mark(text, m) for m in islice(_STYLES[0][1].finditer(text), MAX_MARKS) if _expanded(m[1])]
    )
    if not marks:
        sides = _sides(text)
        return CaptionParts(introduction=text if not sides else "", parts=sides, scale_bars=bars)
    leading = sum(mark.leads for mark in marks) >= 0.5 * len(marks)
    introduction, parts = _leading(text, marks) if leading else _trailing(text, marks)
    labels = sorted({label for mark in marks for label in mark.labels}, key=lambda one: (one[0], one[1:]))
    told = {label: parts.get(label, "") for label in labels}
    return CaptionParts(introduction=introduction, parts=told, scale_bars=bars)


def _marks(text: str) -> list[_Mark]:
    """The mentions of panel labels in the notation that names the longest run a, b, c, ..."""
    best: list[_Mark] = []
    longest = 1
    for _, pattern in _STYLES:
        found = [m for m in islice(pattern.finditer(text), MAX_MARKS) if _expanded(m[1])]
        lower = [m for m in found if m[1][0].islower()]
        for group in (found, lower, [m for m in found if m[1][0].isupper()]):
            named = {label for m in group for label in _expanded(m[1])}
            run = _run(named)
            if run > longest or (run == longest and run > 1 and pattern is _STYLES[2][1]):
                longest = run
                known = set(LETTERS[:run])
                best = [_mark(text, m) for m in group if {x[0] for x in _expanded(m[1])} <= known]
                if pattern is not _STYLES[0][1]:
                    best = [replace(mark, leads=True) for mark in best]
    return best


def _mark(text: str, match: re.Match[str]) -> _Mark:
    before = text[: match.start()].rstrip()
    leads = not before or before[-1] in ".;:,|–—" or re.search(r"\b(?:and|or|while|whereas|but)$", before) is not None
    return _Mark(match.start(), match.end(), _expanded(match[1]), leads)


def _run(labels: set[str]) -> int:
    """How many letters from a on are there without a gap."""
    letters = {label[0] for label in labels}
    return next((i for i, letter in enumerate(LETTERS) if letter not in letters), len(LETTERS))


def _expanded(words: str) -> tuple[str, ...]:
    """``a-c`` as a, b, c; ``a, c and d`` as a, c, d; nothing for what is no list of labels."""
    plain = words.replace("(", "").replace(")", "").lower()
    tokens = re.split(r"\s?(,\s?and\s|,|;|&|\band\b|/|–|—|−|-|\bto\b)\s?", plain)
    labels: list[str] = []
    ranged = False
    for i, token in enumerate(tokens):
        if i % 2:
            ranged = token.strip() in {"–", "—", "−", "-", "to"}
        elif not re.fullmatch(r"[a-z]\d?", token):
            return ()
        elif ranged and labels:
            first, last = LETTERS.index(labels[-1][0]), LETTERS.index(token[0])
            if not first < last < first + 16:
                return ()
            labels += list(LETTERS[first + 1 : last + 1])
        else:
            labels.append(token)
    return tuple(labels)


def _leading(text: str, marks: Sequence[_Mark]) -> tuple[str, dict[str, str]]:
    """Words that follow their labels; a later sentence that names another panel goes to that one."""
    heads = [mark for mark in marks if mark.leads]
    introduction = text[: heads[0].start].strip(" ,;:")
    parts: dict[str, list[str]] = {}
    for mark, after in zip(heads, [*heads[1:], None], strict=True):
        segment = text[mark.end : after.start if after else len(text)]
        if len(mark.labels) > 1 and (own := _shared_out(segment, mark.labels)):
            for label in mark.labels:
                parts.setdefault(label, []).append(own[label])
            continue
        offset = mark.end
        for number, sentence in enumerate(_sentences(segment)):
            place = text.index(sentence, offset)
            offset = place + len(sentence)
            named = [m for m in marks if not m.leads and place <= m.start < offset] if number else []
            for label in [label for m in named for label in m.labels] or mark.labels:
                parts.setdefault(label, []).append(_tidy(sentence))
    return introduction, {label: " ".join(dict.fromkeys(p for p in own if p)) for label, own in parts.items()}


def _shared_out(segment: str, labels: Sequence[str]) -> dict[str, str]:
    """The words of each label in "a, b Scheme of the synthesis (a) and its effects (b)", if all are named."""
    marks = [_mark(segment, m) for m in _STYLES[0][1].finditer(segment) if set(_expanded(m[1])) & set(labels)]
    _, parts = _trailing(segment, marks)
    return parts if set(labels) <= set(parts) else {}


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part.strip()]


def _trailing(text: str, marks: Sequence[_Mark]) -> tuple[str, dict[str, str]]:
    """Words that precede their labels: "SEM images of the oxide (A) and the composite (B)"."""
    parts: dict[str, list[str]] = {}
    start, head = 0, ""
    for mark in marks:
        words = text[start : mark.start]
        start = mark.end
        fresh = _SENTENCE.split(words)
        if len(fresh) > 1 or not head or re.match(r"\s*[.;]", words):
            words = fresh[-1]
            found = re.match(r"\s*(.{3,120}?\b(?:of|for|from|with))\s", words)
            head = found[1] if found else ""
        elif head and not re.search(r"\b(?:of|for|from)\b", words):
            words = f"{head} {_tidy(words)}"
        for label in mark.labels:
            parts.setdefault(label, []).append(_tidy(words))
    return "", {label: " ".join(dict.fromkeys(p for p in own if p)) for label, own in parts.items()}


def _tidy(words: str) -> str:
    words = re.sub(r"\bscale[ -]bars?\b[^.]{0,10}\d.*$", "", words, flags=re.IGNORECASE | re.DOTALL)
    words = re.sub(r"^[\s,;:.|–—]+|[\s,;:(]+$", "", words)
    words = re.sub(r"^(?:and|or|while|respectively)[\s,]+", "", words)
    return re.sub(r"[\s,]+and$", "", words).strip()


def _sides(text: str) -> dict[str, str]:
    """``Left: ... Right: ...`` by side, if at least two are named."""
    found = list(_SIDES.finditer(text))
    names = [_SIDE_NAMES.get(m[1].lower(), m[1].lower()) for m in found]
    pairs = ({"left", "right"}, {"top", "bottom"})
    if not any(pair <= set(names) for pair in pairs) or len(set(names)) != len(names):
        return {}
    trailing = all(m[0].endswith(")") for m in found)
    parts: dict[str, str] = {}
    for i, (match, name) in enumerate(zip(found, names, strict=True)):
        if trailing:
            words = text[found[i - 1].end() if i else 0 : match.start()]
        else:
            words = text[match.end() : found[i + 1].start() if i + 1 < len(found) else len(text)]
        parts[name] = _tidy(words)
    return parts


def stated_scale_bars(text: str, marks: Sequence[_Mark]) -> dict[str, float]:
    """Lengths in nanometres that a caption gives its scale bars: "Scale bars, 5 μm (c), 1 nm (h, i)"."""
    bars: dict[str, float] = {}
    for found in re.finditer(r"scale[ -]?bars?\b", text, re.IGNORECASE):
        sentence = re.split(r"\.(?=\s+[A-Z(]|\s*$)", text[found.end() : found.end() + 400])[0]
        start = found.end()
        lengths = list(_LENGTH.finditer(sentence))
        for i, length in enumerate(lengths):
            until = start + (lengths[i + 1].start() if i + 1 < len(lengths) else len(sentence))
            named = [m for m in marks if start + length.end() <= m.start < until]
            if not named:
                here = [m for m in marks if m.leads and m.end <= found.start()]
                labels = here[-1].labels if here and len(lengths) == 1 and len(here) < len(marks) else ("",)
            else:
                labels = tuple(label for m in named for label in m.labels)
            for label in labels:
                bars.setdefault(label, nanometres(length[1], length[2]))
    return bars


def nanometres(number: str, unit: str) -> float:
    """A length in nanometres from its printed number and unit."""
    factor = {"pm": 1e-3, "Å": 0.1, "nm": 1.0, "mm": 1e6, "cm": 1e7}.get(unit, 1e3)
    return round(float(number) * factor, 9)

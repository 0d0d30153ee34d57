"""The words of an area in, its printed lines out, with scripts on the line that they belong to, and cell texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ....records.evidence import Box
from .view import Word

SAME_LINE: Final = 0.3
"""Words whose baselines differ by less than this share of the font size stand on one line."""
SCRIPT_SIZE: Final = 0.87
RAISED: Final = str.maketrans("abcdefgh0123456789", "ᵃᵇᶜᵈᵉᶠᵍʰ⁰¹²³⁴⁵⁶⁷⁸⁹")
PHRASE_GAP: Final = 0.75
"""Words closer than this (in ems) may belong to one phrase; a wider gap is no space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line: its words from left to right, scripts among them."""

    words: tuple[Word, ...]
    baseline: float
    size: float

    @property
    def box(self) -> Box:
        """The box of its words."""
        return box_of(self.words)

    @property
    def text(self) -> str:
        """Its words, scripts joined."""
        return words_text(self.words)


def box_of(words: Iterable[Word]) -> Box:
    """The box around ``words``."""
    corners = [(w.x0, w.y0, w.x1, w.y1) for w in words]
    return (
        min(c[0] for c in corners), min(c[1] for c in corners), max(c[2] for c in corners), max(c[3] for c in corners),
    )  # fmt: skip


def text_lines(words: Sequence[Word]) -> list[Line]:
    """The lines that ``words`` stand on, from top to bottom."""
    if not words:
        return []
    usual = median(word.size for word in words)
    rows: list[list[Word]] = []
    small = [w for w in words if w.size <= SCRIPT_SIZE * usual]
    for word in sorted((w for w in words if w.size > SCRIPT_SIZE * usual), key=lambda w: (w.baseline, w.x0)):
        row = next((row for row in reversed(rows[-3:]) if _level(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    left = [word for word in small if not _attach(rows, word, usual)]
    for word in sorted(left, key=lambda w: (w.baseline, w.x0)):
        row = next((row for row in rows if row[0].size <= SCRIPT_SIZE * usual and _level(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    lines = [_line(row) for row in rows]
    return sorted(lines, key=lambda line: line.baseline)


def _level(row: list[Word], word: Word) -> bool:
    main = row[0]
    return abs(main.baseline - word.baseline) <= SAME_LINE * min(main.size, word.size)


def _attach(rows: list[list[Word]], word: Word, usual: float) -> bool:
    """Put a small word on the line of the word that it is a script of; False if there is none."""
    best: tuple[float, list[Word]] | None = None
    for row in rows:
        rise = (row[0].baseline - word.baseline) / usual
        if not -0.45 < rise < 0.75:
            continue
        aside = min(max(word.x0 - w.x1, w.x0 - word.x1) for w in row)
        if aside <= 0.45 * usual and (best is None or abs(rise - 0.2) < best[0]):
            best = (abs(rise - 0.2), row)
    if best is None:
        return False
    best[1].append(word)
    return True


def _line(row: list[Word]) -> Line:
    size = max(w.size for w in row)
    main = [w for w in row if w.size > SCRIPT_SIZE * size] or row
    ordered = tuple(sorted(row, key=lambda w: (w.x0, -w.baseline)))
    return Line(words=ordered, baseline=median(w.baseline for w in main), size=size)


def phrases(words: Sequence[Word], gap: float = PHRASE_GAP) -> list[tuple[Word, ...]]:
    """``words`` of one line, split at gaps wider than ``gap`` ems."""
    found: list[list[Word]] = []
    reach = 0.0
    for word in words:
        if found and word.x0 - reach <= gap * max(word.size, found[-1][-1].size):
            found[-1].append(word)
            reach = max(reach, word.x1)
        else:
            found.append([word])
            reach = word.x1
    return [tuple(part) for part in found]


def words_text(words: Sequence[Word]) -> str:
    """The text of words of one line; a script is joined to what it stands beside."""
    text = ""
    before: Word | None = None
    usual = max((w.size for w in words), default=1.0)
    for word in words:
        if before is not None:
            script = (word.size <= SCRIPT_SIZE * usual) != (before.size <= SCRIPT_SIZE * usual)
            off = abs(word.baseline - before.baseline) > 0.1 * usual
            close = word.x0 - before.x1 <= 0.3 * usual if script and off else False
            if close and word.baseline < before.baseline and raised(text, word.text):
                text += word.text.translate(RAISED)
                before = word
                continue
            text += "" if close else " "
        text += _with_marks(word)
        before = word
    return text


def raised(text: str, script: str) -> bool:
    """Whether a superscript keeps its height in plain text: a mark of a note, or a power of ten without a sign.

    "152a" and "105" would say something else than 152 with note a, and ten to the fifth.
    """
    return (len(script) == 1 and script in "abcdefgh") or (script.isdigit() and text.endswith("10"))


def _with_marks(word: Word) -> str:
    """The word's text, with the raised characters at its end kept raised where :func:`raised` says so."""
    start = len(word.text)
    while start > 0 and word.levels[start - 1] > 0:
        start -= 1
    if start and raised(word.text[:start], word.text[start:]):
        return word.text[:start] + word.text[start:].translate(RAISED)
    return word.text


def cell_text(words: Sequence[Word]) -> str:
    """The text of a cell of one or more lines, hyphenated words put together."""
    text = ""
    for line in text_lines(words):
        part = line.text
        if text and _hyphenated(text, part):
            text = text[:-1] + part
        elif text.endswith(("/", "–", "-")) and part[:1].isalnum():
            text += part
        else:
            text = f"{text} {part}" if text else part
    return text.strip()


def _hyphenated(text: str, part: str) -> bool:
    """Whether ``text`` ends in a word cut in two by a line's end."""
    return (
        text[-1:] in "-\u2010\u00ad"
        and len(text) > 3
        and text[-4:-1].isalpha()
        and text[-4:-1].islower()
        and part[:1].islower()
    )

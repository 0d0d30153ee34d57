"""A sentence in, what it says of the state of the sample at each of its values out: ``after annealing at 600 °C``.

A state makes another sample of a material. It is told by a treatment that was done or was not yet (``before
gettering``, ``without annealing``), by a participle or a setting with its measure (``annealed at 600 °C``, ``at a
sintering temperature of 900 °C``), or by name (``in the as-cast state``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from ....records.quantity_grammar import QuantitySpan
from ..mentions.treatments import is_treatment, treatments
from .sentence_view import Sentence

_MEASURE: Final = (
    r"(?:about |around |approximately |~ ?|≈ ?)?\d[\d.,]*(?:\s?[–−-]\s?\d[\d.]*)?\s?"
    r"(?:°\s?C|℃|K|min|h|hours?|minutes?|days?|s|MPa|GPa|T|%|kJ/cm|dpa|weeks?)(?:/(?:min|s|h))?(?![\w/])"
)
_COMPLEMENT: Final = re.compile(
    rf"(?:\s(?:treatment|process|step|time)s?)?(?:\s(?:at|for|to|from|of|under|with)\s(?:[a-z]+\s){{0,3}}?{_MEASURE}"
    rf"|,\s{_MEASURE})*(?:\s(?:in|under)\s(?:air|argon|Ar|nitrogen|N2|oxygen|O2|hydrogen|H2|vacuum|oil|water)\b)?"
)
_MEASURED: Final = re.compile(rf"\s(?:at|for|to)\s(?:[a-z]+\s){{0,2}}?{_MEASURE}")
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_PLAIN_GAP: Final = re.compile(r"\s(?:the\s|an?\s|its\s)?")
_CODE: Final = r"(?=[\w.\-]*[A-Z])[A-Z][\w.\-]{1,7}"
_NAMED: Final = re.compile(
    rf"(?:\b(?i:in|for|of|under)\s|^)(?:the\s|an?\s)?(?P<one>{_CODE}|[a-z][\w-]*)"
    rf"(?:\s(?:and|or)\s(?:the\s)?(?P<two>{_CODE}|[a-z][\w-]*))?\s(?:state|condition|temper)s?\b"
)
_FROM: Final = re.compile(r"\bfrom\s(?:about |around |approximately |~ ?)?$")
_TO: Final = re.compile(r"\bfrom\s[^;:]{1,90}?\sto\s(?:about |around |approximately |~ ?)?$")
_BUILT: Final = re.compile(
    r"(?<![\w-])(?P<how>[Ww]ith|[Ww]ithout)\s(?:the\s|an?\s)(?P<what>(?:[\w/-]{1,24}\s){1,2}?"
    r"(?:(?:inter|bi|multi|mono)?-?layer|coating|film|additive|dopant|membrane|buffer|filler)s?),"
)
"""What a sample is built with or lacks, ahead of what is said of it: ``With the ZnO coating,``."""
_BREAK: Final = re.compile(r"[,;:]")
_CONTRAST: Final = re.compile(r";|\b(?:while|whereas|but|compared|than)\b")
LONGEST_WALK: Final = 5
"""Words between ``after`` and the treatment."""
Kind = Literal["done", "not done", "told"]


@dataclass(frozen=True, slots=True)
class State:
    """Words at ``start`` to ``end`` that tell a state; ``items`` are the states of a list, one for each member.

    ``before`` is the state that a change to this one starts from, where the words tell it.
    """

    start: int
    end: int
    text: str
    kind: Kind = "told"
    items: tuple[str, ...] = ()
    before: str | None = None


def find_states(sentence: Sentence) -> list[State]:
    """The states that a sentence tells, in order, none inside of another."""
    found = sorted(
        (*_led(sentence), *_participles(sentence), *_settings(sentence), *_by_name(sentence), *_built(sentence)),
        key=lambda one: (one.start, -one.end),
    )
    kept: list[State] = []
    for state in found:
        if not kept or state.start >= kept[-1].end:
            kept.append(state)
    return kept


def state_at(sentence: Sentence, states: Sequence[State], value: tuple[int, int], others: Sequence[int]) -> str | None:
    """The state of the value at ``value``, as the sentence words it; ``others`` are where all its values start.

    What stands right behind a value is said of it; what stands ahead of all values is said of all that have none of
    their own.
    """
    if not states:
        return None
    start, end = value
    span = next((span for span in sentence.quantities if span.start <= start and end <= span.end), None)
    low, high = (span.start, span.end) if span is not None else value
    following = min((other for other in others if other >= high), default=sentence.end)
    before = max((other for other in others if other < low), default=sentence.start)
    own = [one for one in states if _is_behind(sentence, one, high, following)]
    own += [
        one for one in states
        if before <= one.start and one.end <= low
        and (before == sentence.start or not _is_behind(sentence, one, _end_of(sentence, before), low))
    ]  # fmt: skip
    first = min(others, default=low)
    shared = [one for one in states if one.end <= first and not _CONTRAST.search(sentence.text[one.end : low])]
    told = [text for one in own or shared if (text := _of_member(sentence, one, span, start)) is not None]
    return "; ".join(dict.fromkeys(told)) or None


def _is_behind(sentence: Sentence, state: State, end: int, following: int) -> bool:
    """Whether a state stands behind a value that ends at ``end``, and is not that of the next one."""
    if not end <= state.start < following:
        return False
    gap = sentence.text[end : state.start]
    return not _CONTRAST.search(gap) and (following >= sentence.end or not _BREAK.search(gap))


def _end_of(sentence: Sentence, start: int) -> int:
    return next((span.end for span in sentence.quantities if span.start <= start < span.end), start)


def _of_member(sentence: Sentence, state: State, span: QuantitySpan | None, start: int) -> str | None:
    """The state for one member of a list: of as many states, and of a change from one value to another."""
    starts = [item.start for item in span.items] if span is not None else []
    place = starts.index(start) if start in starts else None
    if span is None or place is None:
        return state.text
    if len(state.items) == len(starts):
        return state.items[place]
    end = _end_of_change(sentence, span, place)
    if end is not None:
        if state.kind == "told":
            return None
        return state.text if (end == "first") == (state.kind == "not done") else state.before
    return None if state.items else state.text


def _end_of_change(sentence: Sentence, span: QuantitySpan, place: int) -> Literal["first", "last"] | None:
    """At which end of a change a member of a list or range is: ``from 3 to 5 GPa``, ``from 3 and 4 GPa to 5 and 7``."""
    if _FROM.search(sentence.text[max(sentence.start, span.start - 24) : span.start]):
        return "first" if place == 0 or span.kind == "list" else "last"
    led = span.kind == "list" and _TO.search(sentence.text[max(sentence.start, span.start - 110) : span.start])
    return "last" if led else None


def _led(sentence: Sentence) -> Iterator[State]:
    """``after artificial ageing at 200 °C``, ``without annealing``."""
    text, told = sentence.text, treatments()
    for match in _leads().finditer(text, sentence.start, sentence.end):
        undone = match[1].lower() in told.without_it
        position = match.end()
        for _ in range(LONGEST_WALK):
            gap = _PLAIN_GAP.match(text, position)
            word = _WORD.match(text, gap.end()) if gap else None
            if word is None or word.end() > sentence.end or word[0].lower() in told.no_modifiers:
                break
            position = word.end()
            lower = word[0].lower()
            last = lower.rsplit("-", 1)[-1]
            if lower in told.nouns or _is_noun(last):
                behind = _WORD.match(text, position + 1)
                if behind is not None and behind[0].lower() in told.nouns and text[position] == " ":
                    position = behind.end()
                end = _end_of_complement(text, position)
                yield State(match.start(), end, text[match.start() : end], "not done" if undone else "done")
                break


def _end_of_complement(text: str, position: int) -> int:
    """Where ``at 600 °C for 2 h in air`` ends that follows a treatment."""
    complement = _COMPLEMENT.match(text, position)
    return complement.end() if complement else position


@cache
def _leads() -> re.Pattern[str]:
    told = treatments()
    return re.compile(rf"(?<!\bthe )\b({'|'.join((*told.with_it, *told.without_it))})(?=\s)", re.IGNORECASE)


def _is_noun(word: str) -> bool:
    """Whether a word names a treatment as a noun: annealing, carbonization."""
    named = word.endswith(("ing", "ion"))
    return named and bool(treatments().word.match(word) or treatments().weak.match(word))


def _participles(sentence: Sentence) -> Iterator[State]:
    """``annealed at 600 °C``."""
    for word in _WORD.finditer(sentence.text, sentence.start, sentence.end):
        treated = word[0].endswith("ed") and treatments().word.match(word[0].lower().rsplit("-", 1)[-1])
        if treated and _MEASURED.match(sentence.text, word.end()):
            end = _end_of_complement(sentence.text, word.end())
            yield State(word.start(), end, sentence.text[word.start() : end])


def _settings(sentence: Sentence) -> Iterator[State]:
    """``an annealing temperature of 600 °C``; of a list or range of levels, one for each."""
    for span in sentence.quantities:
        if span.quantity.unit is None:
            continue
        match = _set().search(sentence.text, max(sentence.start, span.start - 80), span.start)
        if match is not None and match.end() == span.start:
            words = match["what"]
            items = tuple(f"{words} of {_printed(sentence, span, item)}" for item in span.items)
            text = f"{words} of {_printed(sentence, span, span)}"
            yield State(match.start("what"), span.end, text, items=items)


@cache
def _set() -> re.Pattern[str]:
    told = treatments()
    named = rf"(?!heating|cooling)[a-z-]+(?:ing|ation)\s(?:{'|'.join(told.settings)})"
    return re.compile(
        rf"\b(?P<what>(?<![\w-])(?:{'|'.join(told.bare_settings)}|{named}))s?\s(?:\([^()]{{1,12}}\)\s)?"
        r"(?:(?:was|is|of|at|to|from|between|increase[sd]?|decrease[sd]?|r[oi]ses?|raised|lowered|changed|varied|"
        r"=|about|around|approximately|~|≈)\s?){1,4}$"
    )


def _printed(sentence: Sentence, span: QuantitySpan, item: QuantitySpan) -> str:
    """A level as printed, with the unit that a list prints once."""
    printed = sentence.text[item.start : item.end]
    return printed if item.unit or not span.unit else f"{printed} {sentence.text[slice(*span.unit)]}"


def _built(sentence: Sentence) -> Iterator[State]:
    """``With the ZnO coating, ...``: a change leads to it from a sample without."""
    for match in _BUILT.finditer(sentence.text, sentence.start, sentence.end):
        if match.start() != sentence.start and not sentence.text.endswith(", ", 0, match.start()):
            continue
        has = match["how"].lower() == "with"
        other = f"without {match['what']}" if has else None
        text = f"{match['how'].lower()} {match['what']}"
        yield State(match.start(), match.end() - 1, text, "done" if has else "not done", before=other)


def _by_name(sentence: Sentence) -> Iterator[State]:
    """``in the as-cast state``, ``the QT and the T6 states``."""
    for match in _NAMED.finditer(sentence.text, sentence.start, sentence.end):
        names = [name for name in (match["one"], match["two"]) if name]
        if all(re.fullmatch(_CODE, name) or is_treatment(name) for name in names):
            items = tuple(f"{name} state" for name in names) if len(names) > 1 else ()
            yield State(match.start("one"), match.end(), sentence.text[match.start("one") : match.end()], items=items)

"""A value in a sentence in, the mentions that may be its subject out, the likeliest first."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..mentions.patterns import DISSOLVED
from ..mentions.spotted import Spotted
from .sentence_view import Sentence

_ARTICLES: Final = (
    r"(?:the |an? |both |pure |bare |our |this |these |all |each |samples? |specimens? |[a-z-]+ed |[A-Z] = ){0,3}"
)
"""What may stand before a name: ``the simulated``, ``M =``."""
_FOR: Final = re.compile(
    rf"^(?!.*,\s(?:and|while|whereas|but)\s(?:for|in|of|on)\s)"
    rf"[\s,]*(?:\((?:[^()]{{0,40}}\)\s*)?|[^.;]{{0,60}}?\b(?:for|in|of|on)\s+|\s(?:when|at)\s)"
    rf"{_ARTICLES}(?:case of )?{_ARTICLES}$"
)
"""``3 eV for X``; what a new part of the sentence begins with is said of what follows: ``, and for X 5 eV``."""
_THAT_OF: Final = re.compile(
    rf"(?:^|[,;(]\s?|\b(?:and|while|whereas|but)\s)(?:that|those)\s(?:of|for|in)\s{_ARTICLES}$"
)
"""``and that of X is 3 eV``: the property of the sentence, of X."""
_CLOSED: Final = re.compile(rf"^[^()]{{0,60}}\)\s(?:of|for|in)\s{_ARTICLES}$")
"""``those (3 eV, 2 eV) of X``: X is the subject of each value in the brackets."""
_OF: Final = re.compile(rf"^s?\s*(?:\([^()]{{1,24}}\)\s*)?(?:values? )?(?:of|for|in|on)\s+{_ARTICLES}$")
_CLAUSE: Final = re.compile(
    r"[;:](?!\s(?:its?|they|their)\b)|,\s(?:while|whereas|but|which|where)\b(?!\s(?:its?|their|they|then|thus)\b)|"
    r",\sand\b(?!\s(?:its?|their|they|then|thus)\b)(?=.*\b(?:is|was|are|were|has|have|had|can|could|[a-z]{2,}(?:ed|[a-rt-z]s))\s)|"
    r"\b(?:while|whereas|but|compared (?:with|to)|(?:relation|contrast|comparison) (?:with|to)|relative to|than)\b"
)
_RELATIVE: Final = re.compile(r"^\s?\)?,?\s(?:which|that|whose|with)\b")
"""``X, which has 3 eV``: the clause behind is said of X."""
_GOES_ON: Final = re.compile(r"^\)?,\s(?:which|whose)\b")
"""``3 eV for X, which has 4 eV``: what a value before is of has the next one too."""
_BESIDE: Final = re.compile(
    rf"\b(?:with|using|by|from|onto|than|versus|vs\.?|to|against|via|through|between|among|into|over|as|like|unlike|under|above|below|"
    rf"within|without|used (?:for|in))\s{_ARTICLES}(?:(?:that|those|case)\s)?(?:(?:of|for|in)\s)?{_ARTICLES}"
    rf"(?:\d[\d.]*\s?(?:(?:wt|mol|at|vol)\.?\s?)?%\s)?"
    rf"{_ARTICLES}$",
    re.IGNORECASE,
)
"""Words before a mention by which it stands beside the subject of its sentence."""
_WITHIN: Final = re.compile(rf"\b(?:for|in|of|on)\s{_ARTICLES}(?:case of )?{_ARTICLES}$", re.IGNORECASE)
"""Words before a mention by which it stands beside another one ahead of it; the first is what its sentence is about."""
_FRONTED: Final = re.compile(
    rf"(?:[;:]|,\s(?:and|while|whereas|but))\s(?:for|in|of|on)\s{_ARTICLES}(?:case of )?{_ARTICLES}$", re.IGNORECASE
)
"""``, and for X, it rises to 3 eV``: a new part of the sentence begins with what it is about."""
_SUPPORTS: Final = re.compile(rf"\w\s(?:on|onto|on top of)\s{_ARTICLES}$")
"""``films on X (3 nm)``: what is said in the brackets is said of the films."""
_THAN_THAT: Final = re.compile(rf"\b(?:than|to|with)\s(?:that|those)\s(?:of|for|in)\s{_ARTICLES}$")
"""``is wider than that of X, which leads to 3 eV``: the clause behind is not said of X."""
_COLON: Final = re.compile(r"\s?:\s?[~≈∼<>]?\s?")
"""``X: 3 eV``."""
LIES_ON: Final = re.compile(
    r"\b(?:films?|layers?|coatings?|coated|deposited|grown|sputtered)\s(?:on|onto)\s(?:the\s|an?\s)?$"
)
"""``films coated on X``: what is said is said of the films."""
_SHARE: Final = re.compile(r"\d\s?(?:at|wt|mol|vol|mass)\.?\s?%\s(?:of\s)?$")
"""``23 at.% Cr``: what there is of an element in a sample."""
_IN_GAS: Final = re.compile(
    r"\b(?:in|under)\s(?:an?\s|the\s)?"
    r"(?:(?:dry|wet|humid(?:ified)?|pure|flowing|hot|diluted|static|\d[\d.]{0,5}\s?(?:vol\.?\s?)?%)\s){0,3}$"
)
_GASES: Final = frozenset({"H2", "O2", "N2", "Ar", "He", "CO2", "CO", "CH4", "NH3", "H2O"})
_OPENED: Final = re.compile(r"^s?\s?\([^()]*$")
"""``X (3 eV)``: what stands in the brackets behind a mention is said of it."""
_HAS: Final = re.compile(
    r"^\s(?:with|having|possessing|exhibiting|showing|displaying)\s(?:an?\s|the\s)?(?:(?!the\s|an?\s)[\w-]+\s){1,5}"
    r"(?:(?:of|about|around|approximately|up|to|only|nearly)\s){0,3}[~≈∼]?$"
)
"""``films with a thickness of 3 nm``: the measure is that of what stands ahead."""
_COMPARED: Final = re.compile(
    rf"\b(?:compared|comparison|relation|relative|respect|contrast|opposed)\s(?:to|with)\s{_ARTICLES}(?:(?:that|those)\sof\s)?{_ARTICLES}$"
    rf"|\b(?:than|against|versus|vs\.?)\s{_ARTICLES}(?:(?:that|those)\s(?:of|for|in)\s)?{_ARTICLES}$"
)
"""Words behind a value and ahead of what it is compared with."""
_THEY_MADE: Final = re.compile(
    r"\bet al[^a-z]{0,16}(?:[a-z]+ly\s)?(?:reported|developed|presented|prepared|fabricated|synthesi[sz]ed|proposed|"
    r"demonstrated|introduced|designed|produced|obtained|made|built|studied|investigated|tested|used)\s(?:on\s)?(?:an?\s|the\s)?(?:new\s|novel\s)?$"
)
"""``Miller et al. reported a``: what follows is what they have values of."""
_SAYS: Final = re.compile(
    r"\b(?:is|was|are|were|has|had|while|whereas|where|which|but|(?:dis)?appear(?:s|ed)?|shows?|showed)\b"
)
"""Words by which what follows is said of something else."""
_HELD: Final = re.compile(r"^[\s-]*(?:thick|long|wide|diameter|sized?|in diameter)\s(?:[A-Z]{2,6}\s)?$")
"""``125 nm thick X``: the measure is that of what follows."""
_INSERTED: Final = re.compile(
    r"\([^()]*(?:\)|$)|\b(?:than|(?:compared|relative|relation)\s(?:to|with))\s(?:that|those)\s(?:of|for|in)\s[^,;]{1,40}(?=,\swhich\b)"
)
"""Brackets, and a comparison that a clause about the whole sentence follows."""
_ITS_SYMBOL: Final = re.compile(r"\s?\(")
"""Between words and their symbol in brackets, which may read as a formula: ``Pt utilization (UPt)``."""
PREPARED: Final = re.compile(
    r"^s?[\s-]*(?:precursors?|substrates?|solvents?|electrolyte solution|counter electrode|targets?|wafers?|standards?|"
    r"reflections?|peaks?|bonds?|groups?|ions?|vacanc|content|addition|doping|loading|atmosphere|gas|solution|particles|"
    r"ratio|structure|lattice|type|framework|precipitat|inclusion|impurit|second|phases?|radiation|source|reagent)"
)
"""Words behind a mention by which it is a part or a helper of the sample, not the sample."""
_OTHERS: Final = re.compile(
    rf"\d[^.;,]{{0,24}}\s(?:for|in|when|at)\s{_ARTICLES}$|(?<![\w.])\d[\d.]*[^.;,()]{{0,24}}\s\($"
)
"""``120 °C for X``, ``120 °C (X)``: X is the subject of the value before it."""
AND: Final = re.compile(rf"\)?(?:\s*,\s*|\s*,?\s(?:and|as well as)\s)(?:for\s|of\s|in\s)?{_ARTICLES}")
LAST: Final = re.compile(r"\b(?:and|as well as)\s")
LONGEST: Final = 8
LONGEST_PRONOUN: Final = 5
SPREAD: Final = 14.0
"""Characters from which on a sentence's length counts less and less."""
COSTS: Final = {
    "behind": 40.0, "compared": 70.0, "beside": 40.0, "within": 40.0, "of the value before": 40.0,
    "over a clause": 60.0, "over a value": 12.0, "helper": 80.0, "support": 40.0, "pronoun": 25.0,
    "pronoun behind": 100.0, "earlier sentence": 80.0, "one more sentence back": 45.0,
    "over a sentence that names nothing": 15.0,
}  # fmt: skip
"""What each cue adds to the distance, in characters, each time that it holds."""
ASIDE: Final = frozenset({"beside", "within", "of the value before", "helper", "support", "pronoun"})
"""Cues by which a mention ahead of a value is not what its sentence is about."""
OWN_TOPIC: Final = 60.0
"""The farthest that the subject of a value's own sentence is: nearer than any mention of the sentences before."""
SHRINKS: Final = {
    "its measure": (0.0, 0.0),
    "of its words": (2.0, 0.3),
    "in brackets": (2.0, 0.2),
    "has it": (2.0, 0.3),
    "made by others": (3.0, 0.3),
    "for it": (0.0, 0.5),
}
"""What stands for the gap of what is the subject by the order of words: a start, and a share of the gap."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a value and its property words stand (``words`` may be ahead of the value, behind it, or far).

    ``thing`` is whether the words are no property's, but name what is measured: ``GDC layer`` in ``8 nm GDC layer``.
    """

    start: int
    end: int
    words: tuple[int, int] | None
    thing: bool = False


def subjects_of(sentence: Sentence, anchor: Anchor, others: Sequence[int]) -> tuple[Spotted, ...]:
    """The mentions of the sentence and those of the sentences before by distance; ``others`` are where values start."""
    said = [
        one
        for one in sentence.mentions
        if (anchor.thing or not _is_property(sentence, anchor.words, one)) and not is_part(sentence, one)
    ]
    here = [_at(one, _cues(sentence, anchor, one, others), _gap(anchor, one)) for one in said]
    earlier = [_at(one, *_before(sentence, one)) for one in sentence.earlier_mentions]
    return tuple(
        sorted((*_on_topic(here, anchor), *earlier), key=lambda one: (one.distance or 0.0, one.start))[:LONGEST]
    )


def _on_topic(here: Sequence[Spotted], anchor: Anchor) -> Iterator[Spotted]:
    """The mentions of the value's sentence, the nearest no farther than :data:`OWN_TOPIC` where it is the subject.

    It is one that stands ahead of the value and that nothing puts aside.
    """
    nearest = min((one.distance or 0.0 for one in here), default=0.0)
    for one in here:
        aside = any(cue in ASIDE for cue in one.cues)
        if OWN_TOPIC < nearest == one.distance and one.whole[1] <= anchor.start and not aside:
            yield replace(one, distance=OWN_TOPIC, cues=(*one.cues, "subject of its sentence"))
        else:
            yield one


def is_part(sentence: Sentence, mention: Spotted) -> bool:
    """Whether a mention only says what a sample is built of, has or lacks.

    ``GDC`` does so in ``cell without GDC interlayer`` and ``GDC H2–O2 cell``.
    """
    return any(
        (one.kind == "phrase" and one.start < mention.start and mention.end <= one.end)
        or one.whole[0] <= mention.start < mention.end < one.start
        for one in sentence.mentions
        if one is not mention
    )


def is_element(mention: Spotted) -> bool:
    """Whether a mention is a bare element, which more often is a part of a sample than one."""
    return mention.composition is not None and len(mention.composition.amounts) == 1 and mention.phrase is None


def _at(mention: Spotted, cues: tuple[str, ...], gap: float) -> Spotted:
    """The mention with its distance: the gap in characters, shrunk by what makes it the subject, and what cues cost."""
    shrink = next((SHRINKS[cue] for cue in cues if cue in SHRINKS), (0.0, 1.0))
    cost = shrink[0] + shrink[1] * gap + sum(COSTS.get(cue, 0.0) for cue in cues)
    return replace(mention, distance=cost, cues=cues)


def _is_property(sentence: Sentence, words: tuple[int, int] | None, mention: Spotted) -> bool:
    """Whether a mention is a part of the property's own name (the ratio ``O/C``), and not what the property is of."""
    if words is None or mention.kind == "label":
        return False
    if mention.start > words[1]:
        closed = sentence.text.startswith(")", mention.end)
        return closed and _ITS_SYMBOL.fullmatch(sentence.text, words[1], mention.start) is not None
    if not _holds(words, mention):
        return False
    return not _WITHIN.search(sentence.text[words[0] : mention.whole[0]])


def _before(sentence: Sentence, mention: Spotted) -> tuple[tuple[str, ...], float]:
    """The cues and the gap of a mention of an earlier sentence of the block: nearer for what that sentence is about."""
    own = bisect_right(sentence.spans, mention.start, key=lambda span: span[0]) - 1
    start = sentence.spans[own][0] if own >= 0 else 0
    here = bisect_left(sentence.spans, sentence.start, key=lambda span: span[0])
    following = own + 1
    back = max(0, here - following) + 1
    aside = tuple(_aside(sentence, start, mention))
    silent = 0 if aside or mention.kind == "anaphor" else _silent(sentence, mention, following, here)
    cues = (
        "earlier sentence", *("one more sentence back" for _ in range(back - 1 - silent)),
        *("over a sentence that names nothing" for _ in range(silent)), *aside,
    )  # fmt: skip
    return cues, 0.05 * (sentence.start - mention.start)


def _silent(sentence: Sentence, mention: Spotted, following: int, here: int) -> int:
    """How many of the sentences between a mention and the value's name nothing."""
    named = {
        bisect_right(sentence.spans, one.start, key=lambda span: span[0]) - 1
        for one in sentence.earlier_mentions
        if one.start > mention.start and one.kind != "anaphor"
    }
    return sum(place not in named for place in range(following, here))


def _aside(sentence: Sentence, start: int, mention: Spotted) -> Iterator[str]:
    """What its place in its own sentence takes from a mention: helpers of the sample, and what stands beside it."""
    text = sentence.text
    low = _explained(sentence, _first_of_list(sentence, start, mention)).whole[0]
    ahead = text[max(start, low - 40) : low]
    first = not any(start <= one.start < low for one in (*sentence.mentions, *sentence.earlier_mentions))
    if _BESIDE.search(ahead):
        yield "beside"
    elif not first and _WITHIN.search(ahead) and not _FRONTED.search(ahead):
        yield "within"
    if _helps(text, mention, ahead):
        yield "helper"


def _explained(sentence: Sentence, mention: Spotted) -> Spotted:
    """What a mention in brackets explains: ``LSGM (La0.8Sr0.2Ga0.8Mg0.2O3)``; any other mention itself."""
    if not sentence.text.startswith(")", mention.whole[1]):
        return mention
    opened = (one for one in sentence.mentions if sentence.text[one.end : mention.whole[0]].strip() == "(")
    return next(opened, mention)


def _helps(text: str, mention: Spotted, ahead: str) -> bool:
    """Whether the words around a mention say that it is a part or a helper of the sample, or a gas around it."""
    end = mention.whole[1]
    if PREPARED.match(text[end : end + 24]) or DISSOLVED.search(ahead):
        return True
    return text[mention.start : mention.end] in _GASES and _IN_GAS.search(ahead) is not None


def _first_of_list(sentence: Sentence, start: int, mention: Spotted) -> Spotted:
    """The first of the mentions that an ``and`` lists with one: what stands ahead of it is said of them all.

    A comma lists none where no ``and`` closes the list (``compared with A, B has``).
    """
    ahead = [
        one
        for one in (*sentence.mentions, *sentence.earlier_mentions)
        if start <= one.start < mention.start and one.kind != "anaphor"
    ]
    first = mention
    for one in sorted(ahead, key=lambda one: -one.start):
        between = sentence.text[one.whole[1] : first.whole[0]]
        closed = first is not mention or (LAST.search(between) and not between.lstrip().startswith(","))
        if not closed or not AND.fullmatch(between):
            break
        first = one
    return first


def _gap(anchor: Anchor, mention: Spotted) -> float:
    """The characters between, which count less and less."""
    start, end = mention.whole
    between = anchor.start - end if end <= anchor.start else start - anchor.end
    return SPREAD * math.log1p(max(0, between) / SPREAD)


def _cues(sentence: Sentence, anchor: Anchor, mention: Spotted, others: Sequence[int]) -> tuple[str, ...]:
    """What makes a mention of the value's sentence its subject, or speaks against it."""
    start, end = mention.whole
    low, high = (end, anchor.start) if end <= anchor.start else (anchor.end, start)
    between = sentence.text[low:high]
    made = sentence.text[max(sentence.start, start - 60) : start]
    cues = ["made by others"] if end <= anchor.start and _THEY_MADE.search(made) else []
    cues.extend(_order(sentence, anchor, mention, between))
    last = max((other for other in others if anchor.end <= other < start), default=None)
    if "for it" in cues and last is not None and _SAYS.search(sentence.text, anchor.end, last):
        cues[cues.index("for it")] = "behind"
    ahead = sentence.text[max(sentence.start, start - 40) : start]
    told_on = end <= anchor.start and _GOES_ON.match(between) is not None
    if told_on:
        cues = [cue for cue in cues if cue != "within"]
    elif end <= anchor.start and _OTHERS.search(ahead):
        cues.append("of the value before")
    if start >= anchor.end and _CLOSED.match(between):
        return ("in brackets",)
    clauses = 0 if _COLON.fullmatch(between) else len(_CLAUSE.findall(_INSERTED.sub("", between)))
    if clauses and end <= anchor.start and _RELATIVE.match(between) and not _THAN_THAT.search(ahead):
        clauses -= 1
    if not any(low <= one.start < high for one in sentence.mentions):
        clauses = min(clauses, 1)
    cues.extend(["over a clause"] * clauses)
    passed = [other for other in others if low <= other < high and not anchor.start <= other < anchor.end]
    cues.extend(["over a value"] * min(3, len(passed)))
    if _helps(sentence.text, mention, ahead) or (is_element(mention) and _SHARE.search(ahead)):
        cues.append("helper")
    if end - start <= LONGEST_PRONOUN and mention.kind == "anaphor" and "for it" not in cues:
        cues.append("pronoun" if end <= anchor.start else "pronoun behind")
    return tuple(cues)


def _order(sentence: Sentence, anchor: Anchor, mention: Spotted, between: str) -> Iterator[str]:
    """What the order of a value, its words and a mention says for the mention, or against it."""
    start, end = mention.whole
    is_ahead = end <= anchor.start
    if anchor.thing and anchor.words and _holds(anchor.words, mention):
        yield "its measure"
    elif anchor.words and _follows_words(sentence, anchor.words, mention):
        yield "of its words"
    elif is_ahead and (_OPENED.match(between) or _COLON.fullmatch(between)):
        yield "in brackets"
        if _SUPPORTS.search(sentence.text[max(sentence.start, start - 40) : start]):
            yield "support"
    elif is_ahead and _THAT_OF.search(sentence.text, max(sentence.start, start - 40), start):
        yield "of its words"
    elif is_ahead and _HAS.match(between) and not any(end <= one.start < anchor.start for one in sentence.mentions):
        yield "has it"
    elif start >= anchor.end and _HELD.match(between):
        yield "its measure"
    elif start >= anchor.end:
        compared = _COMPARED.search(between)
        first = _first_of_list(sentence, sentence.start, mention).whole[0]
        beside = _BESIDE.search(sentence.text[anchor.end : first])
        yield "for it" if _FOR.match(between) and not beside else "compared" if compared else "behind"
        if beside and not compared:
            yield "beside"
        if LIES_ON.search(between):
            yield "support"
    else:
        yield from _aside(sentence, sentence.start, mention)


def _holds(words: tuple[int, int], mention: Spotted) -> bool:
    """Whether a mention stands within the words."""
    return words[0] <= mention.start and mention.end <= words[1]


def _follows_words(sentence: Sentence, words: tuple[int, int], mention: Spotted) -> bool:
    """``band gap of X``, and ``X band gap`` or ``X's band gap``."""
    start, end = mention.whole
    if start >= words[1]:
        return bool(_OF.match(sentence.text[words[1] : start]))
    return end <= words[0] and words[0] - end <= 3

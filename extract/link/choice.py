"""The subjects of a finding in, the sample that it belongs to out, with the reason."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...records.identity import content_id
from ...records.model import Sample
from ...records.vocabulary import Vocabulary
from ..document import Document
from ..findings import CurveFinding, Finding, Mention, Recipe, StructureFinding
from .samples import HEAVY, NAMED, SampleBook
from .standing import DEVICES, head_of, standing

AnyFinding = Finding | Recipe | StructureFinding | CurveFinding

REACH: Final = 25.0
"""Characters over which the odds of a subject fall by a factor of e."""
SALIENCE: Final = 0.3
"""Power of a sample's weight in its odds."""
ADJACENT: Final = 6.0
"""Characters under which what stands there is the subject, whatever it is and however little the paper speaks of it."""
AWAY: Final = -5.4
"""Odds below which the paper's main sample is likelier than any subject that is named."""
_MADE: Final = (
    r"(?:\w+\s){0,2}?(?:reported|prepared|fabricated|synthesi[sz]ed|developed|obtained|achieved|demonstrated|studied|"
    r"investigated|produced|made|grew|built|grown)\b"
)
_THEIRS: Final = re.compile(
    r"\bet al(?![a-z])[.,]?\s?(?:\[[\d,\s–-]+\]|\d[\d,–-]*|\((?:19|20)\d\d[a-z]?\))?,?\s"
    + _MADE
    + r"|\b(?:other|some|previous|earlier|several|many)\s(?:\w+\s)?(?:authors?|groups?|researchers?|studies|works?)\s"
    + _MADE
)
"""``Miller et al. [7] reported``: what the sentence tells is of their samples."""
_THEIR_SAMPLE: Final = re.compile(
    f"(?:{_THEIRS.pattern})"
    r"\s(?:on\s)?(?:(?:an?|the)\s)?(?!that\b|how\b)(?P<name>[^,;:.()\[]{4,90}?)(?=[,;:(\[]|\.(?!\d)|"
    r"\s(?:with|which|that|for|at|in|under|as|exhibiting|showing|having|demonstrating|using|and|after|when)\b)"
)
_NO_SAMPLE: Final = re.compile(
    r"\b(?:increas|decreas|values?|improve|chang|reduc|effect|performance|enhance|degrad|activation|behaviou?r|results?)"
)
"""What others report that is no sample: ``an increase``."""
_AUTHOR: Final = re.compile(r"\b([A-Z][\w’'-]{1,30}) et al(?![a-z])")
OUTSIDE: Final = frozenset({"earlier sentence", "block before", "heading", "product of the heading"})
"""Cues of subjects that stand in no sentence of the value."""
OF_DEVICES: Final = frozenset({
    "cell_power_density", "open_circuit_voltage", "area_specific_resistance", "cell_voltage", "conversion_efficiency",
    "fill_factor", "on_off_ratio", "threshold_voltage", "luminance", "luminous_efficacy", "photodetector_responsivity",
})  # fmt: skip
"""Properties that a device has, and no material in it."""
MADE: Final = "made by others"
"""The cue of what other authors are said to have made: a value in that sentence is its own."""
HEADING: Final = "heading"
"""The cue of a subject that a heading names: what stands under it is said of that, if the heading names no other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The sample chosen for a finding, with the reason and a score in [0, 1].

    ``mention`` is the subject that stands for it. ``odds`` are the logarithm of the subject's odds,
    ``margin`` what they are above those of the next sample. ``others`` says that the sample is one of other authors.
    """

    sample: Sample
    reason: str
    score: float
    weight: float = 0.0
    odds: float = AWAY
    margin: float = 0.0
    mention: Mention | None = None
    others: bool = False


def unnamed(document: Document, finding: AnyFinding, *, theirs: bool = False) -> Sample:
    """The sample of values whose paper names no material; with ``theirs``, one of others by what describes it."""
    place = (finding.evidence.block, finding.evidence.quote) if theirs else ()
    name = _their_name(finding.evidence.quote) if theirs else None
    return Sample(
        id=content_id("sample", document.doc_id, "unnamed", *place),
        document=document.doc_id,
        labels=() if name is None else (name,),
        note=("of other authors" if name else "of other authors, not named") if theirs else "not named in the text",
        evidence=finding.evidence,
    )


def choose(book: SampleBook, document: Document, subjects: tuple[Mention, ...], finding: AnyFinding) -> Choice:
    """The likeliest of the subjects that stand for a sample; else the sample that the paper is about.

    Each subject's odds sink with its distance from the value and rise with how much the paper is about it.
    """
    if _is_theirs(finding):
        subjects = tuple(one for one in subjects if not OUTSIDE.intersection(one.cues))
        if not subjects:
            theirs = unnamed(document, finding, theirs=True)
            reason = (
                "what other authors are said to have made"
                if theirs.labels
                else "other authors' sample, which has no name"
            )
            return Choice(theirs, reason, 0.4, others=True)
    main = book.main(parts=finding.evidence.kind == "table")
    ranked = candidates(book, subjects, finding)
    if (device := _device_of(book, finding, ranked)) is not None:
        return device
    if ranked and (ranked[0].odds > AWAY or main is None):
        second = next((one.odds for one in ranked if one.sample.id != ranked[0].sample.id), AWAY)
        chosen = replace(ranked[0], margin=round(ranked[0].odds - second, 2))
        author = _author(finding)
        return chosen if author is None else replace(chosen, sample=_of_author(document, chosen, author), others=True)
    near = book.before(finding.evidence) if finding.evidence.block else None
    if (
        near is not None
        and near.kind != "phrase"
        and standing(near) >= NAMED
        and book.weight(near) >= HEAVY
        and (sample := book.find(near)) is not None
    ):
        return Choice(sample, f"{near.text!r} is the last that is named before", 0.4, book.weight(near))
    if main is not None:
        return Choice(main, "no sample is named near; this is the one that the paper names most", 0.3, 1.0)
    return Choice(unnamed(document, finding), "the paper names no sample", 0.1)


def _device_of(book: SampleBook, finding: AnyFinding, ranked: Sequence[Choice]) -> Choice | None:
    """The paper's device, for a value of its own that only a device has, where the sentence names no sample.

    ``ranked`` are the samples that are named near; voltages of cells are told of an electrode as well.
    """
    if not isinstance(finding, Finding) or finding.property not in OF_DEVICES - {"cell_voltage"}:
        return None
    if finding.evidence.kind == "table" or finding.origin == "cited":
        return None
    first = ranked[0] if ranked else None
    near = first is not None and first.mention is not None and not OUTSIDE.intersection(first.mention.cues)
    if first is not None and (near or book.is_device(first.sample)):
        return None
    device = book.device()
    reason = "no sample is named in the sentence; this is the device that the paper names most"
    return None if device is None else Choice(device, reason, 0.4)


def _their_name(quote: str) -> str | None:
    """What other authors are said to have made, as the sentence describes it; None for what has a value."""
    told = _THEIR_SAMPLE.search(quote)
    if told is None or _NO_SAMPLE.search(told["name"]):
        return None
    measured = any(not one.symbol for one in Vocabulary.load().find(told["name"]))
    return None if measured else told["name"]


def _author(finding: AnyFinding) -> str | None:
    """The one author that a sentence names whose value it cites."""
    if not isinstance(finding, Finding) or finding.origin != "cited":
        return None
    named = set(_AUTHOR.findall(finding.evidence.quote))
    return named.pop() if len(named) == 1 else None


def _of_author(document: Document, choice: Choice, author: str) -> Sample:
    """The sample that an author reports, which is none of the paper's own, by the names that the paper gives it."""
    mention = choice.mention
    called = [] if mention is None or mention.kind == "anaphor" else [mention.phrase or mention.text]
    named = [label for one in called for label in (f"{one} of {author} et al.", f"{one} ({author} et al.)")]
    return replace(
        choice.sample,
        id=content_id("sample", document.doc_id, choice.sample.id, author),
        labels=(*choice.sample.labels, *named),
        note="; ".join(part for part in (choice.sample.note, f"of {author} et al.") if part),
    )


def _is_theirs(finding: AnyFinding) -> bool:
    """Whether a value is cited in a sentence whose subject are other authors."""
    return isinstance(finding, Finding) and finding.origin == "cited" and bool(_THEIRS.search(finding.evidence.quote))


def candidates(book: SampleBook, subjects: tuple[Mention, ...], finding: AnyFinding) -> list[Choice]:
    """The samples that the subjects stand for, by their odds."""
    found: list[Choice] = []
    headed = {sample.id for one in subjects if HEADING in one.cues and (sample := book.find(one)) is not None}
    for rank, mention in enumerate(subjects):
        sample = book.find(mention)
        if sample is not None and (len(headed) == 1 or HEADING not in mention.cues):
            odds, weight = round(odds_of(book, mention, finding, rank), 2), book.weight(mention)
            words, score = nearness(mention, finding)
            away = "" if mention.distance is None else f", {mention.distance:.0f} away"
            if mention.cues:
                away += f" ({', '.join(dict.fromkeys(mention.cues))})"
            reason = f"{words}{away}; the paper's weight on it is {weight:.2f}"
            found.append(Choice(sample, reason, round(score * 0.9**rank, 4), weight, odds, mention=mention))
    return sorted(found, key=lambda one: -one.odds)


def odds_of(book: SampleBook, mention: Mention, finding: AnyFinding, rank: int) -> float:
    """The logarithm of the odds that a value is said of a mention, up to a constant.

    Where no distance is told (tables, curves), the order of the subjects stands for it.
    """
    distance = mention.distance if mention.distance is not None else 20.0 * rank
    told = distance / REACH
    if finding.evidence.kind == "table":
        return -told
    adjacent = mention.distance is not None and distance < ADJACENT
    owner = isinstance(finding, Finding) and finding.property in OF_DEVICES and head_of(mention) in DEVICES
    owner = owner or MADE in mention.cues
    weight = 1.0 if adjacent or owner or mention.kind == "anaphor" else book.weight(mention)
    likelihood = max(book.likelihood(mention), 1.0 if owner or distance < ADJACENT else 0.0)
    return -told + SALIENCE * math.log(max(weight, 0.02)) + math.log(likelihood)


def nearness(mention: Mention, finding: AnyFinding) -> tuple[str, float]:
    """How near a subject stands to its finding, in words and as a score."""
    there, here = mention.evidence, finding.evidence
    if mention.kind == "anaphor":
        return (f"{mention.text!r} stands for the sample named before", 0.6)
    if here.table is not None or here.kind == "table":
        return (f"{mention.text!r} names the row or column of the table", 0.95)
    if here.kind == "figure":
        return (f"{mention.text!r} stands in the curve's label or the figure's caption", 0.8)
    if "product of the heading" in mention.cues:
        return (f"the heading says that {mention.text!r} was made", 0.8)
    if HEADING in mention.cues:
        return (f"{mention.text!r} is named in the heading", 0.5)
    if there.block == here.block and mention.text in here.quote:
        return (f"{mention.text!r} is named in the same sentence", 0.9)
    if there.block == here.block:
        return (f"{mention.text!r} is named in the same paragraph", 0.65)
    return (f"{mention.text!r} is named before", 0.5)

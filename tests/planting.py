"""Real papers' records in, the same with contradictions and harmless restatements planted into them out."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matloom.corpus.conflicts import MANY_VALUED, OF_THE_PIECE
from matloom.records.model import Condition, Measurement, PaperRecords, Sample
from matloom.records.quantities import Quantity
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary

LEAST = 0.5
"""Values that are this sure are planted upon."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A pair of measurements, and whether they contradict each other."""

    original: str
    planted: str
    kind: str
    contradicts: bool


def plant(papers: Sequence[PaperRecords], number: int, seed: int = 0) -> tuple[list[PaperRecords], list[Planted]]:
    """The papers with ``number`` contradictions and as many restatements; some of both in papers of their own."""
    rng = random.Random(seed)
    spots = [
        (paper, sample, one)
        for paper in papers
        for sample in paper.samples
        for one in paper.measurements
        if one.sample == sample.id and _eligible(one)
    ]
    spots.sort(key=lambda spot: spot[2].id)
    rng.shuffle(spots)
    spots = _spread(spots)
    added: dict[str, list[Measurement]] = {}
    others: list[PaperRecords] = []
    pairs: list[Planted] = []
    kinds = ["same unit", "other unit", "other paper"] * number
    harmless = [
        "rounded",
        "other unit, same value",
        "other condition",
        "other method",
        "other paper, other form",
    ] * number
    for contradicts, wanted in ((True, kinds), (False, harmless)):
        for _ in range(number):
            place = next((i for i, (_, sample, one) in enumerate(spots) if _suits(wanted[0], sample, one)), None)
            if place is None:
                wanted.pop(0)
                place = next(i for i, (_, sample, one) in enumerate(spots) if _suits(wanted[0], sample, one))
            paper, sample, one = spots.pop(place)
            kind = wanted.pop(0)
            made = _made(one, kind, contradicts, rng, len(pairs))
            if kind.startswith("other paper"):
                others.append(_paper(paper, sample, made, kind, len(pairs)))
            else:
                added.setdefault(paper.document.id, []).append(made)
            pairs.append(Planted(one.id, made.id, kind, contradicts))
    changed = [replace(p, measurements=(*p.measurements, *added.get(p.document.id, ()))) for p in papers]
    return [*changed, *others], pairs


def _eligible(one: Measurement) -> bool:
    q = one.quantity
    many = one.property in MANY_VALUED
    known = Vocabulary.load().get(one.property) is not None and q.canonical_value not in (None, 0.0)
    return known and not many and q.relation == "=" and one.origin == "reported" and one.confidence >= LEAST


def _spread(spots: list[tuple[PaperRecords, Sample, Measurement]]) -> list[tuple[PaperRecords, Sample, Measurement]]:
    """One spot a property and sample, so that no two plantings meet."""
    kept: dict[tuple[str, str], tuple[PaperRecords, Sample, Measurement]] = {}
    for spot in spots:
        kept.setdefault((spot[1].id, spot[2].property), spot)
    return list(kept.values())


def _suits(kind: str, sample: Sample, one: Measurement) -> bool:
    if not kind.startswith("other paper"):
        return True
    composition = sample.composition
    named = composition is not None and bool(composition.amounts) and one.property not in OF_THE_PIECE
    return named and sample.note is None


def _made(one: Measurement, kind: str, contradicts: bool, rng: random.Random, number: int) -> Measurement:
    """The measurement once more in another place: with another value, or with the same value told otherwise."""
    quantity, conditions, method = one.quantity, one.conditions, one.method
    factor = rng.choice((0.4, 0.6, 0.75, 1.25, 1.5, 2.5))
    if contradicts or kind in ("other condition", "other method", "other paper, other form"):
        quantity = _scaled(quantity, factor if abs(factor - 1) > 0.3 or not kind.startswith("other paper") else 2.5)
    if kind.startswith("other unit"):
        quantity = _in_canonical(quantity)
    if kind == "rounded":
        quantity = _rounded(quantity)
    if kind == "other condition":
        hot = Quantity(text="977 K", value=977.0, unit="K", canonical_value=977.0, canonical_unit="K")
        conditions = (*(c for c in conditions if c.name != "temperature"), Condition(name="temperature", quantity=hot))
    if kind == "other method":
        method = f"another method than {method or 'the first'}"
    words = f"A {one.words} of {quantity.text} was found."
    evidence = replace(
        one.evidence, kind="text", quote=words, block=f"planted-{number}", start=None, end=None, table=None, row=None,
        column=None, cell=None,
    )  # fmt: skip
    return replace(
        one, id=f"planted-{number}-{one.id}", quantity=quantity, conditions=conditions, method=method, evidence=evidence
    )


def _scaled(q: Quantity, factor: float) -> Quantity:
    assert q.canonical_value is not None and q.value is not None
    value = float(f"{q.value * factor:.4g}")
    parsed = parse_unit(q.unit) if q.unit else None
    canonical = parsed.to_canonical(value) if parsed else value
    text = f"{value:.4g} {q.unit or ''}".strip()
    return replace(q, text=text, value=value, canonical_value=canonical, uncertainty=None)


def _in_canonical(q: Quantity) -> Quantity:
    value = float(f"{q.canonical_value:.5g}")
    return replace(q, text=f"{value:.5g} {q.canonical_unit or ''}".strip(), value=value, unit=q.canonical_unit,
                   canonical_value=value, uncertainty=None)  # fmt: skip


def _rounded(q: Quantity) -> Quantity:
    assert q.canonical_value is not None and q.value is not None
    value = float(f"{q.value:.2g}")
    parsed = parse_unit(q.unit) if q.unit else None
    canonical = parsed.to_canonical(value) if parsed else value
    return replace(q, text=f"~{value:g} {q.unit or ''}".strip(), value=value, relation="~", canonical_value=canonical)


def _paper(paper: PaperRecords, sample: Sample, made: Measurement, kind: str, number: int) -> PaperRecords:
    """A paper of its own that says of the same material what ``made`` says."""
    document = f"sha256:planted-{number}"
    evidence = replace(made.evidence, document=document)
    assert sample.composition is not None
    form = sample.form
    if kind == "other paper, other form":
        form = "fibers" if form != "fibers" else "film"
    other = replace(
        sample, id=f"planted-sample-{number}", document=document, labels=(sample.composition.formula,), form=form,
        evidence=evidence,
    )  # fmt: skip
    return PaperRecords(
        document=replace(paper.document, id=document, name=f"planted-{number}", source=f"planted-{number}.xml",
                         title=f"Planted paper {number}", doi=None, sketch=()),
        samples=(other,), measurements=(replace(made, sample=other.id, evidence=evidence),),
    )  # fmt: skip

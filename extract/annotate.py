"""A text in, the JSON object of ``matloom annotate`` out: its entities, quantities, formulas and relations, by rule.

The schemes of annotated corpora are read by the shipped model, in :mod:`matloom.extract.text.neural.annotate`.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Final, TypeAlias

from ..records.compositions import composition_to_json
from ..records.errors import MatloomError
from ..records.quantities import Quantity
from ..records.quantity_grammar import QuantitySpan, find_quantities
from ..records.vocabulary import Vocabulary
from .document import Block, Document
from .findings import Finding, Findings, Mention
from .text.stage import TextFindings

Json: TypeAlias = dict[str, Any]
Annotator: TypeAlias = Callable[[Iterable[str]], Iterable[Json]]
"""Texts in, an object with entities, quantities, formulas and relations for each, in order."""

CORPORA: Final = ("mulms", "sofc", "sofc_slots", "pcmsp", "mspt", "quantities", "doping")
SCHEMES: Final[dict[str, str]] = {
    "matloom": "matloom.extract.annotate:by_rule",
    **{name: f"matloom.extract.text.neural.annotate:{name}" for name in CORPORA},
}
"""Where the annotator of each scheme lives."""


def annotator(scheme: str) -> Annotator:
    """The annotator of a scheme. Raises MatloomError E006 for an unknown one."""
    if scheme not in SCHEMES:
        raise MatloomError("E006", kind="scheme", name=scheme, known=", ".join(SCHEMES))
    module, name = SCHEMES[scheme].split(":")
    return getattr(import_module(module), name)


def by_rule(texts: Iterable[str]) -> Iterable[Json]:
    """matloom's own scheme: MATERIAL, PROPERTY and VALUE, joined by ``measured_on`` and ``value_of``."""
    stage = TextFindings()
    for text in texts:
        block = Block(id="b", type="paragraph", text=text)
        document = Document(doc_id="", source="", reader="", blocks=(block,) if text.strip() else ())
        yield _annotation(text, stage({"parse": document}).value)


def _annotation(text: str, findings: Findings) -> Json:
    entities = _entities(text, findings)
    return {
        "entities": entities,
        "quantities": [quantity_json(text, span) for span in find_quantities(text)],
        "formulas": [_formula(mention) for mention in findings.mentions if mention.family is not None],
        "relations": list(_relations(entities, findings.values)),
    }


def _entities(text: str, findings: Findings) -> list[Json]:
    spans: dict[tuple[int, int, str], float] = {}
    for mention in findings.mentions:
        if mention.kind != "anaphor":
            spans.setdefault((*_span(mention), "MATERIAL"), 1.0)
    for found in Vocabulary.load().find(text):
        if not found.symbol:
            spans.setdefault((found.start, found.end, "PROPERTY"), 1.0)
    for value in findings.values:
        spans.setdefault((*_span(value), "VALUE"), value.confidence)
    return [
        {"start": start, "end": end, "label": label, "text": text[start:end], "score": score}
        for (start, end, label), score in sorted(spans.items())
    ]


def _span(found: Mention | Finding) -> tuple[int, int]:
    return found.evidence.start or 0, found.evidence.end or 0


def _relations(entities: list[Json], values: Iterable[Finding]) -> Iterable[Json]:
    """A value with its likeliest subject, and with the nearest words of its property."""
    places = {(entity["start"], entity["end"], entity["label"]): place for place, entity in enumerate(entities)}
    for value in values:
        head = places[*_span(value), "VALUE"]
        subject = next((places.get((*_span(one), "MATERIAL")) for one in value.subjects if one.kind != "anaphor"), None)
        if subject is not None:
            yield {"head": head, "tail": subject, "label": "measured_on", "score": value.confidence}
        named = [
            place
            for place, entity in enumerate(entities)
            if entity["label"] == "PROPERTY" and entity["text"] == value.words
        ]
        if named:
            start = entities[head]["start"]
            nearest = min(named, key=lambda place: abs(entities[place]["start"] - start))
            yield {"head": head, "tail": nearest, "label": "value_of", "score": value.confidence}


def _formula(mention: Mention) -> Json:
    start, end = _span(mention)
    family = mention.family
    written = [composition_to_json(one) for one in family.compositions] if family else []
    return {"start": start, "end": end, "text": mention.text, "compositions": written}


def quantity_json(text: str, span: QuantitySpan) -> Json:
    """A quantity with its place; a list has the quantities in it as ``items``."""
    quantity: Quantity = span.quantity
    written: Json = {
        "start": span.start, "end": span.end, "value": quantity.value, "low": quantity.low, "high": quantity.high,
        "relation": quantity.relation, "uncertainty": quantity.uncertainty, "unit": quantity.unit,
        "canonical_value": quantity.canonical_value, "canonical_low": quantity.canonical_low,
        "canonical_high": quantity.canonical_high, "canonical_unit": quantity.canonical_unit,
        "text": text[span.start : span.end], "kind": span.kind,
    }  # fmt: skip
    if span.kind == "list":
        written["items"] = [quantity_json(text, item) for item in span.items]
    return written

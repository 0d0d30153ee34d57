"""Texts in, the JSON objects of ``matloom annotate`` in a corpus's own scheme out, by the shipped model."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import tee
from typing import Any, Final, TypeAlias

from ....records.quantity_grammar import QuantitySpan, find_quantities
from ...annotate import by_rule, quantity_json
from .decode import ScoredSpan
from .reader import Reading, Span, text_reader
from .tokens import well_formed

Json: TypeAlias = dict[str, Any]
QUANTITY: Final = "QUANTITY"
RECORD: Final = {"basemats": "HOST", "dopants": "DOPANT", "results": "RESULT", "modifiers": "MODIFIER"}
"""The keys of a doping record, and the labels whose words they hold."""


def by_model(scheme: str) -> Callable[[Iterable[str]], Iterator[Json]]:
    """The annotator of a corpus's scheme: its labels and relations, beside quantities and formulas by rule."""

    def annotate(texts: Iterable[str]) -> Iterator[Json]:
        for text, reading, rules in _read(texts, scheme):
            yield {**rules, **reading_json(text, reading)}

    return annotate


mulms = by_model("mulms")
sofc = by_model("sofc")
sofc_slots = by_model("sofc_slots")
pcmsp = by_model("pcmsp")
mspt = by_model("mspt")


def quantities(texts: Iterable[str]) -> Iterator[Json]:
    """NUMBER, UNIT and DATE as entities; quantities by the grammar, and those that only the model finds."""
    for text, reading, rules in _read(texts, "quantities"):
        parts = Reading(tuple(span for span in reading.spans if span.label != QUANTITY))
        said = [span for span in reading.spans if span.label == QUANTITY]
        yield {
            **rules,
            **reading_json(text, parts),
            "quantities": joined(text, find_quantities(well_formed(text)), said),
        }


def doping(texts: Iterable[str]) -> Iterator[Json]:
    """HOST, DOPANT, RESULT and MODIFIER, and what they say together as ``record``."""
    for text, reading, rules in _read(texts, "doping"):
        yield {**rules, **reading_json(text, reading), "record": doping_record(text, reading)}


def relate(rows: Iterable[tuple[str, Sequence[Span]]], scheme: str) -> Iterator[Json]:
    """For each text with its entities (start, end, label): these entities in their order, and the relations."""
    read, kept = tee(rows)
    for (text, _), reading in zip(kept, text_reader().relate(read, scheme), strict=True):
        yield reading_json(text, reading)


def _read(texts: Iterable[str], scheme: str) -> Iterator[tuple[str, Reading, Json]]:
    """Each text with the model's reading and the rules' annotation."""
    first, second, third = tee(texts, 3)
    readings = text_reader().read(second, [scheme])
    for text, found, rules in zip(first, readings, by_rule(third), strict=True):
        yield text, found[scheme], rules


def reading_json(text: str, reading: Reading) -> Json:
    """Entities and relations as they are written."""
    return {
        "entities": [
            {"start": s.start, "end": s.end, "label": s.label, "text": text[s.start : s.end], "score": s.score}
            for s in reading.spans
        ],
        "relations": [{"head": r.head, "tail": r.tail, "label": r.label, "score": r.score} for r in reading.relations],
    }


def joined(text: str, by_grammar: Sequence[QuantitySpan], by_net: Sequence[ScoredSpan]) -> list[Json]:
    """The grammar's quantities, and the model's where the grammar has none; those have a number if it reads one."""
    written = [quantity_json(text, span) for span in by_grammar]
    for said in by_net:
        if not any(said.start < span.end and span.start < said.end for span in by_grammar):
            written.append(_unread(text, said))
    return sorted(written, key=lambda one: (one["start"], -one["end"]))


def _unread(text: str, said: ScoredSpan) -> Json:
    missing = dict.fromkeys(
        ("value", "low", "high", "relation", "uncertainty", "unit", "canonical_value", "canonical_low",
         "canonical_high", "canonical_unit")
    )  # fmt: skip
    words = text[said.start : said.end]
    return {"start": said.start, "end": said.end, **missing, "text": words, "kind": "words", "score": said.score}


def doping_record(text: str, reading: Reading) -> Json:
    """Hosts, dopants, results and modifiers as words, each once, and the [host, dopant] pairs that belong together."""
    words = [text[span.start : span.end] for span in reading.spans]
    record: Json = {
        key: list(dict.fromkeys(w for w, span in zip(words, reading.spans, strict=True) if span.label == label))
        for key, label in RECORD.items()
    }
    links = dict.fromkeys((words[r.head], words[r.tail]) for r in reading.relations)
    return {**record, "links": [list(link) for link in links]}

"""Texts in, the JSON objects of ``matloom annotate`` in a corpus's own scheme out, by the shipped model."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import tee
from typing import Any, Final, TypeAlias

from ....records.quantity_grammar import QuantitySpan, find_quantities
from ...annotate import by_rule, quantity_json
from .decode import ScoredSpan, probability
from .doping_reading import with_grammar
from .reader import Reading, Span, TextReader, text_reader
from .tokens import well_formed

Json: TypeAlias = dict[str, Any]
QUANTITY: Final = "QUANTITY"
DOUBT: Final = -0.5
"""The logit below which the model does not see a quantity at all."""
SURE: Final = 1.5
"""The logit from which the model's own quantities are taken."""
RECORD: Final = {"basemats": "HOST", "dopants": "DOPANT", "results": "RESULT", "modifiers": "MODIFIER"}
"""The keys of a doping record, and the labels whose words they hold."""


def by_model(scheme: str) -> Callable[[Iterable[str]], Iterator[Json]]:
    """The annotator of a corpus's scheme: its labels and relations, beside quantities and formulas by rule."""

    def annotate(texts: Iterable[str]) -> Iterator[Json]:
        for text, reading, rules in _read(texts, scheme, text_reader()):
            yield {**rules, **reading_json(text, reading)}

    return annotate


def by_paragraph(scheme: str) -> Callable[[Iterable[Sequence[str]]], Iterator[Json]]:
    """The annotator of a corpus's scheme for paragraphs, each its sentences: an object for each sentence, in order."""

    def annotate(paragraphs: Iterable[Sequence[str]]) -> Iterator[Json]:
        for sentences in paragraphs:
            readings = text_reader().read_paragraph(sentences, scheme)
            for text, reading, rules in zip(sentences, readings, by_rule(sentences), strict=True):
                yield {**rules, **reading_json(text, reading)}

    return annotate


mulms = by_model("mulms")
sofc = by_model("sofc")
sofc_slots = by_model("sofc_slots")
pcmsp = by_model("pcmsp")
mspt = by_model("mspt")


def quantities(texts: Iterable[str]) -> Iterator[Json]:
    """NUMBER, UNIT and DATE as entities; as quantities, those that the grammar and the model agree on.

    The grammar's are left out where the model sees nothing at all (numbers in names, labels and formulas), and what
    only the model finds is added where it is sure.
    """
    reader = text_reader()
    least = probability(reader.schemes["quantities"].span_threshold)
    for text, reading, rules in _read(texts, "quantities", reader.with_thresholds("quantities", span=DOUBT)):
        parts = Reading(tuple(span for span in reading.spans if span.label != QUANTITY and span.score > least))
        found = joined(text, find_quantities(well_formed(text)), reading.spans)
        yield {**rules, **reading_json(text, parts), "quantities": found}


def doping(texts: Iterable[str]) -> Iterator[Json]:
    """HOST, DOPANT, RESULT and MODIFIER by grammar and model, and what they say together as ``record``."""
    first, second, third = tee(texts, 3)
    for text, found, rules in zip(first, text_reader().read(second, ["doping"]), by_rule(third), strict=True):
        reading = with_grammar(text, found["doping"])
        yield {**rules, **reading_json(text, reading), "record": doping_record(text, reading)}


def relate(rows: Iterable[tuple[str, Sequence[Span]]], scheme: str) -> Iterator[Json]:
    """For each text with its entities (start, end, label): these entities in their order, and the relations."""
    read, kept = tee(rows)
    for (text, _), reading in zip(kept, text_reader().relate(read, scheme), strict=True):
        yield reading_json(text, reading)


def _read(texts: Iterable[str], scheme: str, reader: TextReader) -> Iterator[tuple[str, Reading, Json]]:
    """Each text with the model's reading and the rules' annotation."""
    first, second, third = tee(texts, 3)
    readings = reader.read(second, [scheme])
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


def joined(text: str, by_grammar: Sequence[QuantitySpan], seen: Sequence[ScoredSpan]) -> list[Json]:
    """The grammar's quantities where the model sees a number, unit, date or quantity, and its own where it is sure.

    Those of the grammar that lie in one of which the model is sure become a list. What the grammar did not read has no
    number.
    """
    kept = [one for one in by_grammar if not all(_apart(one, span) for span in seen)]
    sure = [span for span in seen if span.label == QUANTITY and span.score > probability(SURE)]
    written: list[Json] = []
    for span in sorted(sure, key=lambda one: -one.score):
        within = [one for one in kept if span.start <= one.start and one.end <= span.end]
        if len(within) > 1:
            written.append(_list(text, within, span.score))
            kept = [one for one in kept if one not in within]
        elif all(_apart(span, one) for one in by_grammar):
            written.append(_unread(text, span))
    written += [quantity_json(text, one) for one in kept]
    return sorted(written, key=lambda one: (one["start"], -one["end"]))


def _apart(one: QuantitySpan | ScoredSpan, other: QuantitySpan | ScoredSpan) -> bool:
    return one.end <= other.start or other.end <= one.start


def _list(text: str, members: Sequence[QuantitySpan], score: float) -> Json:
    """A list of what the grammar read apart."""
    place = ScoredSpan(members[0].start, members[-1].end, QUANTITY, score)
    return {**_unread(text, place), "kind": "list", "items": [quantity_json(text, one) for one in members]}


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

"""A spaCy Doc in, the same Doc with what matloom's own functions find in its text out: one component for each.

Each component is registered under a versioned name in spaCy's registry ``misc``; as spaCy allows no dot in the name of
a factory, the one factory ``matloom`` takes the component by that name from the config.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from typing import Any, Final, TypeAlias

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from ...records.compositions import composition_to_json
from ...records.quantity_grammar import find_quantities
from ...records.vocabulary import Vocabulary
from ..annotate import quantity_json
from ..document import Block, Document
from .mentions.definitions import find_definitions
from .mentions.finding import find_mentions, glossary_of_texts
from .neural.reader import Reading, text_reader
from .sentences import sentence_spans
from .spacy_spans import begin_sentences, put
from .statements.origin import origin_of
from .statements.sentence_view import sentences
from .synthesis.stage import SynthesisFindings

Component: TypeAlias = Callable[[Doc], Doc]

ON_SPANS: Final = ("quantity", "compositions", "long", "step", "origin")
ON_DOCS: Final = ("relations", "recipes")
"""Attributes are plain values, as a Doc that goes to another process or a file must be."""


def extensions() -> None:
    """Makes the attributes ``span._.quantity`` and so on known to spaCy; again does nothing."""
    for name in ON_SPANS:
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)
    for name in ON_DOCS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])


@Language.factory("matloom")  # pyright: ignore[reportUntypedFunctionDecorator]
def make(nlp: Language, name: str, component: Component) -> Component:
    """The component that the config names."""
    extensions()
    return component


@registry.misc("matloom.sentences.v1")
def sentences_v1() -> Component:
    """Sentences that go on after ``Fig. 3``, ``et al.`` and ``ca. 5 wt.%``."""

    def component(doc: Doc) -> Doc:
        begin_sentences(doc, (start for start, _ in sentence_spans(doc.text)))
        return doc

    return component


@registry.misc("matloom.quantities.v1")
def quantities_v1(spans_key: str = "quantities") -> Component:
    """Quantities by the grammar, labelled value, range, list, count or date.

    ``span._.quantity`` is what ``matloom annotate`` writes.
    """

    def component(doc: Doc) -> Doc:
        text = doc.text
        found = find_quantities(text)
        spans = put(doc, spans_key, [(one.start, one.end, one.kind) for one in found])
        _attach(spans, "quantity", [quantity_json(text, one) for one in found])
        return doc

    return component


@registry.misc("matloom.formulas.v1")
def formulas_v1(spans_key: str = "formulas") -> Component:
    """Materials: labels formula, name, label and anaphor; ``span._.compositions`` are what it can be."""

    def component(doc: Doc) -> Doc:
        found = find_mentions(doc.text, glossary_of_texts((doc.text,)))
        spans = put(doc, spans_key, [(one.start, one.end, one.kind) for one in found])
        read = [one.family.compositions if one.family else () for one in found]
        _attach(spans, "compositions", [[composition_to_json(one) for one in some] for some in read])
        return doc

    return component


@registry.misc("matloom.definitions.v1")
def definitions_v1(spans_key: str = "definitions") -> Component:
    """Short names where they are introduced: labels abbreviation and label; ``span._.long`` is what each stands for."""

    def component(doc: Doc) -> Doc:
        found = find_definitions(doc.text)
        spans = put(doc, spans_key, [(one.start, one.end, one.kind) for one in found])
        _attach(spans, "long", [one.long for one in found])
        return doc

    return component


class Entities:
    """Puts what the shipped model reads in a scheme into a group of spans, several texts at a time in ``nlp.pipe``."""

    def __init__(self, scheme: str, spans_key: str) -> None:
        self.scheme, self.spans_key = scheme, spans_key

    def __call__(self, doc: Doc) -> Doc:
        """One Doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], **_: object) -> Iterator[Doc]:
        """Docs as they come."""
        docs, read = tee(stream)
        for doc, found in zip(docs, text_reader().read((one.text for one in read), [self.scheme]), strict=True):
            reading = found[self.scheme]
            put(doc, self.spans_key, [(one.start, one.end, one.label) for one in reading.spans])
            attributes = doc.spans[self.spans_key].attrs
            attributes["scores"] = [one.score for one in reading.spans]
            attributes["relations"] = _relations(reading)
            yield doc


@registry.misc("matloom.entities.v1")
def entities_v1(scheme: str = "mulms", spans_key: str = "entities") -> Component:
    """Entities in the scheme of a corpus, by the shipped model; ``attrs["scores"]`` of the group say how sure."""
    return Entities(scheme, spans_key)


@registry.misc("matloom.relations.v1")
def relations_v1(scheme: str = "mulms", spans_key: str = "entities") -> Component:
    """Relations between the entities that are there, in the same scheme.

    ``doc._.relations`` names head and tail by their places in the group. Those that were found with the entities are
    taken; for entities from elsewhere the model is asked.
    """

    def component(doc: Doc) -> Doc:
        group = doc.spans.get(spans_key)
        found = group.attrs.get("relations") if group is not None else []
        if group is not None and found is None:
            places = [(span.start_char, span.end_char, span.label_) for span in group]
            found = _relations(next(iter(text_reader().relate([(doc.text, places)], scheme))))
        doc._.relations = found
        return doc

    return component


def _relations(reading: Reading) -> list[dict[str, Any]]:
    return [{"head": one.head, "tail": one.tail, "label": one.label, "score": one.score} for one in reading.relations]


@registry.misc("matloom.synthesis.v1")
def synthesis_v1(spans_key: str = "synthesis", section: str = "Experimental") -> Component:
    """Recipes: ``doc._.recipes``, and their steps as spans labelled by operation with ``span._.step``.

    ``section`` is the heading that the text is taken to stand under; elsewhere fewer words count as a step.
    """

    def component(doc: Doc) -> Doc:
        blocks = (Block(id="text", type="paragraph", text=doc.text, section=section),) if doc.text.strip() else ()
        document = Document(doc_id="", source="", reader="spacy", blocks=blocks)
        recipes = SynthesisFindings().recipes(document)
        steps = {
            (step.evidence.start, step.evidence.end, step.operation): step
            for recipe in recipes
            for step in recipe.steps
            if step.evidence.start is not None and step.evidence.end is not None
        }
        spans = put(doc, spans_key, [(start or 0, end or 0, label) for start, end, label in steps])
        _attach(spans, "step", [_plain(step) for step in steps.values()])
        doc._.recipes = [_plain(recipe) for recipe in recipes]
        return doc

    return component


@registry.misc("matloom.origin.v1")
def origin_v1(spans_key: str = "quantities", section: str = "") -> Component:
    """Whether each quantity is the paper's own or another's: ``span._.origin`` is reported or cited."""

    def component(doc: Doc) -> Doc:
        spans = {(span.start_char, span.end_char): span for span in doc.spans.get(spans_key, ())}
        text = doc.text
        for sentence in sentences(text, section, "paragraph", glossary_of_texts((text,)), Vocabulary.load()):
            for quantity in sentence.quantities:
                span = spans.get((quantity.start, quantity.end))
                if span is not None:
                    span._.origin = origin_of(sentence, quantity.start, quantity.end)
        return doc

    return component


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _attach(spans: Iterable[Span], name: str, values: Iterable[Any]) -> None:
    for span, value in zip(spans, values, strict=True):
        span._.set(name, value)

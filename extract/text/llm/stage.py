"""A paper's replies in, the values in them that the paper bears out and the rules did not find out."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from ....records.errors import Problem, Result
from ....records.model import Condition
from ....records.quantities import Quantity
from ....records.vocabulary import Vocabulary
from ...document import Block, Document
from ...findings import Finding, Findings, Mention
from ...stage import Inputs, NoOptions
from ..mentions.finding import Glossary, cite_mention, document_glossary, find_mentions, only
from ..mentions.formula_tokens import family_of
from ..mentions.spotted import Spotted
from ..statements.heading_products import heading_products
from ..statements.methods import method_of
from ..statements.origin import origin_of
from ..statements.sentence_view import Sentence, sentences
from ..statements.topics import Topics, with_topics
from .grounding import Fault, Grounded, Text, ground
from .passages import Passage
from .replies import Replies, Reply
from .schema import read_reply

CONFIDENCE: Final = 0.7
"""Of a value that a model has read and the passage bears out: below most of what a rule finds."""


class LlmFindings:
    """Values of a model's replies, each with its spot; what the passage does not say is counted and left out."""

    name: ClassVar[str] = "llm_findings"
    version: ClassVar[str] = "3"
    needs: ClassVar[tuple[str, ...]] = ("parse", "text_findings", "llm_replies")
    output: ClassVar[Any] = Findings

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """Findings beside those of the rules; X003 for replies without an answer, X004 for claims without ground."""
        document: Document = inputs["parse"]
        rules: Findings = inputs["text_findings"]
        replies: Replies = inputs["llm_replies"]
        reader = _Reader(document, rules)
        for reply in replies.replies:
            reader.read(reply)
        products = heading_products(document, self.name, self.version)
        values = with_topics(reader.values, Topics(document, rules.mentions, products))
        return Result(Findings(values=values), tuple(reader.problems()))


class _Reader:
    """Reads the replies on one paper; a spot whose value is known already is not taken again."""

    def __init__(self, document: Document, rules: Findings) -> None:
        self.document = document
        self.blocks: Mapping[str, Block] = {block.id: block for block in document.blocks}
        self.glossary: Glossary = document_glossary(document)
        self.taken: dict[str, list[tuple[int, int]]] = {}
        for value in rules.values:
            self._take(value)
        self.values: list[Finding] = []
        self.faults: Counter[str] = Counter()
        self.unread: list[tuple[Reply, str]] = []
        self.places: dict[str, _Places] = {}
        self.misfits: list[Problem] = []

    def read(self, reply: Reply) -> None:
        """The claims of one reply, each with the passage that it names."""
        if reply.why:
            self.unread.append((reply, reply.why))
            return
        try:
            claims, shapeless = read_reply(reply.text)
        except ValueError as error:
            self.unread.append((reply, str(error)[:200]))
            return
        self.faults["shape"] += shapeless
        texts = [Text(passage.text) for passage in reply.passages]
        for claim in claims:
            if not 1 <= claim.passage <= len(texts):
                self.faults["passage"] += 1
                continue
            found = ground(claim, texts[claim.passage - 1])
            if isinstance(found, str):
                self._fault(found)
            else:
                self._keep(reply.passages[claim.passage - 1], found)

    def problems(self) -> Iterator[Problem]:
        """What was not taken, and why."""
        yield from self.misfits
        for reply, why in self.unread:
            yield Problem.of(LlmFindings.name, "X003", {"block": reply.passages[0].block}, why=why)
        if count := self.faults.total():
            told = ", ".join(f"{number} by its {fault}" for fault, number in sorted(self.faults.items()) if number)
            yield Problem.of(LlmFindings.name, "X004", count=count, why=told)

    def _fault(self, fault: Fault) -> None:
        self.faults[fault] += 1

    def _keep(self, passage: Passage, found: Grounded) -> None:
        block = self.blocks.get(passage.block)
        start, end = found.span.start + passage.start, found.span.end + passage.start
        if block is None or any(start < high and low < end for low, high in self.taken.get(block.id, ())):
            return
        places = self.places.get(block.id)
        if places is None:
            places = self.places[block.id] = _Places.of(block, self.glossary)
        sentence = places.sentence(start)
        quantity = Vocabulary.load().canonical(found.property, _printed(passage, found))
        if problem := Vocabulary.load().check(found.property, quantity, LlmFindings.name):
            self.misfits.append(problem)
            return
        subject = self._subject(block, places, passage, found)
        finding = Finding(
            property=found.property.name,
            words=passage.text[slice(*found.words)],
            quantity=quantity,
            subjects=(subject,) if subject else (),
            conditions=_with_reference(found, quantity.reference),
            method=method_of(sentence, start),
            origin=origin_of(sentence, start, end),
            confidence=CONFIDENCE,
            evidence=self.document.cite(
                block, start, end, context=(min(sentence.start, start), max(sentence.end, end)),
                stage=LlmFindings.name, version=LlmFindings.version,
            ),
        )  # fmt: skip
        self.values.append(finding)
        self._take(finding)

    def _take(self, value: Finding) -> None:
        if value.evidence.block is not None and value.evidence.start is not None:
            spot = (value.evidence.start, value.evidence.end or value.evidence.start)
            self.taken.setdefault(value.evidence.block, []).append(spot)

    def _subject(self, block: Block, places: "_Places", passage: Passage, found: Grounded) -> Mention | None:
        """The mention at the claimed words as the rules read it; a name of its own where they read none."""
        if found.sample is None:
            return None
        start, end = found.sample[0] + passage.start, found.sample[1] + passage.start
        near = [one for one in places.mentions if one.start < end and start < one.end]
        spotted = min(near, key=lambda one: abs(one.start - start) + abs(one.end - end), default=None)
        if spotted is None:
            family = family_of(block.text[start:end])
            spotted = Spotted(start, end, "name", family, only(family))
        return cite_mention(self.document, block, spotted, LlmFindings.name, LlmFindings.version)


@dataclass(frozen=True, slots=True)
class _Places:
    """Sentences and mentions of a block."""

    block: Block
    sentences: tuple[Sentence, ...]
    mentions: tuple[Spotted, ...]

    @classmethod
    def of(cls, block: Block, glossary: Glossary) -> "_Places":
        found = sentences(block.running, block.section or "", block.type, glossary, Vocabulary.load())
        return cls(block, tuple(found), tuple(find_mentions(block.running, glossary)))

    def sentence(self, place: int) -> Sentence:
        """The sentence at a quantity's place: it holds one, so it is there."""
        at = bisect_right(self.sentences, place, key=lambda sentence: sentence.start)
        return self.sentences[max(0, at - 1)]


def _printed(passage: Passage, found: Grounded) -> Quantity:
    """The quantity; a member of a list has in its text the unit that is printed once for all."""
    quantity, own = found.span.quantity, found.span.unit
    if own is not None or found.unit is None:
        return quantity
    return replace(quantity, text=f"{quantity.text} {passage.text[slice(*found.unit)]}")


def _with_reference(found: Grounded, reference: str | None) -> tuple[Condition, ...]:
    if reference is None:
        return found.conditions
    return (*found.conditions, Condition(name="reference_electrode", text=reference))

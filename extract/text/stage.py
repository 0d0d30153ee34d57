"""A Document in, what its running text says out: mentions, definitions, and values with their likely subjects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ...records.errors import MatloomError, Problem, Result
from ...records.model import Condition
from ...records.vocabulary import Vocabulary
from ..document import Block, Document
from ..findings import Finding, Findings
from ..stage import Inputs
from .mentions.abbreviations import long_forms, spelled_out
from .mentions.finding import Glossary, cite_mention, document_mentions
from .paper_names import paper_names
from .statements.methods import method_of
from .statements.origin import origin_of
from .statements.property_phrases import PropertyPhrase
from .statements.sentence_view import Sentence, sentences
from .statements.spectra import spectroscopies
from .statements.states import find_states, state_at
from .statements.symbols import explained_symbols
from .statements.topics import Topics, with_topics
from .statements.values import FINDERS, Statement

STATED: frozenset[str] = frozenset({"abstract", "paragraph", "caption", "list"})
TAKEN_UP: int = 400
"""Characters behind a value within which another sentence may take up its property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOptions:
    """``statements`` names what finds values in a sentence, a key of ``FINDERS`` in ``statements/values.py``."""

    statements: str = "rules@2"


class TextFindings:
    """Findings of the running text, by rules; each value has its sentence as evidence."""

    name: ClassVar[str] = "text_findings"
    version: ClassVar[str] = "42"
    needs: ClassVar[tuple[str, ...]] = ("parse", "table_findings")
    output: ClassVar[Any] = Findings

    def __init__(self, options: TextOptions | None = None) -> None:
        self.options = options or TextOptions()
        if self.options.statements not in FINDERS:
            raise MatloomError("E006", kind="statement finder", name=self.options.statements, known=", ".join(FINDERS))

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """The paper's mentions, definitions and values; values that cannot be what is said of them are problems."""
        document: Document = inputs["parse"]
        named = paper_names(document, inputs.get("table_findings"), self.name, self.version)
        glossary, definitions, products = named.glossary, named.definitions, named.products
        mentions = (*products.values(), *document_mentions(document, glossary, self.name, self.version))
        values: list[Finding] = []
        problems: list[Problem] = []
        stated = [block for block in document.body() if block.type in STATED]
        forms = long_forms(definitions)
        symbols = explained_symbols((block.running for block in stated), Vocabulary.load())
        spoken = spectroscopies(block.running for block in stated)
        for block, spectroscopy in zip(stated, spoken, strict=True):
            found = self._block(document, block, glossary, symbols, spectroscopy, problems)
            values.extend(replace(one, words=spelled_out(one.words, forms)) for one in found)
        told = with_topics(values, Topics(document, mentions, products))
        return Result(Findings(mentions=mentions, values=told, definitions=definitions), tuple(problems))

    def _block(
        self,
        document: Document,
        block: Block,
        glossary: Glossary,
        symbols: Mapping[str, PropertyPhrase],
        spectroscopy: str,
        problems: list[Problem],
    ) -> Iterator[Finding]:
        vocabulary = Vocabulary.load()
        find = FINDERS[self.options.statements]
        marks = [mark.start for mark in block.citations]
        parts = (block.running, block.section or "", block.type, glossary, vocabulary, marks, symbols, spectroscopy)
        before: list[Statement] = []
        for sentence in sentences(*parts):
            near = [one for one in before if sentence.start - one.end < TAKEN_UP]
            statements, misfits = find(sentence, vocabulary, near)
            before.extend(statements)
            where = {"page": block.page, "block": block.id, "start": sentence.start}
            problems.extend(replace(problem, stage=self.name, where=where) for problem in misfits)
            states = find_states(sentence)
            starts = [statement.start for statement in statements]
            for statement in statements:
                finding = self._finding(document, block, sentence, statement)
                state = state_at(sentence, states, (statement.start, statement.end), starts)
                finding = replace(finding, state=state)
                yield finding
                for other in statement.shared:
                    yield replace(finding, subjects=(cite_mention(document, block, other, self.name, self.version),))

    def _finding(self, document: Document, block: Block, sentence: Sentence, statement: Statement) -> Finding:
        printed = block.text[slice(*statement.words)] if statement.words else None
        words = statement.named or printed or statement.property.name.replace("_", " ")
        conditions = statement.conditions
        if statement.quantity.reference:
            conditions = (*conditions, Condition(name="reference_electrode", text=statement.quantity.reference))
        return Finding(
            property=statement.property.name,
            words=words,
            quantity=Vocabulary.load().canonical(statement.property, statement.quantity),
            subjects=tuple(cite_mention(document, block, one, self.name, self.version) for one in statement.subjects),
            conditions=conditions,
            method=method_of(sentence, statement.start),
            origin=origin_of(sentence, statement.start, statement.end),
            confidence=statement.confidence,
            evidence=document.cite(
                block, statement.start, statement.end, context=(sentence.start, sentence.end),
                stage=self.name, version=self.version,
            ),
        )  # fmt: skip

"""A Document in, what its tables say out: values, structures, and which label stands for which composition."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from ...records.compositions import Composition
from ...records.errors import Problem, Result
from ..document import Document
from ..findings import Definition, Finding, Findings, Mention, StructureFinding
from ..stage import Inputs
from ..text.mentions.definitions import document_definitions
from ..text.mentions.finding import Glossary
from .coded import with_coded_names
from .contents import row_compositions
from .crystal import cell_findings, structures_of
from .facets import Label
from .headers.apposed import table_symbols
from .headers.symbols import Symbols, read_symbols
from .names import caption_name, corner_name, counted_names, numbered_name
from .parts import WholeTable, whole_tables
from .understand import Understood, understand
from .values import Citer, findings_of, mention_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """``least_confidence`` leaves out values that are less sure, such as those of properties that nobody knows."""

    least_confidence: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFindings:
    """The stage that understands tables."""

    name: ClassVar[str] = "table_findings"
    version: ClassVar[str] = "40"
    needs: ClassVar[tuple[str, ...]] = ("parse",)
    output: ClassVar[Any] = Findings
    options: TableOptions = field(default_factory=TableOptions)

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """The findings of all tables; a value that cannot be one of its property is a problem."""
        document: Document = inputs["parse"]
        if not document.tables:
            return Result(Findings())
        definitions = document_definitions(document, self.name, self.version)
        texts = tuple(block.text for block in document.body())
        symbols = read_symbols(texts, definitions, table_symbols(document.tables))
        glossary = Glossary.of(definitions, texts)
        wholes = whole_tables(document.tables)
        names = [
            corner_name(w.table.cells[0][0] if w.table.cells and w.table.cells[0] else "")
            or caption_name(w.table.caption, glossary)
            or numbered_name(w.table.caption, texts)
            for w in wholes
        ]
        read = [self._table(document, w, symbols, name) for w, name in zip(wholes, names, strict=True)]
        counted = counted_names(texts)
        values = tuple(
            _with_counted_names(value, counted)
            for found in read for value in found.values if value.confidence >= self.options.least_confidence
        )  # fmt: skip
        return Result(
            Findings(
                mentions=tuple(mention for found in read for mention in found.mentions),
                values=with_coded_names(values, document),
                structures=tuple(structure for found in read for structure in found.structures),
                definitions=tuple(definition for found in read for definition in found.definitions),
            ),
            tuple(problem for found in read for problem in found.problems),
        )

    def _table(self, document: Document, whole: WholeTable, symbols: Symbols, name: Label | None) -> "_Found":
        citer = Citer(document, whole, self.name, self.version)
        understood = understand(whole.table, symbols)
        fallback = mention_of(name, citer) if name else None
        values, problems = findings_of(understood, citer, fallback)
        compositions = row_compositions(understood)
        values = [_with_composition(value, compositions) for value in values]
        structures = list(structures_of(understood, values, citer, fallback))
        values += cell_findings(structures, values)
        mentions = {(s.text, s.processing): s for v in values for s in v.subjects}
        return _Found(
            mentions=tuple(mentions.values()),
            values=tuple(values),
            structures=tuple(structures),
            definitions=tuple(_definitions(understood, citer)),
            problems=tuple(problems),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one table said."""

    mentions: tuple[Mention, ...]
    values: tuple[Finding, ...]
    structures: tuple[StructureFinding, ...]
    definitions: tuple[Definition, ...]
    problems: tuple[Problem, ...]


def _with_composition(value: Finding, compositions: dict[str, Composition]) -> Finding:
    """The value with its sample's composition, where a row of contents sums it up."""
    if not value.subjects or value.subjects[0].family or value.subjects[0].text not in compositions:
        return value
    first = replace(value.subjects[0], composition=compositions[value.subjects[0].text])
    return replace(value, subjects=(first, *value.subjects[1:]))


def _with_counted_names(value: Finding, counted: dict[str, tuple[str, ...]]) -> Finding:
    """The value with what the text calls its sample, where its table only numbers it."""
    if not value.subjects or not any(alias in counted for alias in value.subjects[0].aliases):
        return value
    first = value.subjects[0]
    names = [name for alias in first.aliases for name in counted.get(alias, ())]
    return replace(value, subjects=(replace(first, aliases=(*first.aliases, *names)), *value.subjects[1:]))


def _definitions(understood: Understood, citer: Citer) -> Iterator[Definition]:
    """Labels in a column of samples beside a column of compositions."""
    for block, columns in understood.blocks:
        formulas = next((c for c in columns if c.meaning.role == "composition" and not c.numeric), None)
        labels = next((c for c in columns if c.meaning.role in ("sample", "index") and c is not formulas), None)
        if formulas is None or labels is None:
            continue
        for row in block.rows:
            short, long = (understood.grid.text(row, c.index) for c in (labels, formulas))
            if short and long and short != long:
                place = understood.grid.place(row, formulas.index)
                yield Definition(short=short, long=long, kind="label", evidence=citer.cell(place, short))

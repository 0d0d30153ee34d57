"""A document in, what it says of crystal structures out: space groups, crystal systems, phases, lattice parameters."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from ....records.errors import Problem, Result
from ....records.vocabulary import Vocabulary
from ...document import Block, Document
from ...findings import Findings, StructureFinding
from ...stage import Inputs, NoOptions
from ..mentions.finding import Glossary, cite_mention
from ..paper_names import paper_names
from ..sentences import sentence_spans
from ..statements.sentence_view import sentences
from ..statements.topics import Topics
from .described import with_subjects
from .descriptions import descriptions


class StructureFindings:
    """Space groups, crystal systems, phases and lattice parameters, sentence by sentence."""

    name: ClassVar[str] = "structures"
    version: ClassVar[str] = "17"
    needs: ClassVar[tuple[str, ...]] = ("parse", "table_findings", "text_findings")
    output: ClassVar[Any] = Findings

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """The structures of ``inputs["parse"]``, in reading order; L001 for a list of cells of unknown samples."""
        document: Document = inputs["parse"]
        names = paper_names(document, inputs.get("table_findings"), self.name, self.version)
        text: Findings = inputs.get("text_findings") or Findings()
        topics = Topics(document, text.mentions, names.products)
        problems: list[Problem] = []
        found = (one for block in document.body() for one in self._in_block(document, block, names.glossary, problems))
        told = tuple(replace(one, subjects=topics.added(one.subjects, one.evidence.block or "")) for one in found)
        return Result(Findings(structures=told), tuple(problems))

    def _in_block(
        self, document: Document, block: Block, glossary: Glossary, problems: list[Problem]
    ) -> Iterator[StructureFinding]:
        """The findings of one block, each with what may be its subject by the order of words."""
        spans = sentence_spans(block.running)
        told = {start: found for start, end in spans if (found := descriptions(block.running[start:end]))}
        if not told:
            return
        parts = (block.running, block.section or "", block.type, glossary, Vocabulary.load())
        for sentence in sentences(*parts, every=True):
            for one, subjects in with_subjects(sentence, told.get(sentence.start, [])):
                if one.cells:
                    where = {"page": block.page, "block": block.id, "start": sentence.start + one.start}
                    problems.append(Problem.of(self.name, "L001", where))
                    if one.system is None and one.phase is None:
                        continue
                yield StructureFinding(
                    space_group=one.space_group, crystal_system=one.system, phase=one.phase, lattice=one.lattice,
                    subjects=tuple(cite_mention(document, block, s, self.name, self.version) for s in subjects),
                    evidence=document.cite(
                        block, sentence.start + one.start, sentence.start + one.end,
                        context=(sentence.start, sentence.end), stage=self.name, version=self.version,
                    ),
                )  # fmt: skip

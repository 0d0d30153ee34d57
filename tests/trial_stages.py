"""Small stages of the tests' own, to try workers and pipelines with: what they do is told by the paper's text."""

import os
import socket
import time
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, ClassVar

import numpy as np
from matloom.extract.document import Block, Document
from matloom.extract.findings import Findings
from matloom.extract.stage import Inputs, NoOptions
from matloom.records.errors import Problem, Result
from matloom.records.evidence import Evidence
from matloom.records.model import DocumentRecord, Measurement, PaperRecords, Sample
from matloom.records.quantities import Quantity

CALLS: list[str] = []
"""The stages called in this process, in order."""


@dataclass(frozen=True)
class WordsOptions:
    upper: bool = False


class Words:
    """Reads text; does what a paper's first word orders."""

    name: ClassVar[str] = "read"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("bytes", "source")
    output: ClassVar[Any] = Document

    def __init__(self, options: WordsOptions | None = None) -> None:
        self.options = options or WordsOptions()

    def __call__(self, inputs: Inputs) -> Result[Document]:
        CALLS.append(self.name)
        text = inputs["bytes"].decode()
        _obey(text)
        text = text.upper() if self.options.upper else text
        glyphs = np.arange(len(text) * 4, dtype=np.float32).reshape(-1, 4)
        blocks = tuple([Block(id="b1", type="paragraph", text=text, page=1, glyphs=glyphs)] if text else [])
        document = Document(doc_id="", source=inputs["source"], reader="words/1", pages=1, blocks=blocks)
        return Result(document, () if text else (Problem.of("read", "D001"),))


def _obey(text: str) -> None:
    order = text.split(maxsplit=1)[0] if text else ""
    if order == "sleep":
        time.sleep(60)
    elif order == "eat":
        hoard = []
        while True:
            hoard.append(np.ones(2_000_000))
            time.sleep(0.01)
    elif order == "die":
        os.kill(os.getpid(), 9)
    elif order == "call":
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    elif order == "fail":
        raise ValueError("no such word")
    elif order == "wait":
        time.sleep(float(text.split()[1]))


class Numbers:
    """Finds nothing; there to hang between reading and linking."""

    name: ClassVar[str] = "text_findings"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("parse",)
    output: ClassVar[Any] = Findings

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        CALLS.append(self.name)
        if any("unnumbered" in block.text for block in inputs["parse"].blocks):
            raise KeyError("numbers")
        return Result(Findings(), (Problem(stage=self.name, code="S001", why="nothing found"),))


@dataclass(frozen=True)
class Counter:
    """Counts the words of a paper: one sample, whose density is the number of words."""

    name: ClassVar[str] = "link"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("parse", "text_findings")
    output: ClassVar[Any] = PaperRecords
    options: NoOptions = field(default_factory=NoOptions)

    def __call__(self, inputs: Inputs) -> Result[PaperRecords]:
        CALLS.append(self.name)
        document: Document = inputs["parse"]
        text = " ".join(block.text for block in document.blocks)
        evidence = Evidence(document=document.doc_id, kind="text", quote=text, page=1)
        identifier = f"{document.doc_id}-s"
        sample = Sample(id=identifier, document=document.doc_id, labels=tuple(text.split()[:1]), evidence=evidence)
        value = Measurement(
            id=f"{document.doc_id}-m", sample="nobody" if "orphan" in text else identifier, property="density",
            words="words", quantity=Quantity(text=text, value=float(len(text.split()))), confidence=1.0,
            evidence=evidence,
        )  # fmt: skip
        record = DocumentRecord(
            id=document.doc_id, name=PurePath(document.source).stem, source=document.source, reader=document.reader,
            pages=document.pages,
        )  # fmt: skip
        return Result(PaperRecords(document=record, samples=(sample,), measurements=(value,)))

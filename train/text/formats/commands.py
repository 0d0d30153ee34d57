"""A corpus as its authors publish it in, JSON Lines for training out: ``matloom train convert``."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from ....records.errors import MatloomError
from .brat import read_mspt
from .nerre import read_doping
from .rows import Row, distinct, names
from .sofc import read_sofc, read_sofc_slots
from .tei import read_materials, read_quantities, read_units
from .webanno import read_pcmsp
from .xmi import read_mulms


@dataclass(frozen=True, slots=True)
class Format:
    """A corpus in its own format: what reads it, and what it is given."""

    read: Callable[[Path], Iterator[Row]]
    given: str


FORMATS: Final[dict[str, Format]] = {
    "mulms": Format(read_mulms, "boschresearch/mulms-az-codi2023: data/mulms_corpus/xmi (UIMA XMI)"),
    "sofc": Format(read_sofc, "boschresearch/sofc-exp_textmining_resources: sofc-exp-corpus (entities)"),
    "sofc_slots": Format(read_sofc_slots, "the same folder (slots)"),
    "pcmsp": Format(read_pcmsp, "Xianjun-Yang/PcMSP: original/train, dev or test (WebAnno TSV)"),
    "mspt": Format(read_mspt, "olivettigroup/annotated-materials-syntheses: data (brat)"),
    "quantities": Format(read_quantities, "lfoppiano/grobid-quantities: resources/dataset/quantities/corpus (TEI)"),
    "quantities_units": Format(read_units, "lfoppiano/grobid-quantities: resources/dataset/units/corpus (TEI)"),
    "material_segments": Format(read_materials, "lfoppiano/SuperMat: data/materials/annotations (TEI)"),
    "doping": Format(read_doping, "lbnlp/NERRE: doping/data (JSON)"),
}
"""What can be converted, and where its authors keep it on GitHub."""


def convert(
    corpus: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")],
    source: Annotated[Path, typer.Argument(metavar="IN", help="The corpus' folder, or one of its files.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write, for instance corpora/mulms.dev.jsonl.")],
    documents: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Only the papers named in this file, one a line: a split.")
    ] = None,
) -> None:
    """Convert a published corpus to the JSON Lines that `matloom train text` reads. Nothing is downloaded."""
    if corpus not in FORMATS:
        raise MatloomError("E006", kind="format", name=corpus, known=", ".join(FORMATS))
    if not source.exists():
        raise MatloomError("E001", path=source)
    rows = FORMATS[corpus].read(source)
    if documents is not None:
        wanted = names(documents)
        rows = (row for row in rows if {row.doc, row.id.partition(":")[2].partition("#")[0]} & wanted)
    number = write(distinct(rows), out)
    typer.echo(f"{out}: {number} rows", err=True)


def write(rows: Iterable[Row], out: Path) -> int:
    """Writes all rows or, where something fails, nothing; how many there are."""
    part = out.with_name(f"{out.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(json.dumps(row.json(), ensure_ascii=False) + "\n")
                number += 1
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return number

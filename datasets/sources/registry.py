"""A source's kind in, the function that reads it out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from ...records.errors import MatloomError
from ..recipe import Recipe, SourceSection
from ..rows import BadRow, SourceRow
from .arrays import array_rows, chgcar_rows
from .diffraction import xrd_rows
from .expert import expert_rows
from .measured import image_rows, processing_rows
from .papers import paper_rows
from .reading import source_files
from .structure_files import cif_rows, json_rows, listed_rows, optimade_rows
from .tabular import tabular_rows

Reader: TypeAlias = Callable[[SourceSection, list[Path]], Iterator[SourceRow | BadRow]]

READERS: Final[dict[str, Reader]] = {
    "papers": paper_rows, "csv": tabular_rows, "parquet": tabular_rows, "cif_folder": cif_rows, "json": json_rows,
    "optimade": optimade_rows, "listed_files": listed_rows, "arrays": array_rows, "chgcar": chgcar_rows,
    "xrd_files": xrd_rows, "images": image_rows, "processing": processing_rows, "expert": expert_rows,
}  # fmt: skip


def read_sources(recipe: Recipe, data: Path) -> Iterator[SourceRow | BadRow]:
    """All rows of all sources, in the recipe's order. Raises MatloomError E006 or B008."""
    for source in recipe.sources:
        if source.kind not in READERS:
            raise MatloomError("E006", kind="source", name=source.kind, known=", ".join(sorted(READERS)))
        yield from READERS[source.kind](source, source_files(source, data))

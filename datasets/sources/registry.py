"""A source's kind in, the function that reads it out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from ...records.errors import MatloomError
from ..recipe import Recipe, SourceSection
from ..rows import BadRow, SourceRow
from .reading import source_files
from .tabular import tabular_rows

Reader: TypeAlias = Callable[[SourceSection, list[Path]], Iterator[SourceRow | BadRow]]

READERS: Final[dict[str, Reader]] = {"csv": tabular_rows, "parquet": tabular_rows}


def read_sources(recipe: Recipe, data: Path) -> Iterator[SourceRow | BadRow]:
    """All rows of all sources, in the recipe's order. Raises MatloomError E006 or B008."""
    for source in recipe.sources:
        if source.kind not in READERS:
            raise MatloomError("E006", kind="source", name=source.kind, known=", ".join(sorted(READERS)))
        yield from READERS[source.kind](source, source_files(source, data))

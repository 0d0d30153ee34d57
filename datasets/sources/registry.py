"""A source's kind in, the function that reads it out."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
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

Reader: TypeAlias = Callable[[SourceSection, Path], Iterator[SourceRow | BadRow]]
"""A function that reads one file of a source."""

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
        yield from source_rows(source, source_files(source, data))


def source_rows(source: SourceSection, files: Iterable[Path]) -> Iterator[SourceRow | BadRow]:
    """The rows of a source's files, up to its limit."""
    return islice(chain.from_iterable(_file_rows(source, path) for path in files), source.limit)


def _file_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """The rows of one file; where it is damaged, a bad row takes the place of what is left of it."""
    try:
        yield from READERS[source.kind](source, path)
    except MatloomError:
        raise
    except BadRow as bad:
        yield bad
    except Exception as error:  # parsers raise whatever a damaged file makes them raise
        why = f"the file cannot be read any further: {type(error).__name__}: {error}"
        yield BadRow("B009", path.name, why[:300])

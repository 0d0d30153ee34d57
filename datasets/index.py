"""The facts of all sources in, one row a key out: joined, checked for double ids, in the order first seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from ..records.connect import connect, parquet_of, quoted
from ..records.errors import MatloomError
from .recipe import Recipe

_FIRST: Final = (
    "where", "material_id", "source", "doi", "document", "published_split", "structure_fingerprint",
    "fingerprint_version", "chemical_formula_reduced", "chemical_formula_anonymous", "composition", "chemical_system",
    "space_group_symbol_hermann_mauguin", "point_group", "crystal_system", "nelements", "nsites",
    "space_group_it_number", "elements",
)  # fmt: skip


_MEMORY: Final = "512MB"
"""What DuckDB may hold; the rest goes to its file in the scratch folder."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """How many rows of a ``join = "left"`` source have an id that no other source knows."""

    source: str
    rows: int


class Index:
    """The index under construction, in a DuckDB file of its own so that its memory is bounded."""

    def __init__(self, facts: Path, recipe: Recipe) -> None:
        self.recipe = recipe
        self._database = connect(facts.with_name("index.duckdb"))
        self._database.execute(f"SET memory_limit = '{_MEMORY}'; SET threads = 2; SET preserve_insertion_order = true")
        self._database.execute(f"SET temp_directory = {quoted(facts.with_name('duckdb.tmp'))}")
        self._database.execute(f"CREATE VIEW facts AS SELECT * FROM {parquet_of(facts)}")
        copies = self._rows("SELECT max(rows) FROM (SELECT count(*) AS rows FROM facts GROUP BY key)")[0][0] or 0
        if copies > 1:
            self._check_double_ids()
        self.unmatched = self._unmatched()
        self._join(alone=copies <= 1)
        self.rows = int(self._rows("SELECT count(*) FROM joined")[0][0])
        if not self.rows:
            raise MatloomError("B007", why="the filters keep none of the rows of the sources")

    def _check_double_ids(self) -> None:
        double = self._rows(
            'SELECT key, min_by("where", ordinal), max_by("where", ordinal) FROM facts'
            " GROUP BY key, source HAVING count(*) > 1 ORDER BY min(ordinal) LIMIT 1"
        )
        if double:
            raise MatloomError("B005", key=double[0][0], first=double[0][1], second=double[0][2])

    def _rows(self, query: str, parameters: object = None) -> list[tuple[Any, ...]]:
        return self._database.execute(query, parameters).fetchall()

    def _left(self) -> list[str]:
        return [source.name for source in self.recipe.sources if source.join == "left"]

    def _unmatched(self) -> list[Unmatched]:
        found = []
        for source in self._left():
            total, unknown, example = self._rows(
                "SELECT count(*), count(*) FILTER (NOT known), min(key) FILTER (NOT known) FROM (SELECT key, key IN"
                " (SELECT key FROM facts WHERE source NOT IN (SELECT unnest(?))) AS known FROM facts WHERE source = ?)",
                [self._left(), source],
            )[0]
            if total and unknown == total:
                raise MatloomError("B006", source=source, example=example)
            if unknown:
                found.append(Unmatched(source, unknown))
        return found

    def _join(self, alone: bool) -> None:
        """Make the table of one row a key, in the order first seen; ``alone``: no key stands in two sources."""
        own = "count(*) FILTER (source NOT IN (SELECT unnest($left::VARCHAR[]))) > 0"
        if alone:
            columns = ", ".join(f'"{name}"' for name in _FIRST)
            rows = f"SELECT key, licence, {columns} FROM facts WHERE source NOT IN (SELECT unnest($left::VARCHAR[]))"
        else:
            columns = ", ".join(
                f'min_by("{name}", ordinal) FILTER ("{name}" IS NOT NULL) AS "{name}"' for name in _FIRST
            )
            licence = "string_agg(DISTINCT licence, ' AND ' ORDER BY licence) AS licence"
            rows = f"SELECT key, {licence}, {columns} FROM facts GROUP BY key HAVING {own} ORDER BY min(ordinal)"
        query = f"CREATE TABLE joined AS SELECT row_number() OVER () - 1 AS position, * FROM ({rows})"
        self._database.execute(query, {"left": self._left()})

    def positions(self, ordinals: int) -> np.ndarray:
        """For each source row its row in the index, -1 where it has none; shape (ordinals,), int32."""
        found = np.full(ordinals, -1, dtype=np.int32)
        pairs = self._database.sql("SELECT facts.ordinal, joined.position FROM facts JOIN joined USING (key)")
        for batch in pairs.to_arrow_reader(200_000):
            found[batch.column(0).to_numpy()] = batch.column(1).to_numpy()
        return found

    def anchors(self) -> Iterator[list[str]]:
        """The paper of each row, or its key where it has none, in the order of the index, many at a time."""
        query = "SELECT coalesce(document, key) FROM joined ORDER BY position"
        for batch in self._database.sql(query).to_arrow_reader(200_000):
            yield batch.column(0).to_pylist()

    def frame(self, *columns: str) -> pd.DataFrame:
        """Columns of the index in its order; strings stay in Arrow's memory."""
        names = ", ".join(f'"{column}"' for column in columns)
        table = self._database.sql(f"SELECT {names} FROM joined ORDER BY position").to_arrow_table()
        return table.to_pandas(types_mapper={pa.string(): pd.ArrowDtype(pa.string())}.get)

    def add(self, made: dict[str, pa.Array]) -> None:
        """Columns that were made beside the index, each of its length: they are part of it from here on."""
        self._database.register("columns", pa.table(made))
        self._database.execute("CREATE TABLE made AS SELECT * FROM columns")
        self._database.unregister("columns")
        self._database.execute("CREATE VIEW indexed AS SELECT * FROM joined POSITIONAL JOIN made")

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of a query over ``indexed``, the index with the columns that were added."""
        return self._rows(query)

    def batches(self, rows: int = 16_384) -> pa.RecordBatchReader:
        """The whole index in its order, with the columns that were added."""
        return self._database.sql("SELECT * FROM indexed").to_arrow_reader(rows)

    def __enter__(self) -> "Index":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

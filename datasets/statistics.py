"""A dataset folder in, the counts and spreads that its card tells out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many rows have a number; its smallest, median and largest value."""

    rows: int
    quartiles: tuple[float | None, float | None, float | None]


def _ask(folder: Path, table: str, query: str) -> list[tuple[Any, ...]]:
    files = str(folder / "data" / table / "*.parquet").replace("'", "''")
    with duckdb.connect() as database:
        return database.execute(query.format(table=f"read_parquet('{files}')")).fetchall()


def numbers_of(folder: Path, names: list[str]) -> dict[str, Numbers]:
    """Spread of each column of the properties table."""
    found = {}
    for name in names:
        spread = f'count("{name}"), min("{name}"), median("{name}"), max("{name}")'
        row = _ask(folder, "properties", "SELECT " + spread + " FROM {table}")[0]
        found[name] = Numbers(row[0], row[1:])
    return found


def properties_of(folder: Path) -> list[tuple[Any, ...]]:
    """Property, canonical unit, values, and their spread, of the measurements table; most frequent first."""
    rows = _ask(
        folder, "measurements",
        "SELECT property, canonical_unit, count(*), min(v), median(v), max(v) FROM"
        " (SELECT property, canonical_unit, coalesce(canonical_value, value) AS v FROM {table})"
        " GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT 50",
    )  # fmt: skip
    return [(*row[:3], *(f"{value:.4g}" if value is not None else "" for value in row[3:])) for row in rows]


def counted(folder: Path, table: str, expression: str) -> list[tuple[Any, ...]]:
    """Values of an expression over a table's columns, and how many rows have each; most frequent first."""
    query = f"SELECT {expression} AS v, count(*) FROM {{table}} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30"
    return _ask(folder, table, query)


def histogram(folder: Path, table: str, name: str, bins: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Counts of a column's numbers in equal bins, and the bins' edges: shapes (bins,) and (bins + 1,)."""
    low, high = _ask(folder, table, f'SELECT min("{name}"), max("{name}") FROM {{table}}')[0]
    counts, edges = np.histogram([], bins, (low, high) if low is not None else None)
    place = f'least({bins - 1}, floor(("{name}" - {float(edges[0])!r}) / {float(edges[1] - edges[0])!r}))'
    for code, count in _ask(folder, table, f'SELECT {place}, count("{name}") FROM {{table}} GROUP BY 1'):
        if count:
            counts[int(code)] = count
    return counts, edges

"""A dataset folder in, the counts and spreads that its card tells out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..records.connect import connect, parquet_of

MEASURED: Final = "coalesce(canonical_value, value)"
"""What counts as the number of a measurement: in the canonical unit where it has one."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many rows have a number, and how many have 0; its smallest, median and largest value."""

    rows: int
    zeros: int
    quartiles: tuple[float | None, float | None, float | None]


def _ask(folder: Path, table: str, query: str) -> list[tuple[Any, ...]]:
    with connect() as database:
        return database.execute(query.format(table=parquet_of(folder / "data" / table))).fetchall()


def numbers_of(folder: Path, names: list[str]) -> dict[str, Numbers]:
    """Spread of each column of the properties table."""
    found = {}
    for name in names:
        spread = f'count("{name}"), count(*) FILTER ("{name}" = 0), min("{name}"), median("{name}"), max("{name}")'
        row = _ask(folder, "properties", "SELECT " + spread + " FROM {table}")[0]
        found[name] = Numbers(row[0], row[1], row[2:])
    return found


def filled(folder: Path, table: str, names: list[str]) -> dict[str, float]:
    """Share of a table's rows that have a value in each column."""
    counts = ", ".join(f'count("{name}")' for name in names)
    rows, *known = _ask(folder, table, f"SELECT count(*), {counts} FROM {{table}}")[0]
    return {name: count / rows for name, count in zip(names, known, strict=True)}


def spectra_of(folder: Path, table: str, key: str, column: str, count: int) -> list[tuple[str, list[float]]]:
    """Key and spectrum of the first rows of a table, by their keys."""
    query = f'SELECT "{key}", "{column}" FROM {{table}} ORDER BY 1 LIMIT {count}'
    return _ask(folder, table, query)


def properties_of(folder: Path) -> list[tuple[Any, ...]]:
    """Property, canonical unit, values, and their spread, of the measurements table; most frequent first."""
    rows = _ask(
        folder, "measurements",
        "SELECT property, canonical_unit, count(*), min(v), median(v), max(v) FROM"
        f" (SELECT property, canonical_unit, {MEASURED} AS v FROM {{table}})"
        " GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT 50",
    )  # fmt: skip
    return [(*row[:3], *(f"{value:.4g}" if value is not None else "" for value in row[3:])) for row in rows]


def counted(folder: Path, table: str, expression: str) -> list[tuple[Any, ...]]:
    """Values of an expression over a table's columns, and how many rows have each; most frequent first."""
    query = f"SELECT {expression} AS v, count(*) FROM {{table}} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30"
    return _ask(folder, table, query)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts (bins,) between edges (bins + 1,); the edges rise by factors where ``log``."""

    counts: np.ndarray
    edges: np.ndarray
    log: bool
    zeros: int = 0
    """Numbers that are 0 and not counted in the bins, since they are more than half and would hide the others."""


def histogram(folder: Path, table: str, value: str, where: str = "true", bins: int = 40) -> Histogram:
    """How the numbers of an expression over a table's columns spread; by factors where they span three decades."""
    rows = f"(SELECT {value} AS v FROM {{table}} WHERE {where})"
    known, zeros = _ask(folder, table, f"SELECT count(v), count(*) FILTER (v = 0) FROM {rows}")[0]
    zeros = zeros if known / 2 < zeros < known else 0
    if zeros:
        rows = f"(SELECT v FROM {rows} WHERE v <> 0)"
    low, high = _ask(folder, table, f"SELECT min(v), max(v) FROM {rows}")[0]
    log = low is not None and low > 0 and high > 1000 * low
    scale = np.log10 if log else np.asarray
    counts, edges = np.histogram([], bins, tuple(scale([low, high])) if low is not None else None)
    number, start, width = "log10(v)" if log else "v", float(edges[0]), float(edges[1] - edges[0])
    place = f"greatest(0, least({bins - 1}, floor(({number} - {start!r}) / {width!r})))"
    for code, count in _ask(folder, table, f"SELECT {place}, count(v) FROM {rows} WHERE v IS NOT NULL GROUP BY 1"):
        counts[int(code)] = count
    return Histogram(counts, 10.0**edges if log else edges, log, zeros)

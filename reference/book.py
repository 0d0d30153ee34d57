"""Entries in, rows of ``reference_structures`` out, and back: the reference structures beside the records."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..records.composition_forms import normal_form
from ..records.errors import Problem
from ..records.identity import content_id
from ..records.store.reading import fetch
from ..records.store.store import Store
from .cells import Cell
from .crystals import Crystal, checked
from .entries import Entry, deadline, unreadable
from .symmetry import symmetry_of

BATCH: Final = 500
TEXT, NUMBER, NUMBERS = pa.string(), pa.float64(), pa.list_(pa.float64())
SHARES: Final = pa.map_(TEXT, NUMBER)
SCHEMA: Final = pa.schema(
    {"id": TEXT, "source": TEXT, "source_id": TEXT, "formula": TEXT, "reduced_formula": TEXT, "chemical_system": TEXT,
     "amounts": SHARES, "space_group": TEXT, "space_group_number": pa.int32(), "crystal_system": TEXT,
     **dict.fromkeys(("a", "b", "c", "alpha", "beta", "gamma", "volume"), NUMBER), "primitive": NUMBERS,
     "lattice": NUMBERS, "species": pa.list_(SHARES), "positions": NUMBERS}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference structure as candidates are compared by: ``amounts`` are shares of the atoms, summing to 1."""

    id: str
    source: str
    source_id: str
    reduced_formula: str
    amounts: dict[str, float]
    space_group: str | None
    number: int | None
    system: str | None
    cell: Cell
    primitive: NDArray[np.float64]


class ReferenceBook:
    """The reference structures of a database."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(
        self, source: str, location: str, licence: str | None, entries: Iterable[Entry | Problem]
    ) -> Iterator[Problem]:
        """Writes the entries, those of equal source and id in the place of older ones; yields what went wrong.

        Rows are written in batches: what was read before an interruption or a failure of the source is kept.
        """
        bad, opened = 0, False
        rows: dict[str, dict[str, Any]] = {}
        try:
            for entry in entries:
                if not opened:
                    opened = self._open(source, location, licence)
                outcome = entry if isinstance(entry, Problem) else _row(source, entry)
                if isinstance(outcome, Problem):
                    bad += 1
                    yield outcome
                    continue
                rows[outcome["id"]] = outcome
                if len(rows) >= BATCH:
                    self._write(rows)
                    rows = {}
        finally:
            self._write(rows)
            self.store.connection.execute('UPDATE reference_sources SET unreadable = ? WHERE "name" = ?', [bad, source])

    def sources(self) -> list[dict[str, Any]]:
        """Name, location, licence, number of structures and of unreadable entries of each source."""
        return fetch(
            self.store.connection,
            """SELECT s."name", s.location, s.licence, s.unreadable, count(r.id) AS structures,
            count(DISTINCT r.reduced_formula) AS formulas FROM reference_sources s
            LEFT JOIN reference_structures r ON r.source = s."name" GROUP BY ALL ORDER BY s."name" """,
        )

    def find(self, systems: Sequence[str]) -> list[Reference]:
        """The references of these chemical systems, in a fixed order."""
        rows = fetch(
            self.store.connection,
            """SELECT id, source, source_id, reduced_formula, amounts, space_group, space_group_number,
            crystal_system, a, b, c, alpha, beta, gamma, "primitive" FROM reference_structures
            WHERE chemical_system IN (SELECT unnest($1)) ORDER BY source, source_id""",
            [list(systems)],
        )
        return [_reference(row) for row in rows]

    def crystal(self, reference: str) -> Crystal:
        """The sites of a reference. KeyError if there is none of this id."""
        rows = fetch(
            self.store.connection,
            "SELECT lattice, species, positions FROM reference_structures WHERE id = ?",
            [reference],
        )
        if not rows:
            raise KeyError(reference)
        species = [tuple(shares.items()) for shares in rows[0]["species"]]
        return checked(np.reshape(rows[0]["lattice"], (3, 3)), species, np.reshape(rows[0]["positions"], (-1, 3)))

    def _open(self, source: str, location: str, licence: str | None) -> bool:
        self.store.connection.execute(
            "INSERT OR REPLACE INTO reference_sources VALUES (?, ?, ?, 0)", [source, location, licence]
        )
        return True

    def _write(self, rows: dict[str, dict[str, Any]]) -> None:
        if not rows:
            return
        connection = self.store.connection
        # DuckDB checks a primary key against what was there when the transaction began
        connection.execute("DELETE FROM reference_structures WHERE id IN (SELECT unnest($1))", [list(rows)])
        connection.register("arriving", pa.Table.from_pylist(list(rows.values()), schema=SCHEMA))
        connection.execute("INSERT INTO reference_structures BY NAME SELECT * FROM arriving")
        connection.unregister("arriving")


def shares_of(amounts: dict[str, float]) -> dict[str, float]:
    """Amounts as shares of the atoms, elements in alphabetical order."""
    total = sum(amounts.values())
    return {symbol: amount / total for symbol, amount in sorted(amounts.items()) if amount > 0}


def _row(source: str, entry: Entry) -> dict[str, Any] | Problem:
    crystal = entry.crystal
    try:
        with deadline():
            symmetry = symmetry_of(crystal)
    except Exception as error:  # spglib and numpy meet cells here that nobody has checked
        return unreadable(entry.source_id, f"{type(error).__name__}: {error}")
    amounts = crystal.amounts
    cell = symmetry.conventional
    return {
        "id": content_id("reference", source, entry.source_id), "source": source, "source_id": entry.source_id,
        "formula": "".join(f"{symbol}{amount:.6g}" for symbol, amount in sorted(amounts.items())),
        "reduced_formula": normal_form(tuple(sorted((symbol, round(n, 6)) for symbol, n in amounts.items()))),
        "chemical_system": "-".join(sorted(amounts)), "amounts": list(shares_of(amounts).items()),
        "space_group": symmetry.symbol, "space_group_number": symmetry.number, "crystal_system": symmetry.system,
        "a": cell.a, "b": cell.b, "c": cell.c, "alpha": cell.alpha, "beta": cell.beta, "gamma": cell.gamma,
        "volume": cell.volume, "primitive": symmetry.primitive.ravel().tolist(),
        "lattice": crystal.lattice.ravel().tolist(), "species": [list(shares) for shares in crystal.species],
        "positions": crystal.positions.ravel().tolist(),
    }  # fmt: skip


def _reference(row: dict[str, Any]) -> Reference:
    return Reference(
        id=row["id"], source=row["source"], source_id=row["source_id"], reduced_formula=row["reduced_formula"],
        amounts=row["amounts"], space_group=row["space_group"], number=row["space_group_number"],
        system=row["crystal_system"],
        cell=Cell(row["a"], row["b"], row["c"], row["alpha"], row["beta"], row["gamma"]),
        primitive=np.reshape(row["primitive"], (3, 3)),
    )  # fmt: skip

"""CALS tables (Elsevier, OASIS) in, grids out: named columns, ``namest``/``nameend`` and ``morerows``."""

from collections.abc import Callable, Iterator

from .grids import Cell, Grid, build_grid
from .markup import Element, every, name_of


def cals_grids(table: Element, cell_text: Callable[[Element], str]) -> Iterator[tuple[Grid, int]]:
    """Each ``tgroup`` as a grid, with the number of rows in its thead."""
    for group in every(table, "tgroup"):
        columns = _columns(group)
        rows = [r for r in every(group, "row") if name_of(r.getparent()) in ("thead", "tbody", "tfoot")]
        declared = sum(name_of(r.getparent()) == "thead" for r in rows)
        yield build_grid([_cell(e, columns, cell_text) for e in row if name_of(e) == "entry"] for row in rows), declared


def _columns(group: Element) -> dict[str, tuple[int, int]]:
    """First and last column (from 0) by the names of columns and of named spans."""
    columns: dict[str, tuple[int, int]] = {}
    for index, spec in enumerate(e for e in group if name_of(e) == "colspec"):
        number = spec.get("colnum") or ""
        place = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 5 else index
        columns[spec.get("colname") or str(place + 1)] = (place, place)
    for spec in every(group, "spanspec"):
        first, last = columns.get(spec.get("namest")), columns.get(spec.get("nameend"))
        if first and last:
            columns[spec.get("spanname") or ""] = (first[0], last[1])
    return columns


def _cell(entry: Element, columns: dict[str, tuple[int, int]], cell_text: Callable[[Element], str]) -> Cell:
    first = columns.get(entry.get("namest") or entry.get("spanname") or entry.get("colname") or "")
    last = columns.get(entry.get("nameend") or "") or first
    more = (entry.get("morerows") or "0").strip()[:6]
    return Cell(
        text=cell_text(entry),
        rows=1 + (int(more) if more.isascii() and more.isdigit() else 0),
        columns=max(1, last[1] - first[0] + 1) if first and last else 1,
        column=first[0] if first and first[0] >= 0 else None,
    )

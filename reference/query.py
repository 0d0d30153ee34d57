"""A structure record and its sample in, what a reference must be like out: compositions, cells, space group, system."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..records.cells import ANGLES, LENGTHS, printed_cell
from ..records.compositions import Composition, CompositionFamily
from ..records.model import Sample, Structure
from ..records.space_groups import centring, crystal_system, space_group_number
from .book import shares_of
from .cells import Cell

SAME: Final = 2e-3
"""Relative difference within which two printed lengths count as equal."""
RIGHT: Final = 0.3
"""Degrees within which an angle counts as 90 or 120."""
SYSTEMS: Final = {
    "rhombohedral": "trigonal", "isometric": "cubic", "anorthic": "triclinic", "orthorombic": "orthorhombic",
    "trigonal": "trigonal", "hexagonal": "hexagonal", "cubic": "cubic", "tetragonal": "tetragonal",
    "orthorhombic": "orthorhombic", "monoclinic": "monoclinic", "triclinic": "triclinic",
}  # fmt: skip
NEEDED: Final = {
    "cubic": ("a",), "tetragonal": ("a", "c"), "hexagonal": ("a", "c"), "trigonal": ("a", "c"),
    "orthorhombic": ("a", "b", "c"), "monoclinic": ("a", "b", "c", "beta"),
    "triclinic": ("a", "b", "c", "alpha", "beta", "gamma"),
}  # fmt: skip
"""The cell parameters that are free in a crystal system, in the standard setting (hexagonal axes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is printed of a structure. ``compositions`` are shares of the atoms, the sample's own first.

    ``printed`` has the cell parameters in angstrom and degrees by name; ``letter`` is the centring of the symbol.
    """

    compositions: tuple[dict[str, float], ...]
    printed: dict[str, float]
    symbol: str | None = None
    number: int | None = None
    system: str | None = None
    letter: str | None = None
    cif: str | None = None

    @property
    def lengths(self) -> dict[str, float]:
        """The printed cell lengths."""
        return {name: self.printed[name] for name in LENGTHS if name in self.printed}


def query_of(structure: Structure, sample: Sample) -> Query:
    """What the structure of a sample says about its crystal."""
    number = space_group_number(structure.space_group)
    named = SYSTEMS.get((structure.crystal_system or "").lower())
    return Query(
        compositions=tuple(_compositions(structure, sample)), printed=printed_cell(structure.lattice),
        symbol=structure.space_group, number=number, system=crystal_system(number) if number else named,
        letter=centring(structure.space_group) if number else None, cif=structure.cif,
    )  # fmt: skip


def _compositions(structure: Structure, sample: Sample) -> Iterator[dict[str, float]]:
    """Of the phase where it is named by a formula, else of the sample, else of the sample's parts."""
    if structure.phase and any(character.isupper() for character in structure.phase):
        family = CompositionFamily.from_text(structure.phase).value.compositions
        if len(family) == 1 and (known := _shares(family[0])):
            yield known
            return
    if sample.composition is None:
        return
    if own := _shares(sample.composition):
        yield own
        return
    for part in sample.composition.parts:
        if known := _shares(part.composition):
            yield known


def _shares(composition: Composition) -> dict[str, float] | None:
    """Shares of the atoms where every amount is a number, and every symbol an element."""
    from ..records.composition_grammar import ELEMENTS

    amounts = {symbol: n for symbol, n in composition.amounts.items() if isinstance(n, float)}
    if len(amounts) != len(composition.amounts) or not amounts or not set(amounts) <= ELEMENTS:
        return None
    return shares_of(amounts) if min(amounts.values()) >= 0 and sum(amounts.values()) > 0 else None


def full_cells(query: Query, systems: tuple[str | None, ...]) -> Iterator[tuple[Cell, str | None]]:
    """The cells that the printed parameters mean if the crystal is of one of ``systems``, with their centring.

    A rhombohedral cell on its own axes is primitive, whatever the symbol says; where no symbol is printed the
    centring is None.
    """
    seen: set[tuple[Cell, str | None]] = set()
    for system in systems:
        for found in _completed(query.printed, system, query.letter):
            if found not in seen and found[0].volume > 0:
                seen.add(found)
                yield found


def _completed(printed: dict[str, float], system: str | None, letter: str | None) -> Iterator[tuple[Cell, str | None]]:
    a = printed.get("a")
    if a is None:
        return
    b, c = printed.get("b"), printed.get("c")
    alpha, beta, gamma = (printed.get(name, 90.0) for name in ANGLES)
    equal = all(other is None or abs(other / a - 1) < SAME for other in (b, c))
    if system == "trigonal" and "alpha" in printed and abs(alpha - 90) > RIGHT and equal:
        yield Cell(a, a, a, alpha, alpha, alpha), "P"
    elif system == "cubic" and equal:
        yield Cell(a, a, a), letter
    elif system in ("tetragonal", "hexagonal", "trigonal") and c is not None and (b is None or abs(b / a - 1) < SAME):
        yield Cell(a, a, c, 90.0, 90.0, 90.0 if system == "tetragonal" else 120.0), letter
    elif b is not None and c is not None and (system != "monoclinic" or printed.keys() & set(ANGLES)):
        yield Cell(a, b, c, alpha, beta, gamma), letter

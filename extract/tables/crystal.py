"""Refinement tables and tables of atomic sites in, crystal structures out: space group, lattice, and a CIF."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ...records.composition_grammar import ELEMENTS
from ...records.model import Lattice
from ...records.quantities import Quantity
from ..findings import Finding, Mention, StructureFinding
from ..text.structures.space_groups import plain_symbol
from .cells import plain_cell, read_cell
from .conditions import to_quantity
from .facets import Label
from .names import family_of
from .sheet import Block, Grid, Place
from .sites import site_columns
from .understand import Understood
from .values import Citer, mention_of

LATTICE: Final = {
    "lattice_parameter_a": "a", "lattice_parameter_b": "b", "lattice_parameter_c": "c", "lattice_angle_alpha": "alpha",
    "lattice_angle_beta": "beta", "lattice_angle_gamma": "gamma", "unit_cell_volume": "volume",
}  # fmt: skip
_SYSTEMS: Final = "triclinic|monoclinic|orthorhombic|tetragonal|trigonal|rhombohedral|hexagonal|cubic"
_SPACE_GROUP_HEADER: Final = re.compile(
    r"(?:crystal )?(?:space|symmetry)[ -]?group(?: symbol)?|s\.?\s?g\.?|symmetry", re.I
)
_SYSTEM_HEADER: Final = re.compile(
    r"crystal(?:lographic)? (?:system|symmetry)|(?:crystal )?system|symmetry|lattice type", re.I
)
_SPACE_GROUP: Final = re.compile(
    r"[Ss]pace[ -]?group:?\s*(?:=\s*|is\s*)?(?P<symbol>[PIFCABR]\s?[-\d/abcdemnR\u0304\u0305_ ]{1,12}?)"
    r"(?=\s*[(,;.]|\s+[a-z]\w*\.?\s?=|\s[a-z]{2}|$)"
)
_CELL: Final = re.compile(
    r"(?<![A-Za-z])(?P<name>[abcV]|alpha|beta|gamma|[αβγ])(?:_?(?:hex|h|rh|t|o|0|cell)\.?)?\s?=\s?"
    r"(?P<value>\d{1,5}\.\d{1,6}(?:\s?\(\d{1,3}\))?)\s?(?P<unit>Å3|Å\^?3|Å|nm3|nm|pm|°|deg)?"
)
_GREEK: Final = {"α": "alpha", "β": "beta", "γ": "gamma", "V": "volume"}
_ATOM: Final = re.compile(r"(?P<element>[A-Z][a-z]?)(?P<label>[\d(][\w()']{0,6})?(?:\s?[+-]?\d?[+-])?")
_WYCKOFF: Final = re.compile(r"\(?\d{1,3}\s?[a-z]\)?")
_FRACTION: Final = re.compile(r"(?P<sign>-?)(?P<upper>\d)/(?P<lower>\d)")
MOST_SITES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One row of a table of sites; coordinates are fractional, the occupancy is of the site by this element."""

    element: str
    coordinates: tuple[float, float, float]
    occupancy: float = 1.0
    wyckoff: str | None = None


def cell_findings(structures: Sequence[StructureFinding], values: Sequence[Finding]) -> Iterator[Finding]:
    """The cell parameters of structures that no value states yet, as values."""
    known = {(value.property, value.quantity.value) for value in values}
    for structure in structures:
        for name, axis in LATTICE.items():
            quantity = getattr(structure.lattice, axis)
            if quantity is not None and (name, quantity.value) not in known:
                yield Finding(
                    property=name, words=axis, quantity=quantity, subjects=structure.subjects, confidence=0.8,
                    evidence=structure.evidence,
                )  # fmt: skip


def structures_of(
    understood: Understood, values: Sequence[Finding], citer: Citer, fallback: Mention | None
) -> Iterator[StructureFinding]:
    """The structures that one table tells: one a sample of a refinement table, one a table of sites."""
    yield from _refined(understood, values, citer, fallback)
    for block, _ in understood.blocks:
        roles = site_columns(understood.grid, block)
        if roles is not None:
            yield from _listed(understood.grid, block, roles, citer, fallback)


def _refined(
    understood: Understood, values: Sequence[Finding], citer: Citer, fallback: Mention | None
) -> Iterator[StructureFinding]:
    grouped: dict[tuple[str | None, ...], list[Finding]] = defaultdict(list)
    for value in values:
        if value.property in LATTICE and value.quantity.value is not None:
            grouped[_whose(value)].append(value)
    printed = list(_printed(understood.grid))
    for findings in grouped.values():
        axis = _axis(findings)
        lattice = {LATTICE[f.property]: f.quantity for f in reversed(findings)}
        told = {
            kind: text for kind, place, text in printed if axis is None or axis[0] == place[0] or axis[1] == place[1]
        }
        yield StructureFinding(
            space_group=told.get("space_group"), crystal_system=told.get("crystal_system"), lattice=Lattice(**lattice),
            subjects=findings[0].subjects or ((fallback,) if fallback else ()), evidence=findings[0].evidence,
        )  # fmt: skip
    if not grouped:
        systems = {place: text for kind, place, text in printed if kind == "crystal_system"}
        for kind, place, text in printed:
            if kind == "space_group":
                label = _label_beside(understood.grid, place)
                system = next((t for p, t in systems.items() if p[0] == place[0] or p[1] == place[1]), None)
                subjects = (mention_of(label, citer),) if label else (fallback,) if fallback else ()
                yield StructureFinding(
                    space_group=text, crystal_system=system, subjects=subjects, evidence=citer.cell(place)
                )


def _label_beside(grid: Grid, place: Place) -> Label | None:
    """What names the sample of a space group: the row's first cell under a header, else the column's header."""
    row, column = place
    under_header = bool(_SPACE_GROUP_HEADER.fullmatch(grid.text(0, column)))
    where = (row, 0) if under_header else (0, column)
    text = grid.text(*where)
    return Label(text=text, place=grid.place(*where), family=family_of(text)) if text and where != place else None


def _whose(value: Finding) -> tuple[str | None, ...]:
    """What tells the structures of a table apart: the sample, what was done to it, and the conditions."""
    told = sorted(f"{c.name} {c.text or (c.quantity.text if c.quantity else None)}" for c in value.conditions)
    subject = value.subjects[0] if value.subjects else None
    return (subject.text if subject else None, subject.processing if subject else None, value.method, *told)


def _axis(findings: Sequence[Finding]) -> Place | None:
    """A place in the row or column that holds all of a sample's values; of one value its label's, or its own."""
    cells = [finding.evidence.cell for finding in findings if finding.evidence.cell]
    named = findings[0].subjects[0].evidence.cell if findings[0].subjects else None
    if len({row for row, _ in cells}) == 1 and len(cells) > 1:
        return (cells[0][0], -1)
    if len({column for _, column in cells}) == 1 and len(cells) > 1:
        return (-1, cells[0][1])
    return named or next(iter(cells), None)


def _printed(grid: Grid) -> Iterator[tuple[str, Place, str]]:
    """Space groups and crystal systems that stand as words in cells beside, or under, their header."""
    for row in range(grid.height):
        for column in range(grid.width):
            text = grid.text(row, column)
            place = grid.place(row, column)
            heads = (grid.text(row, 0) if column else "", grid.text(0, column) if row else "")
            if not text or (place != (row, column) and place[0] == row and grid.text(row, 0) == text):
                continue
            if any(_SPACE_GROUP_HEADER.fullmatch(head) for head in heads) and (symbol := space_group(text)):
                yield "space_group", (row, column), symbol
            elif any(_SYSTEM_HEADER.fullmatch(head) for head in heads) and re.fullmatch(_SYSTEMS, text, re.I):
                yield "crystal_system", (row, column), text.lower()


def space_group(text: str) -> str | None:
    """A Hermann-Mauguin symbol in one spelling, without what stands in parentheses behind it."""
    symbol = re.sub(r"\s*[(\[,;].*$", "", plain_cell(text)).strip()
    compact = plain_symbol(symbol)
    return compact if re.fullmatch(r"[PIFCABR][-\d/abcdemn_\u0304\u0305]{1,11}", compact) else None


def _listed(
    grid: Grid, block: Block, roles: dict[str, int], citer: Citer, fallback: Mention | None
) -> Iterator[StructureFinding]:
    sites = [site for row in block.rows[:MOST_SITES] if (site := _site(grid, row, roles)) is not None]
    told = [(None, grid.table.caption), *((None, note) for note in grid.table.footnotes)]
    places: list[tuple[Place | None, str]] = [
        ((row, grid.filled(row)[0]), grid.text(row, grid.filled(row)[0]))
        for row in range(grid.height) if row not in block.rows and grid.filled(row)
    ]  # fmt: skip
    places += told
    lattice: dict[str, Quantity] = {}
    symbol: str | None = None
    where: Place | None = None
    for place, text in places:
        found = dict(cell_parameters(text))
        lattice = {**found, **lattice}
        match = _SPACE_GROUP.search(plain_cell(text))
        if match and symbol is None:
            symbol = space_group(match["symbol"])
        where = where or (place if found or match else None)
    if not sites and not lattice:
        return
    yield StructureFinding(
        space_group=symbol, lattice=Lattice(**lattice), cif=_cif(symbol, lattice, sites),
        subjects=(fallback,) if fallback else (),
        evidence=citer.cell(where or (block.rows[0], roles["atom"])),
    )  # fmt: skip


def cell_parameters(text: str) -> Iterator[tuple[str, Quantity]]:
    """Cell parameters that stand in running words: ``ahex. = 2.9505(2) Å``."""
    for match in _CELL.finditer(plain_cell(text)):
        name = _GREEK.get(match["name"], match["name"])
        unit = match["unit"] or {"volume": "Å3", "a": "Å", "b": "Å", "c": "Å"}.get(name, "°")
        cell = read_cell(f"{match['value'].replace(' ', '')} {unit}")
        if cell.kind == "numbers":
            yield name, to_quantity(cell.numbers[0], match[0])


def _site(grid: Grid, row: int, roles: dict[str, int]) -> Site | None:
    atom = _ATOM.match(grid.text(row, roles["atom"]))
    coordinates = tuple(_coordinate(grid.text(row, roles[axis])) for axis in "xyz")
    if atom is None or atom["element"] not in ELEMENTS or any(value is None for value in coordinates):
        return None
    occupancy = _coordinate(grid.text(row, roles["occupancy"])) if "occupancy" in roles else 1.0
    wyckoff = grid.text(row, roles["wyckoff"]) if "wyckoff" in roles else ""
    x, y, z = (value for value in coordinates if value is not None)
    return Site(
        element=atom["element"], coordinates=(x, y, z), occupancy=1.0 if occupancy is None else occupancy,
        wyckoff=wyckoff if _WYCKOFF.fullmatch(wyckoff) else None,
    )  # fmt: skip


def _coordinate(text: str) -> float | None:
    plain = plain_cell(text)
    fraction = _FRACTION.fullmatch(plain)
    if fraction and int(fraction["lower"]):
        return float(f"{fraction['sign']}{int(fraction['upper']) / int(fraction['lower']):.6f}")
    cell = read_cell(plain)
    return cell.numbers[0].value if cell.kind == "numbers" and len(cell.numbers) == 1 else None


def _cif(symbol: str | None, lattice: dict[str, Quantity], sites: Sequence[Site]) -> str | None:
    """The structure as a CIF; None where space group, lattice and sites do not make one."""
    a = _number(lattice.get("a"))
    if symbol is None or a is None or not sites:
        return None
    # pymatgen takes a second to import, and most papers list no sites.
    from pymatgen.core import Lattice as Cell
    from pymatgen.core import Structure
    from pymatgen.io.cif import CifWriter

    b, c = _number(lattice.get("b")) or a, _number(lattice.get("c")) or a
    hexagonal = symbol.startswith("R") or re.match(r"P-?[36]", symbol)
    angles = [_number(lattice.get(name)) or 90.0 for name in ("alpha", "beta", "gamma")]
    if hexagonal and "gamma" not in lattice and c != a:
        angles[2] = 120.0
    species: dict[tuple[float, float, float], dict[str, float]] = defaultdict(dict)
    for site in sites:
        shared = species[site.coordinates]
        shared[site.element] = min(1.0, shared.get(site.element, 0.0) + site.occupancy)
    if any(sum(shared.values()) > 1.01 for shared in species.values()):
        return None
    kinds: list[Any] = list(species.values())
    try:
        cell = Cell.from_parameters(a, b, c, *angles)
        structure = Structure.from_spacegroup(symbol, cell, kinds, [list(place) for place in species])
        return str(CifWriter(structure))
    except (ValueError, KeyError, ArithmeticError):
        return None


def _number(quantity: Quantity | None) -> float | None:
    """A length in angstrom or an angle in degrees."""
    if quantity is None or quantity.value is None:
        return None
    factor = {"nm": 10.0, "pm": 0.01}.get(quantity.unit or "", 1.0)
    return quantity.value * factor

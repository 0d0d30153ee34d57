"""Rows that are called like bonds and angles, with their units in the caption."""

from matloom.extract.tables.bonds import bond_meaning
from printed_tables import conditions, said, understood


def test_lengths_and_angles_take_their_units_from_the_caption() -> None:
    rows = ["Bond | Oxide A | Oxide B", "Ti–O ×4 | 1.965(2) | 1.971(3)", "O–Ti–O | 88.4(1) | 89.0(2)"]
    found = understood(rows, "Bond lengths (Å) and angles (°) of the oxides.")
    assert said(found) == [
        ("bond_length", "Oxide A", 1.965, "angstrom"),
        ("bond_length", "Oxide B", 1.971, "angstrom"),
        ("bond_angle", "Oxide A", 88.4, "deg"),
        ("bond_angle", "Oxide B", 89.0, "deg"),
    ]
    assert conditions(found.values[0]) == {"bond": "Ti–O"}


def test_a_bond_without_a_unit_says_nothing() -> None:
    assert bond_meaning("Ti–O", "Bond valence sums of the oxides.") is None
    assert bond_meaning("Tensile", "Lengths (mm) of the bars.") is None

"""Rows of one text over others: what they say of the rows that follow."""

from printed_tables import conditions, said, understood


def test_how_the_samples_were_made_tells_rows_of_one_name_apart() -> None:
    rows = [
        "Zone | Yield strength (MPa)", "Heat input 0.8 kJ/mm |", "HAZ | 455", "Weld | 480", "Heat input 1.6 kJ/mm |",
        "HAZ | 430", "Weld | 462",
    ]  # fmt: skip
    found = understood(rows)
    assert [(f.subjects[0].text, f.subjects[0].processing) for f in found.values] == [
        ("HAZ", "Heat input 0.8 kJ/mm"), ("Weld", "Heat input 0.8 kJ/mm"),
        ("HAZ", "Heat input 1.6 kJ/mm"), ("Weld", "Heat input 1.6 kJ/mm"),
    ]  # fmt: skip
    assert conditions(found.values[0]) == {"heat input": 0.8}


def test_what_was_measured_at_is_no_processing() -> None:
    found = understood(["Alloy | Hardness (GPa)", "Test load 2 N |", "A | 5.1", "Test load 10 N |", "A | 4.6"])
    assert {f.subjects[0].processing for f in found.values} == {None}


def test_atomic_sites_are_conditions() -> None:
    rows = ["Parameter | | Oxide A", "Biso (Å2) | Ti (4a) (0, 0, 0) | 0.41", " | O (8e) (0, 0, z) | 0.77"]
    found = understood(rows)
    assert said(found) == [
        ("atomic_displacement_parameter", "Oxide A", 0.41, "angstrom2"),
        ("atomic_displacement_parameter", "Oxide A", 0.77, "angstrom2"),
    ]
    assert [conditions(f) for f in found.values] == [{"site": "Ti (4a) (0, 0, 0)"}, {"site": "O (8e) (0, 0, z)"}]


def test_a_condition_behind_the_values_of_a_row() -> None:
    rows = ["Cooling time (s) | 5 | 10 | Peak temperature", "Start temperature (°C) | 371 | 380 | 1320 °C"]
    found = understood(rows)
    assert [conditions(f)["peak temperature"] for f in found.values] == [1320, 1320]


def test_treatments_tell_rows_of_one_name_apart() -> None:
    rows = ["Film | Hardness (GPa)", "As-grown |", "TiX | 21", "Annealed at 750 °C |", "TiX | 17"]
    found = understood(rows)
    assert [f.subjects[0].processing for f in found.values] == ["As-grown", "Annealed at 750 °C"]

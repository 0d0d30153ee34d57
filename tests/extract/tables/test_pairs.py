"""Pairs of numbers in one cell: what tells the two apart."""

import pytest
from matloom.extract.tables.pairs import read_aside
from printed_tables import conditions, said, understood


def test_calculated_and_found_contents_are_two_values() -> None:
    rows = ["Compound | C | H | N", "[Zn(L)2] | 48.21 (48.05) | 3.90 (3.97) | 9.37 (9.41)"]
    found = understood(rows, "Elemental analysis of the complex, Calc. (Found) in %.")
    assert [(f.quantity.value, f.method, f.origin) for f in found.values[:2]] == [
        (48.21, "calculated", "computed"),
        (48.05, "found", "reported"),
    ]
    assert {f.subjects[0].text for f in found.values} == {"[Zn(L)2]"}


def test_the_best_of_several_is_a_case() -> None:
    rows = ["Device | Voc (V)", "A | 1.02 ± 0.03 (1.07)"]
    mean, best = understood(rows, "Parameters of the devices (best in brackets).").values
    assert (mean.quantity.value, mean.quantity.uncertainty, conditions(mean)) == (1.02, 0.03, {})
    assert (best.quantity.value, best.quantity.uncertainty, conditions(best)) == (1.07, None, {"case": "best"})


def test_what_stands_nearer_to_the_parentheses_is_in_them() -> None:
    rows = ["Device | Voc (V)", "A | 1.07 (1.02)"]
    best, mean = understood(rows, "Champion devices, averages in parentheses.").values
    assert (conditions(best), conditions(mean)) == ({}, {"case": "average"})


@pytest.mark.parametrize(
    ("header", "cell", "values"),
    [
        ("Ra/Rz (μm)", "0.9/5.2", [("surface_roughness", 0.9, "um"), ("surface_roughness", 5.2, "um")]),
        ("Hardness (HV0.1/HRB)", "118/64", [("hardness", 118, "HV0.1"), ("hardness", 64, "HRB")]),
    ],
)
def test_a_header_that_joins_two(header: str, cell: str, values: list[tuple[str, float, str]]) -> None:
    found = understood([f"Alloy | {header}", f"A | {cell}"])
    assert [(name, value, unit) for name, _, value, unit in said(found)] == values


def test_a_unit_with_a_slash_joins_nothing() -> None:
    assert said(understood(["Coating | icorr (mA/cm2)", "A | 0.4"])) == [("current_density", "A", 0.4, "mA/cm2")]


def test_nothing_is_said_of_plain_parentheses() -> None:
    assert read_aside(["Lattice parameters (at 300 K) of the oxides"]) is None

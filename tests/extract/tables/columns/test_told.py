"""Units that stand in the caption alone."""

from matloom.extract.tables.columns.told import told_units
from printed_tables import said, understood


def test_units_behind_symbols_of_the_caption() -> None:
    rows = ["Oxide | a | V", "A | 8.17 | 545.8"]
    found = understood(rows, "Cells of the oxides (a in Å, V in Å3).")
    assert said(found) == [
        ("lattice_parameter_a", "A", 8.17, "angstrom"),
        ("unit_cell_volume", "A", 545.8, "angstrom3"),
    ]


def test_one_unit_for_all_symbols_that_it_fits() -> None:
    rows = ["Glass | Tg | Tx | ρ", "A | 136 | 251 | 4.9"]
    found = understood(rows, "Tg and Tx of the glasses (all in °C) and density, ρ (g/cm3).")
    assert [(name, unit) for name, _, _, unit in said(found)] == [
        ("glass_transition_temperature", "degC"),
        ("crystallization_temperature", "degC"),
        ("density", "g/cm3"),
    ]


def test_an_element_with_a_unit_of_its_own_gives_it_to_no_other() -> None:
    rows = ["Alloy | Al | V | Fe | O (ppm)", "A | 6.1 | 4.0 | 0.2 | 1350"]
    found = understood(rows, "Composition of the alloys (wt.%).")
    assert [f.quantity.unit for f in found.values] == ["wt%", "wt%", "wt%", "ppm"]


def test_elements_together_are_a_content() -> None:
    rows = ["Steel | C | Si | Mn | Cr + Mo | Alt", "A | 0.05 | 0.2 | 4.9 | 0.3 | 0.02"]
    found = understood(rows, "Chemical composition of the steel (wt%).")
    assert [f.words for f in found.values[3:]] == ["Cr + Mo content", "Alt content"]


def test_a_symbol_may_stand_with_the_unit_in_parentheses() -> None:
    (told,) = told_units("Density (ρ, g/cm3) of all glasses.")
    assert (told.symbol, told.unit.plain) == ("ρ", "g/cm3")


def test_a_name_with_its_symbol_takes_the_unit_of_the_caption() -> None:
    found = understood(["Base | Chemical shift, δH", "B1 | 7.21"], "1H NMR chemical shifts (δ, ppm).")
    assert [(f.words, f.quantity.unit) for f in found.values] == [("Chemical shift (δH)", "ppm")]

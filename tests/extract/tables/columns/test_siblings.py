"""Columns of one quantity at several levels, of which one has the unit for all."""

from printed_tables import conditions, said, understood


def test_the_unit_of_the_last_level_is_that_of_all() -> None:
    found = understood(["Alloy | σy, 25 °C | σy, 600 °C (MPa)", "A1 | 910 | 455"])
    assert said(found) == [("yield_strength", "A1", 910, "MPa"), ("yield_strength", "A1", 455, "MPa")]
    assert [conditions(finding) for finding in found.values] == [{"temperature": 25}, {"temperature": 600}]


def test_another_quantity_between_them_keeps_the_unit_away() -> None:
    found = understood(["Alloy | σy, 25 °C | E (GPa) | σy, 600 °C (MPa)", "A1 | 910 | 98 | 455"])
    assert ("yield_strength", "A1", 910, "MPa") not in said(found)

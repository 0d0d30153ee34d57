"""Tables that mix what was set with what was found, levels with properties: what of each is understood."""

import pytest
from matloom.extract.document import Span
from matloom.extract.tables.headers.units import split_unit
from printed_tables import conditions, said, understood


def test_levels_with_a_unit_take_the_property_of_the_caption() -> None:
    rows = ["Body | Intact (MPa) | 14 days (MPa)", "A | 20.5 | 6.7", "B | 10.9 | 9.2"]
    found = understood(rows, "Bending strength of the bodies after ageing.")
    assert said(found) == [
        ("flexural_strength", "A", 20.5, "MPa"),
        ("flexural_strength", "A", 6.7, "MPa"),
        ("flexural_strength", "B", 10.9, "MPa"),
        ("flexural_strength", "B", 9.2, "MPa"),
    ]


def test_a_property_at_a_named_level_is_no_level_itself() -> None:
    (finding,) = understood(["Glass | Viscosity (Pa s) at T = 1100 °C", "A | 410"]).values
    assert (finding.property, finding.quantity.unit, conditions(finding)) == (
        "viscosity",
        "Pa s",
        {"temperature": 1100},
    )


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Density (g/cm3, ±1%)", "g/cm3"),
        ("Tg (°C, ±3 °C)", "degC"),
        ("Mass activity (A mgPt−1)", "A/mg"),
        ("ECSA (m2 gPt−1)", "m2/g"),
        ("Al (wt ppm)", "ppm"),
    ],
)
def test_units_with_a_tolerance_or_what_they_count_on(header: str, unit: str) -> None:
    assert split_unit(header).spelled == unit


def test_round_amounts_before_the_first_property_were_set() -> None:
    rows = ["Film | Bias (V) | Target distance (mm) | Hardness (GPa)", "F1 | −50 | 5 | 21.4", "F2 | −100 | 5 | 26.9"]
    found = understood(rows)
    assert {f.property for f in found.values} == {"hardness"}


def test_a_table_of_settings_has_no_properties() -> None:
    rows = ["Parameter | Value", "Base pressure | 5 × 10−6 mbar", "Target distance | 70 mm"]
    assert not understood(rows, "Parameters of the sputtering process.").values
    assert understood(rows, "Distances.").values


def test_levels_of_electrons_are_no_contents() -> None:
    rows = ["Glass | O (1s) | P (2p)", "G1 | 532.1 | 134.2"]
    found = understood(rows, "Binding energies (eV) by XPS.")
    assert [(f.property, f.quantity.value, f.quantity.unit) for f in found.values] == [
        ("xps_binding_energy", 532.1, "eV"),
        ("xps_binding_energy", 134.2, "eV"),
    ]


def test_a_row_of_levels_below_merged_headers_is_header() -> None:
    rows = ["Membrane | Uptake (%) | | Ea (kJ mol−1)", " | 25 °C | 80 °C | ", "M1 | 19.5 | 35.2 | 9.8"]
    found = understood(rows, spans=(Span(row=0, column=1, rows=1, columns=2),))
    assert [f.quantity.value for f in found.values] == [19.5, 35.2, 9.8]
    assert [conditions(f) for f in found.values[:2]] == [{"temperature": 25}, {"temperature": 80}]


def test_symbols_with_the_units_of_the_caption() -> None:
    rows = ["Compound | Method | a | Eg", "GaN | PBE | 3.215 | 1.71"]
    found = understood(rows, "Lattice constants (Å) and band gaps Eg (eV).")
    assert [(f.property, f.quantity.unit, f.method) for f in found.values] == [
        ("lattice_parameter_a", "angstrom", "PBE"),
        ("band_gap", "eV", "PBE"),
    ]


def test_a_phase_is_the_sample_where_nothing_else_is() -> None:
    rows = ["Phase | O | Na | Si", "Base glass | 42.5 | 6.5 | 26.7", "Leucite | 47.7 | 2.0 | 26.1"]
    found = understood(rows, "EDS analysis (wt%) of phases")
    assert {f.subjects[0].text for f in found.values} == {"Base glass", "Leucite"}


def test_elements_counted_in_something_else_are_no_contents() -> None:
    rows = ["Stream | Units | Li | Na | Mg", "Solids in | μg/min | 12.7 | 14.6 | 38.1"]
    assert not [f for f in understood(rows, "Mass balance of elements").values if f.property == "element_content"]


def test_header_rows_with_a_stub_say_what_they_are() -> None:
    rows = ["Compound | AlN | AlN", "Instrument | Alpha | Beta", "a (Å) | 3.112 | 3.113"]
    found = understood(rows, header=2)
    assert {f.subjects[0].text for f in found.values} == {"AlN"}


def test_properties_of_groups_of_rows_are_no_samples() -> None:
    rows = [
        "Parameter | | Calculated | Rel. deviation (%)",
        "Cell constant | a (pm) | 1095.8 | 4.2",
        " | c (pm) | 1087 | −2.2",
    ]
    rows += ["Bond length | r Si-O (pm) | 162.6 | 0.7"]
    found = understood(rows, "Structure of LiAlSiO4")
    assert said(found) == [
        ("lattice_parameter_a", "LiAlSiO4", 1095.8, "pm"),
        ("lattice_parameter_c", "LiAlSiO4", 1087, "pm"),
        ("bond_length", "LiAlSiO4", 162.6, "pm"),
    ]


def test_rows_of_bare_units_are_what_their_section_names() -> None:
    rows = [
        "Property | Fused SiO2 | Glass B2",
        "Surface activity | | ",
        "(10−4 mol/g) | 4.2 | 5.0",
        "(10−5 mol/m2) | 3.1 | 2.8",
    ]
    found = understood(rows, spans=(Span(row=1, column=0, rows=1, columns=3),))
    assert [(f.property, f.subjects[0].text, f.quantity.unit) for f in found.values[:2]] == [
        ("surface_activity", "Fused SiO2", "mol/g"),
        ("surface_activity", "Glass B2", "mol/g"),
    ]


def test_a_column_is_of_the_property_that_all_its_values_can_be() -> None:
    rows = ["Composition | TC (K) | ΔH (T)", "LaMnO3 | 337 | 1", "PrMnO3 | 286 | 5"]
    found = understood(rows)
    assert [(f.property, f.quantity.value) for f in found.values] == [
        ("curie_temperature", 337),
        ("curie_temperature", 286),
    ]


def test_changes_and_ratios_are_not_the_quantity() -> None:
    found = understood(["Sample | Change in thickness (nm) | C/N", "S1 | 15.2 | 12.3"])
    assert "film_thickness" not in {f.property for f in found.values}
    assert {f.quantity.unit for f in found.values if f.property != "change_in_thickness"} <= {None}


def test_a_condition_at_another_is_measured() -> None:
    rows = ["Cell | OCV (V) | Current density at 0.6 V (mA cm−2)", "M1 | 0.96 | 1120"]
    found = understood(rows)
    assert [(f.property, conditions(f)) for f in found.values][1] == ("current_density", {"potential": 0.6})


def test_a_symbol_with_its_formula() -> None:
    text = "Q is the ratio of the capture coefficients."
    found = understood(["Defect | Q = αn/αp", "D1 | 157", "D2 | 0.00083"], text=text)
    assert [(f.quantity.value, "ratio" in f.words) for f in found.values] == [(157, True), (0.00083, True)]


def test_fractions_of_a_blend_are_of_the_blend_in_the_caption() -> None:
    found = understood(["wPLA | wPCL | Tm (°C)", "0.9 | 0.1 | 171"], "Melting temperatures of PLA:PCL blends.")
    (finding,) = found.values
    assert [s.text for s in finding.subjects] == ["wPLA = 0.9, wPCL = 0.1", "PLA:PCL blend"]
    assert "PLA:PCL blend wPCL = 0.1" in finding.subjects[0].aliases


def test_headers_with_more_behind_the_symbol_of_the_caption() -> None:
    rows = ["Pressure (GPa) | < EabL > melt | < EabS > melt", "20 | −5.6 | −6.2"]
    text = "The attraction between blocks (Eab) stops the rotation."
    found = understood(rows, "Eab of both phases.", notes=("All values are in units of meV/molecule.",), text=text)
    assert [(f.quantity.value, f.words) for f in found.values] == [
        (-5.6, "attraction between blocks (Eab)"),
        (-6.2, "attraction between blocks (Eab)"),
    ]
    assert {conditions(f)["case"] for f in found.values} == {"L melt", "S melt"}


def test_a_row_that_says_whose_quantity_it_is() -> None:
    rows = ["Name | Variable | Value", "Poisson's ratio of the neat polymer | ν | 0.35", "Yield stress | σy (MPa) | 85"]
    assert [f.subjects[0].text for f in understood(rows[:2], "Values for the model.").values] == ["neat polymer"]
    (_, second) = understood(rows, "Values for the model (all are for the plain epoxy).").values
    assert second.subjects[0].text == "plain epoxy"


def test_the_direction_of_a_test_names_no_sample() -> None:
    rows = ["State | Direction | Rm, MPa", "AB | H | 640", "AB | V | 602", "wrought | – | 570"]
    found = understood(rows)
    assert [(f.subjects[0].text, f.quantity.value) for f in found.values] == [
        ("AB", 640),
        ("AB", 602),
        ("wrought", 570),
    ]
    assert {f.subjects[0].processing for f in found.values} == {None}


def test_the_load_of_a_test_makes_no_other_sample() -> None:
    rows = ["Coating | Load (N) | COF", "TiN | 5 | 0.62", "TiN | 10 | 0.55"]
    found = understood(rows)
    assert {(f.subjects[0].text, f.subjects[0].processing) for f in found.values} == {("TiN", None)}
    assert [conditions(finding) for finding in found.values] == [{"load": 5}, {"load": 10}]


def test_rates_with_many_digits_were_found_though_they_are_whole() -> None:
    rows = ["Catalyst | H2 rate (μmol g−1 h−1) | Eg (eV)", "A | 4920 | 2.31", "B | 1230 | 2.42"]
    assert [f.quantity.value for f in understood(rows).values] == [4920, 2.31, 1230, 2.42]

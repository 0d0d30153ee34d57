"""Layouts of tables in many papers: units in a column of their own, letters as samples, averages in parentheses."""

import pytest
from matloom.extract.document import Span
from matloom.extract.tables.headers.header import read_header
from matloom.extract.tables.headers.symbols import Symbols
from printed_tables import conditions, said, understood


def test_a_column_of_units_counts_for_names_of_any_kind() -> None:
    rows = [
        "Property | Unit | Oil A | Oil B",
        "Density at 20 °C | kg/m3 | 871 | 902",
        "Flash point | °C | 141 | 176",
        "Calorific value | MJ/kg | 38.2 | 37.1",
    ]
    found = understood(rows, "Characteristics of the two oils.")
    assert said(found) == [
        ("density", "Oil A", 871, "kg/m3"),
        ("density", "Oil B", 902, "kg/m3"),
        ("flash_point", "Oil A", 141, "degC"),
        ("flash_point", "Oil B", 176, "degC"),
        ("calorific_value", "Oil A", 38.2, "MJ/kg"),
        ("calorific_value", "Oil B", 37.1, "MJ/kg"),
    ]
    assert conditions(found.values[0])["temperature"] == 20


def test_a_column_that_only_counts_the_rows_names_no_sample() -> None:
    rows = [" | Coating | Hardness (GPa)", "1 | TiN | 21.5", "2 | CrN | 17.2", "3 | ZrN | 24.1"]
    assert [one[1:3] for one in said(understood(rows, "Hardness of coatings."))] == [
        ("TiN", 21.5),
        ("CrN", 17.2),
        ("ZrN", 24.1),
    ]
    alone = [" | Hardness (GPa)", "1 | 21.5", "2 | 17.2", "3 | 24.1"]
    assert [one[1] for one in said(understood(alone, "Hardness of coatings."))] == ["1", "2", "3"]


def test_a_space_group_is_no_unit_and_heads_no_rows() -> None:
    rows = [" | 1 | 2", "Formula | CuC4H6O4 | NiC4H6O4", "Space group | P21/c | P-1", "a (Å) | 7.912(1) | 8.033(2)"]
    found = understood(rows, "Crystal data of 1 and 2.")
    assert [(f.property, f.quantity.value) for f in found.values] == [
        ("lattice_parameter_a", 7.912),
        ("lattice_parameter_a", 8.033),
    ]


@pytest.mark.parametrize("text", ["A-1", "S-2", "M-1", "PT-3"])
def test_samples_by_letter_and_number_are_no_units(text: str) -> None:
    assert not read_header((text,), Symbols()).has_unit


def test_an_average_in_parentheses_is_a_value_of_its_own() -> None:
    found = understood(["Cell | PCE (%)", "Reference | 17.4 (16.8 ± 0.4)"], "Best cells.")
    assert [(f.quantity.value, f.quantity.uncertainty, conditions(f)) for f in found.values] == [
        (17.4, None, {}),
        (16.8, 0.4, {"case": "average"}),
    ]


def test_where_a_value_is_from_need_be_no_other_work() -> None:
    rows = ["Parameter | Value | Source", "Porosity | 0.42 | measured", "Density (g/cm3) | 2.1 | [7]"]
    found = understood(rows, "Data of the layer.")
    assert [f.origin for f in found.values] == ["reported", "cited"]


def test_a_column_of_methods_names_works_too() -> None:
    rows = ["Solid | Method | a (Å)", "MgS | LDA (this work) | 5.13", "MgS | Exp. [31] | 5.20"]
    found = understood(rows, "Lattice constant a.")
    assert [f.origin for f in found.values] == ["computed", "cited"]


def test_statistics_of_a_fit_are_no_values() -> None:
    rows = ["Carbon | K (L/mg) | R2 | p-value", "C1 | 0.21 | 0.994 | 0.01", "C2 | 0.35 | 0.981 | 0.02"]
    found = understood(rows, "Langmuir constants.")
    assert {f.quantity.value for f in found.values} == {0.21, 0.35}
    assert not any("R2" in conditions(f) for f in found.values)


def test_a_resistance_with_its_number_is_no_statistic() -> None:
    found = understood(["Cell | R1 (Ω) | R2 (Ω)", "A | 2.5 | 31.7"], "Fit of the circuit.")
    assert [f.quantity.value for f in found.values] == [2.5, 31.7]


def test_a_row_of_oxides_heads_contents_of_the_rows() -> None:
    rows = ["Oxide | SiO2 | Al2O3 | CaO | Fe2O3", "Ash | 51.2 | 24.8 | 14.9 | 8.3", "Clay | 62.0 | 29.1 | 1.2 | 6.1"]
    found = understood(rows, "Chemical composition of the raw materials (wt.%).")
    assert {f.subjects[0].text for f in found.values} == {"Ash", "Clay"}
    assert (found.values[0].words, found.values[0].quantity.unit) == ("SiO2 content", "wt%")


def test_among_elements_a_letter_is_an_element() -> None:
    rows = ["Steel | C | Mn | P | V | K", "A | 0.1 | 1.2 | 0.01 | 0.05 | 0.001"]
    found = understood(rows, "Composition (wt%).", text="Here K is the constant of the rate, and Mn the molar mass.")
    assert {f.property for f in found.values} == {"element_content"}
    assert [f.words.split()[0] for f in found.values] == ["C", "Mn", "P", "V", "K"]


def test_an_element_in_a_unit_of_its_own_keeps_its_name() -> None:
    found = understood(["Steel | C | Si | Mn | N (ppm)", "A | 0.2 | 0.3 | 1.4 | 48"], "Chemical composition (mass%).")
    assert found.values[-1].words == "N content"


def test_ratios_do_not_take_the_unit_of_the_caption() -> None:
    rows = ["Phase | B | G | B/G", "TiC | 242 | 181 | 1.34"]
    found = understood(rows, "Bulk modulus B (GPa) and shear modulus G (GPa).")
    assert [f.quantity.unit for f in found.values] == ["GPa", "GPa", None]


def test_what_lies_on_an_area_is_a_value() -> None:
    rows = ["Electrode | Pt loading (mg cm−2) | ECSA (m2/g)", "E1 | 0.12 | 51", "E2 | 0.31 | 48"]
    assert [f.property for f in understood(rows, "Electrodes.").values][:2] == [
        "mass_loading",
        "electrochemical_surface_area",
    ]


def test_what_was_found_in_percent_by_mass_is_a_value() -> None:
    rows = ["Catalyst | SBET (m2/g) | H2/CO | Coke deposit (wt%)", "N1 | 151 | 0.87 | 11.3", "N2 | 148 | 0.91 | 4.2"]
    found = understood(rows, "Tests of the catalysts.")
    assert {f.words for f in found.values} == {"BET specific surface area (SBET)", "H2/CO ratio", "Coke deposit"}


def test_letters_of_factors_belong_to_a_design() -> None:
    head = "Run | A: Current (A) | B: Speed (mm/s) | UTS (MPa)"
    found = understood([head, "1 | 90 | 2 | 310", "2 | 90 | 4 | 335", "3 | 110 | 2 | 352"], "Plan and results.")
    assert {f.property for f in found.values} == {"tensile_strength"}
    assert set(conditions(found.values[0])) == {"current", "speed"}


def test_parts_of_several_mixtures_are_told_apart() -> None:
    rows = ["Spectrum | Element | wt.% | at.%", "1 | O | 30.1 | 55.2", "1 | Fe | 69.9 | 44.8", "2 | O | 2.2 | 7.3"]
    found = understood(rows, "EDS analysis.")
    assert [(f.subjects[0].text, f.words, f.quantity.unit) for f in found.values][:2] == [
        ("Spectrum 1", "O content", "wt%"),
        ("Spectrum 1", "O content", "at.%"),
    ]
    assert found.values[-1].subjects[0].text == "Spectrum 2"


def test_the_corner_of_a_table_of_elements_names_no_part() -> None:
    found = understood(["Element | Na | Al | Ti", "Top | 0.2 | 1.1 | 0.4"], "Impurities by GDMS (ppm).")
    assert {f.subjects[0].text for f in found.values} == {"Top"}


def test_phases_called_by_their_names_alone_are_fractions() -> None:
    found = understood(["Steel | Martensite (vol%) | Bainite (%)", "S1 | 71.3 | 28.7"], "Microstructure of the steel.")
    assert [(f.property, f.words) for f in found.values] == [
        ("phase_fraction", "Martensite fraction"),
        ("phase_fraction", "Bainite fraction"),
    ]


def test_a_row_of_averages_is_no_sample() -> None:
    rows = ["Specimen | UTS (MPa)", "P1 | 402", "P2 | 410", "Average | 406"]
    found = understood(rows, "Tensile tests of brass.")
    assert [f.subjects[0].text if f.subjects else None for f in found.values][:2] == ["P1", "P2"]
    assert conditions(found.values[2]) == {"case": "Average"}


def test_below_a_property_the_headers_name_the_samples() -> None:
    rows = ["T (°C) | Film A | Film B", "Grain size (nm) | | ", "300 | 20 | 17", "400 | 31 | 26"]
    spans = (Span(row=1, column=0, rows=1, columns=3),)
    found = understood(rows, "Annealed films.", spans=spans)
    assert said(found)[:2] == [("grain_size", "Film A", 20, "nm"), ("grain_size", "Film B", 17, "nm")]
    assert conditions(found.values[0])["T"] == 300


def test_directions_below_a_sample_are_cases_of_it() -> None:
    rows = ["Direction | YS (MPa)", "Sheet A | ", "RD | 301", "TD | 322", "Sheet B | ", "RD | 411", "TD | 430"]
    spans = (Span(row=1, column=0, rows=1, columns=2), Span(row=4, column=0, rows=1, columns=2))
    found = understood(rows, "Tests along two directions.", spans=spans)
    assert [(f.subjects[0].text, conditions(f)["direction"]) for f in found.values] == [
        ("Sheet A", "RD"),
        ("Sheet A", "TD"),
        ("Sheet B", "RD"),
        ("Sheet B", "TD"),
    ]


def test_levels_below_a_quantity_head_columns_though_no_header_has_them() -> None:
    rows = ["Sample | Temperature (°C) | | ", " | 25 | 100 | 200", "A1 | 11.2 | 10.1 | 9.0", "A2 | 14.0 | 12.9 | 11.8"]
    spans = (Span(row=0, column=1, rows=1, columns=3),)
    found = understood(rows, "Thermal conductivity (W/m/K) of the ceramics.", spans=spans)
    assert [conditions(f)["temperature"] for f in found.values][:3] == [25, 100, 200]
    assert {f.property for f in found.values} == {"thermal_conductivity"}


def test_a_type_of_conduction_and_a_year_name_no_sample() -> None:
    head = "Author | Year | Type | ZrO2 (vol%) | k (W/mK)"
    found = understood(
        [head, "Lee [4] | 2011 | n | 3 | 4.4", "This work | 2020 | p | 5 | 5.1"], "Thermal conductivity k."
    )
    assert [f.subjects[0].text for f in found.values] == ["ZrO2 = 3 vol.%", "ZrO2 = 5 vol.%"]
    assert [f.origin for f in found.values] == ["cited", "reported"]


def test_letters_of_a_proximate_analysis_are_no_elements() -> None:
    rows = ["Fuel | Proximate analysis (wt%) | | | ", " | M | A | V | FC", "Peat | 9.1 | 4.2 | 61.3 | 25.4"]
    spans = (Span(row=0, column=1, rows=1, columns=4),)
    found = understood(rows, "Analyses.", header=2, spans=spans)
    assert [f.words for f in found.values] == [
        "moisture content (M)",
        "ash content (A)",
        "volatile matter content (V)",
        "fixed carbon content (FC)",
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["Sheet | YS (MPa) | El. (%) | n", "R1 | 150 | 22.1 | 0.21"], "strain hardening exponent (n)"),
        (["Catalyst | E1/2 (V) | Eonset (V) | n", "C1 | 0.81 | 0.92 | 3.91"], "electron transfer number (n)"),
        (["Steel | C (wt%) | Mn (wt%) | CE", "X1 | 0.11 | 1.62 | 0.43"], "carbon equivalent (CE)"),
    ],
)
def test_a_pure_number_is_of_the_field_of_its_columns(rows: list[str], words: str) -> None:
    assert understood(rows, "Results.").values[-1].words == words


def test_a_quantity_of_a_gas_has_no_unit_of_newtons() -> None:
    found = understood(["Membrane | P(N2) | P(O2)", "M1 | 310 | 940"], "Permeabilities in barrers.")
    assert not any(f.quantity.unit for f in found.values)


def test_amounts_in_a_list_of_parameters_are_values() -> None:
    rows = ["Parameter | Value", "Separator thickness | 25 μm", "Salt concentration | 1.2 M"]
    assert [f.quantity.unit for f in understood(rows, "Cell data.").values] == ["um", "M"]


def test_the_next_member_of_a_list_is_no_symbol_of_the_one_before() -> None:
    rows = ["Batch | PDI | ζ (mV) | H/E", "B1 | 0.15 | −28 | 0.08"]
    found = understood(rows, "Particle diameter, PDI, zeta potential, modulus, H/E, of the batches.")
    assert [f.words for f in found.values][:2] == ["polydispersity index (PDI)", "zeta potential (ζ)"]
    assert not any("modulus (H/E)" in f.words for f in found.values)


def test_a_volumetric_value_is_no_coefficient_of_variation() -> None:
    found = understood(["Carbon | Cg (F/g) | Cv (F/cm3)", "K1 | 205 | 128"], "Capacitances.")
    assert [(f.quantity.value, f.quantity.uncertainty) for f in found.values] == [(205, None), (128, None)]


def test_means_and_deviations_below_one_header_are_one_value() -> None:
    rows = ["Foam | Porosity (%) | ", " | Mean | SD", "F1 | 70.1 | 1.3"]
    spans = (Span(row=0, column=1, rows=1, columns=2),)
    found = understood(rows, "Foams.", header=2, spans=spans)
    assert [(f.quantity.value, f.quantity.uncertainty) for f in found.values] == [(70.1, 1.3)]


def test_a_column_of_experiment_holds_values_where_these_are_no_counts() -> None:
    found = understood(["Solid | PBE | Exp.", "InP | 0.68 | 1.42", "GaP | 1.59 | 2.35"], "Band gaps (eV) of solids.")
    assert [f.quantity.value for f in found.values] == [0.68, 1.42, 1.59, 2.35]


def test_symbols_take_the_unit_of_the_caption_by_what_they_usually_are() -> None:
    found = understood(["Alloy | Ms | Mf", "N1 | 41 | 17"], "Transformation temperatures (°C) of the alloys.")
    assert [(f.property, f.quantity.unit) for f in found.values] == [("phase_transition_temperature", "degC")] * 2


def test_times_of_setting_are_no_settings() -> None:
    found = understood(["Paste | Initial setting (min) | Heat (J/g)", "P1 | 143 | 277"], "Hydration.")
    assert [f.quantity.value for f in found.values] == [143, 277]


def test_rows_called_by_a_share_count_it() -> None:
    found = understood([" | C | Cr | Ni", "wt.% | 5.9 | 60.8 | 33.3", "at.% | 21.0 | 50.1 | 28.9"], "EDS analysis.")
    assert [f.quantity.unit for f in found.values] == ["wt%"] * 3 + ["at.%"] * 3
    assert not any(f.subjects for f in found.values)


def test_treatments_below_a_sample_say_how_it_was_made() -> None:
    rows = ["Property | Alloy 1 | | Alloy 2 | ", " | Cast | Aged | Cast | Aged", "UTS (MPa) | 201 | 266 | 223 | 301"]
    spans = (Span(row=0, column=1, rows=1, columns=2), Span(row=0, column=3, rows=1, columns=2))
    found = understood(rows, "Strength.", header=2, spans=spans)
    assert [(f.subjects[0].text, f.subjects[0].processing) for f in found.values] == [
        ("Alloy 1", "Cast"),
        ("Alloy 1", "Aged"),
        ("Alloy 2", "Cast"),
        ("Alloy 2", "Aged"),
    ]


def test_a_temperature_beside_a_time_is_how_a_sample_was_made() -> None:
    rows = ["Temperature (°C) | Time (min) | Grain size (μm)", "1150 | 10 | 0.5", "1150 | 30 | 0.9", "1250 | 10 | 1.4"]
    found = understood(rows, "Sintering of zirconia.")
    names = {f.subjects[0].text: f.subjects[0].processing for f in found.values}
    assert len({(f.subjects[0].text, f.subjects[0].processing) for f in found.values}) == 3, names


def test_phases_in_rows_are_fractions_of_the_samples() -> None:
    found = understood(["Phase | C1 | C2", "Alite | 58.0 | 61.2", "Belite | 15.9 | 12.5"], "Phase composition (wt%).")
    assert [(f.property, f.subjects[0].text, f.quantity.unit) for f in found.values][:2] == [
        ("phase_fraction", "C1", "wt%"),
        ("phase_fraction", "C2", "wt%"),
    ]


def test_a_bare_symbol_carries_the_name_of_its_property() -> None:
    found = understood(["Solid | 2θ (°) | α (10−6/K)", "A | 31.2 | 8.4"], "Data of the solids.")
    assert [f.words for f in found.values] == ["diffraction angle (2θ)", "thermal expansion coefficient (α)"]


def test_a_property_at_a_level_in_a_row_is_a_value() -> None:
    rows = [
        "Property | Film A | Film B",
        "Refractive index at 550 nm | 1.52 | 1.88",
        "Hydrogen content (at.%) | 9.8 | 17.1",
    ]
    found = understood(rows, "Properties of the films.")
    assert [(f.property, f.quantity.value) for f in found.values] == [
        ("refractive_index", 1.52),
        ("refractive_index", 1.88),
        ("element_content", 9.8),
        ("element_content", 17.1),
    ]


def test_a_phrase_that_only_begins_like_a_property_is_none() -> None:
    text = "The upper plateau stress UPS and the residual strain εr were read off the curves."
    found = understood(["Wire | UPS (MPa) | εr (%)", "W1 | 505 | 0.22"], "Superelastic wires.", text=text)
    assert [f.words for f in found.values] == ["upper plateau stress (UPS)", "residual strain (εr)"]

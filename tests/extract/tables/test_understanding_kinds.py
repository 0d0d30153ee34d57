"""Tables of kinds that need more than a header: equations, organisms, treatments, designs, numbered compounds."""

from matloom.extract.document import Document, Span, Table
from matloom.extract.tables.stage import TableFindings
from printed_tables import said, understood


def test_values_written_as_equations() -> None:
    found = understood(["Parameter | Value", "Water depth | H = 50 m", "Ratio | K = 3.93V + 2"])
    assert [(f.words, f.quantity.value, f.quantity.unit) for f in found.values] == [("Water depth", 50, "m")]


def test_the_same_of_several_things() -> None:
    found = understood(
        ["Dose (mg/L) | % inhibition by oil A | % inhibition by Trolox", "5 | 38.1 | 40.2", "8 | 41 | 52"]
    )
    assert {f.subjects[0].text for f in found.values} == {"oil A", "Trolox"}


def test_organisms_are_no_samples() -> None:
    rows = ["Bacterial strain | Zone (mm) |", " | N1 | N2", "E. coli | 12 | 14", "S. aureus | 9 | 8"]
    found = understood(rows, header=2,
                       spans=(Span(row=0, column=1, rows=1, columns=2),))  # fmt: skip
    assert [(f.subjects[0].text, f.quantity.value) for f in found.values] == [
        ("N1", 12),
        ("N2", 14),
        ("N1", 9),
        ("N2", 8),
    ]


def test_settings_of_a_treatment_are_no_values() -> None:
    found = understood(["Heat treatment | Austenitizing | Tempering", "Condition | 860/5/60, 4.4 | 620/8/AC"])
    assert not found.values


def test_coded_levels_of_a_design_are_no_values() -> None:
    rows = [
        "No | X1 | X2 | Hardness (HV)",
        "1 | -1 | -1 | 10",
        "2 | +1 | -1 | 20",
        "3 | -1 | +1 | 30",
        "4 | +1 | +1 | 40",
    ]
    found = understood(rows, text="X1 is the extraction duration.")
    assert [f.quantity.value for f in found.values] == [10, 20, 30, 40]


def test_unit_of_a_note_for_all_values() -> None:
    found = understood(["Phase | Ea | Eb", "I | -5.5 | -6.2"], notes=("All values are in units of meV/atom.",))
    assert {f.quantity.unit for f in found.values} == {"meV/atom"}


def test_caption_gives_a_compound_by_its_number() -> None:
    found = understood(
        ["Bond | Length (Å)", "Mg–N | 2.13"], "Distances for 2.", text="We made Mg3NF3 (1) and Mg2NF (2) by heating."
    )
    assert [f.subjects[0].text for f in found.values] == ["Mg2NF"]


def test_a_unit_that_does_not_fit_makes_another_property() -> None:
    found = understood(["Sample | Figure of merit (Ω−1)", "S1 | 0.7"])
    assert said(found) == [("figure_of_merit_in_1_ohm", "S1", 0.7, "1/ohm")]


def test_rows_of_a_factor_have_the_names_that_papers_use() -> None:
    rows = ["Post-annealing temperature (°C) | FF (%)", "Unannealed | 38", "150 | 41"]
    aliases = [f.subjects[0].aliases for f in understood(rows).values]
    assert aliases == [("Unannealed",), ("150 degC", "150")]


def test_numbered_rows_are_called_as_the_text_calls_them() -> None:
    found = understood(["No | Depth of hardness (µm)", "1 | 71", "2 | 129"], text="Sample #1 is softer than #2.")
    assert [f.subjects[0].aliases for f in found.values] == [("1", "sample #1", "#1"), ("2", "#2")]


def test_a_row_of_units() -> None:
    rows = ["Sample | Tap density | Crystallite size", " | g cm−3 | nm", "L1 | 1.32 | 41"]
    assert said(understood(rows, header=2)) == [
        ("density", "L1", 1.32, "g/cm3"),
        ("crystallite_size", "L1", 41, "nm"),
    ]


def test_ditto_repeats_a_value() -> None:
    rows = ["Steel | C (wt%) | Mn (wt%)", "A | 0.08 | 1.5", "B | ″ | 1.6"]
    assert [f.quantity.value for f in understood(rows).values if "C" in f.words.split()] == [0.08, 0.08]


def test_values_of_a_formula_variable_name_samples() -> None:
    found = understood(["Parameter | y = 0 | y = 0.2", "a (Å) | 8.7285(2) | 8.7031(3)"], "Cell of Na3V2−yAly(PO4)3.")
    assert [f.subjects[0].text for f in found.values] == ["y = 0", "y = 0.2"]


def test_a_hardness_scale_names_the_property() -> None:
    assert said(understood(["Alloy | HV0.5", "A1 | 54 ± 2"])) == [("hardness", "A1", 54, "HV0.5")]


def test_loadings_that_nobody_weighs_in_are_measured() -> None:
    rows = ["Catalyst | Ni loading (wt%) | TOF (h−1)", "A1 | 9.8 | 118", "A2 | 10.1 | 265"]
    assert len(understood(rows).values) == 4
    rows = ["Catalyst | Ni loading (wt%) | TOF (h−1)", "A1 | 5 | 118", "A2 | 10 | 265"]
    assert len(understood(rows).values) == 2


def test_temperatures_beside_the_property_are_conditions() -> None:
    rows = ["Property | Temperature | Alloy 1", "Elongation (%) | RT | 14.2", " | 600 °C | 21.5"]
    found = understood(rows, spans=(Span(row=1, column=0, rows=2, columns=1),))
    assert [f.quantity.value for f in found.values] == [14.2, 21.5]


def test_shares_of_a_whole_have_the_unit_of_the_caption() -> None:
    rows = ["Mix | Quartz | Mullite | Amorphous", "F1 | 8.1 | 17.4 | 74.5", "F2 | 5.9 | 12.0 | 82.1"]
    found = understood(rows, "Phase composition (wt.%) of the binders.")
    assert {(f.property, f.quantity.unit) for f in found.values} == {("phase_fraction", "wt%")}
    assert not [f for f in understood(rows, "Batch composition (wt.%).").values if f.property == "phase_fraction"]


def test_a_fraction_under_a_phase() -> None:
    rows = ["Sample | t-ZrO2 | ", " | wt% | a (Å)", "Z1 | 89.4(3) | 3.6055(2)"]
    found = understood(rows, header=2, spans=(Span(row=0, column=1, rows=1, columns=2),))
    assert (found.values[0].property, found.values[0].words) == ("phase_fraction", "t-ZrO2 phase fraction")


def test_a_temperature_in_the_index_of_a_symbol() -> None:
    (finding,) = understood(["Glass | CTE50–300°C (10−6 K−1)", "G1 | 11.8"]).values
    assert (finding.property, finding.conditions[0].name) == ("thermal_expansion_coefficient", "temperature")


def test_logarithms_are_no_values_of_their_quantity() -> None:
    assert not [f for f in understood(["x | log(σ / S cm−1)", "1 | 2.9"]).values if f.quantity.unit]


def test_values_that_a_row_of_words_assigns() -> None:
    rows = ["Atom | Site | Uiso (Å2)", "Space group R-3m, a = 2.95 Å, Rwp = 7.3% | | ", "Na | 3b | 0.7"]
    found = understood(rows, spans=(Span(row=1, column=0, rows=1, columns=3),))
    assert [(f.property, f.quantity.value) for f in found.values if f.property == "rietveld_r_factor"] == [
        ("rietveld_r_factor", 7.3)
    ]


def test_a_corner_names_the_sample_of_the_whole_table() -> None:
    rows = ["Sample #8 | Experimental data (mm) | Numerical data (mm)", "Width of hardness (mm) | 1.9 | 1.8"]
    assert [f.subjects[0].text for f in understood(rows).values] == ["Sample #8", "Sample #8"]


def test_angstroms_that_ocr_read_without_their_ring() -> None:
    rows = (("Sample", "a (A)", "Current (A)"), ("S1", "3.912", "0.5"))
    table = Table(id="t1", label="1", page=1, caption="Lattice parameters.", cells=rows, header_rows=1, source="ocr")
    document = Document(doc_id="sha256:0", source="a.pdf", reader="none", tables=(table,))
    found = TableFindings()({"parse": document}).value
    assert [(f.quantity.value, f.quantity.unit) for f in found.values] == [(3.912, "angstrom"), (0.5, "A")]


def test_modes_of_a_spectrum_name_no_sample() -> None:
    rows = ["Observed vibrational frequencies | Assignment", "Wavenumbers (cm−1) | Vibrational mode", "1105 | ν(C–O)"]
    (finding,) = understood(rows, "Bands of methanol on ZSM-5.", header=2).values
    assert (finding.property, finding.quantity.unit) == ("vibrational_frequency", "cm-1")
    assert [s.text for s in finding.subjects] == ["ZSM-5"]


def test_the_letter_of_a_drawing_below_what_it_shows() -> None:
    rows = ["Structure | Calculated (cm−1)", "Bent geometry | ", "(A) | 2848"]
    found = understood(rows, "Vibrational frequencies.", spans=(Span(row=1, column=0, rows=1, columns=2),))
    assert [f.subjects[0].text for f in found.values] == ["Bent geometry"]


def test_a_name_in_words_speaks_before_its_symbol() -> None:
    rows = ["Parameter | Symbol | Unit | Anode | Cathode", "Particle radius | Rp | μm | 7.5 | 0.04"]
    rows.append("Maximum concentration | cmax | mol m−3 | 31370 | 22806")
    found = understood(rows)
    assert {f.property for f in found.values} == {"particle_radius", "maximum_concentration"}


def test_a_sites_letter_is_no_element() -> None:
    (finding,) = understood(["Sample | Site | Area (%)", "Fe3O4 | B | 62"]).values
    assert finding.property != "element_content"


def test_settings_of_the_material_of_a_caption() -> None:
    rows = ["Tempering temperature (°C) | Hardness (HRC)", "200 | 53.1", "400 | 46.8"]
    found = understood(rows, "Hardness of the 4340 steel after tempering.")
    assert [(f.subjects[0].text, f.subjects[0].processing) for f in found.values] == [
        ("4340 steel", "Tempering temperature = 200 degC"),
        ("4340 steel", "Tempering temperature = 400 degC"),
    ]


def test_constants_of_an_element() -> None:
    found = understood(["Quantity | Value", "Density (kg/m3) | 8570"], "Material constants of niobium in the model.")
    assert [f.subjects[0].text for f in found.values] == ["niobium"]


def test_the_unit_of_a_distance_that_the_text_lost() -> None:
    (finding,) = understood(
        ["Shell | exp. distance (\x04)", "Fe–N | 2.14(1)"], "Fit of component 2 of the Fe K-edge."
    ).values
    assert (finding.quantity.value, finding.quantity.unit) == (2.14, "angstrom")

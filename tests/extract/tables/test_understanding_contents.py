"""Tables of contents and structures in the less usual forms: what is understood of each."""

from matloom.extract.document import Span
from printed_tables import conditions, said, understood


def test_oxides_under_a_heading_with_a_fraction() -> None:
    rows = ["Glass | Composition (wt%) | ", " | SiO2 | CaO", "G1 | 60.2 | 39.8"]
    found = understood(rows, header=2, spans=(Span(row=0, column=1, rows=1, columns=2),))
    assert [(f.property, f.words, f.quantity.value, f.quantity.unit) for f in found.values] == [
        ("constituent_content", "SiO2 content", 60.2, "wt%"),
        ("constituent_content", "CaO content", 39.8, "wt%"),
    ]


def test_shares_beside_a_treatment_that_has_a_unit() -> None:
    rows = ["Heat treatment | Phase | SiO2 | CaO", "950 °C/10 min | Glass | 60.2 | 39.8", " | Crystal | 51.0 | 49.0"]
    found = understood(rows, "Composition of phases (wt%)", spans=(Span(row=1, column=0, rows=2, columns=1),))
    assert [(f.words, f.quantity.value) for f in found.values] == [
        ("SiO2 content", 60.2),
        ("CaO content", 39.8),
        ("SiO2 content", 51.0),
        ("CaO content", 49.0),
    ]


def test_elements_in_the_rows_at_levels_in_the_columns() -> None:
    rows = ["Time (min) | | 0 | 10", "Cations (at.%) | Y | 44 ± 2 | 39 ± 3", " | Si | 34 ± 1 | 38 ± 1"]
    spans = (Span(row=0, column=0, rows=1, columns=2), Span(row=1, column=0, rows=2, columns=1))
    found = understood(rows, "EDX analysis", spans=spans)
    assert {(f.property, f.quantity.unit) for f in found.values} == {("element_content", "at.%")}
    assert [(f.quantity.value, conditions(f)["Time"]) for f in found.values] == [(44, 0), (39, 10), (34, 0), (38, 10)]


def test_a_fraction_beside_an_electrons_level_is_of_its_element() -> None:
    rows = ["Sample | Peak | Binding energy (eV) | At.%", "S1 | Ti 2p3/2 | 458.6 | 24.1", " | O 1s | 530.1 | 75.9"]
    found = understood(rows, spans=(Span(row=1, column=0, rows=2, columns=1),))
    contents = [f for f in found.values if f.property == "element_content"]
    assert [(f.words.split()[0], f.quantity.value, f.subjects[0].text) for f in contents] == [
        ("Ti", 24.1, "S1"),
        ("O", 75.9, "S1"),
    ]


def test_a_share_as_header_names_the_sample() -> None:
    rows = [" | 50 vol% | 60 vol%", "Porosity (%) | 48.2 | 57.9"]
    assert said(understood(rows)) == [("porosity", "50 vol%", 48.2, "%"), ("porosity", "60 vol%", 57.9, "%")]


def test_one_structure_a_temperature() -> None:
    rows = ["Parameter | 298 K | 250 K", "Space group | Fd-3m | Fddd", "a (Å) | 8.245 | 24.755", "b (Å) | – | 24.883"]
    structures = understood(rows, "Refined parameters of LiMn2O4.").structures
    lengths = [
        (s.space_group, s.lattice.a and s.lattice.a.value, s.lattice.b and s.lattice.b.value) for s in structures
    ]
    assert lengths == [("Fd-3m", 8.245, None), ("Fddd", 24.755, 24.883)]


def test_one_structure_a_row_of_factors() -> None:
    rows = ["x | a (Å) | c (Å)", "0.1 | 4.18 | 10.02", "0.2 | 4.19 | 10.03"]
    structures = understood(rows).structures
    assert [(s.lattice.a.value, s.lattice.c.value) for s in structures if s.lattice.a and s.lattice.c] == [
        (4.18, 10.02),
        (4.19, 10.03),
    ]


def test_statistics_and_bonds_below_a_samples_name() -> None:
    rows = ["Samples | Shift (mm/s) | Area (%)", "SFC 2 | | ", "Average | 0.17 | 19.5", "S.D. | 0.01 | 3.9"]
    rows += ["SFL 1 | | ", "Average | 0.26 | 34.8", "S.D. | 0.02 | 0.9"]
    spans = (Span(row=1, column=0, rows=1, columns=3), Span(row=4, column=0, rows=1, columns=3))
    found = understood(rows, spans=spans)
    assert [(f.subjects[0].text, f.quantity.value) for f in found.values] == [
        ("SFC 2", 0.17),
        ("SFC 2", 19.5),
        ("SFL 1", 0.26),
        ("SFL 1", 34.8),
    ]


def test_samples_that_are_numbered_across() -> None:
    found = understood(["Glass | 1 | 2", "Porosity (%) | 3.1 | 6.4"])
    assert [(f.subjects[0].text, f.subjects[0].aliases, f.quantity.value) for f in found.values] == [
        ("Glass 1", ("1",), 3.1),
        ("Glass 2", ("2",), 6.4),
    ]


def test_a_symbol_of_the_text_is_not_what_its_unit_cannot_be() -> None:
    rows = ["Glass | E (kcal mol−1)", "As-quenched | 62.7"]
    (finding,) = understood(rows, "Activation energy.", text="Young's modulus (E) was measured.").values
    assert (finding.property, "modulus" in finding.words) == ("activation_energy", False)


def test_the_balance_in_the_first_column_names_no_sample() -> None:
    found = understood(
        ["Fe | C | Cr | Mn", "Balanced | 0.97 | 1.38 | 0.28"], "Composition of 100Cr6 (all values in wt%)."
    )
    assert {f.subjects[0].text for f in found.values} == {"100Cr6"}


def test_a_phase_lists_contents_of_substances_by_name_and_formula() -> None:
    rows = ["Point | Upper layer (wt%) | | | TLL", " | Salt | Acid | H2O | ", "1 | 41.2 | 11.3 | 47.5 | 38.1"]
    spans = (Span(row=0, column=1, rows=1, columns=3),)
    found = understood(rows, "Concentrations in both layers (TLL—Tie Line Length).", header=2, spans=spans)
    assert [(f.words, f.quantity.unit) for f in found.values] == [
        ("Salt concentration", "wt%"),
        ("Acid concentration", "wt%"),
        ("H2O concentration", "wt%"),
        ("Tie Line Length (TLL)", None),
    ]


def test_marks_inside_a_header_and_units_of_their_notes() -> None:
    rows = ["Complex | d-dᵃ band | (Λᵇ)", "C1 | 640 | 35", "C2 | 655 | 41"]
    notes = ("a Absorption maxima in nm.", "b Molar conductance (S cm2/mol) was measured in water.")
    found = understood(rows, "Spectra of the complexes.", notes=notes)
    assert [(f.words, f.quantity.unit) for f in found.values][:2] == [
        ("d-d band", "nm"),
        ("Molar conductance (Λ)", "S cm2/mol"),
    ]


def test_weights_and_yields_of_compounds_are_values() -> None:
    found = understood(["Ligand | M.Wt. | Yield (%)", "L1 | 312.4 | 71.5"], "Physical data of the ligands.")
    assert [(f.property, f.quantity.value) for f in found.values] == [("molar_mass", 312.4), ("yield", 71.5)]


def test_the_unit_of_one_quantity_makes_no_other_symbol_an_element() -> None:
    found = understood(["Alloy | Hf | Cmax (wt%)", "L1 | 0.31 | 1.72", "L2 | 0.28 | 1.65"])
    assert "element_content" not in {f.property for f in found.values}

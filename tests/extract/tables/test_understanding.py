"""Tables of our own writing, as papers print them, and what must be understood of each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.document import Document, Span, Table
from matloom.extract.tables.stage import TableFindings
from printed_tables import conditions, said, understood

TEXTS = ["Mg", "Ti", "–", "1.2", "3.4(2)", "n.d.", "σ (S/cm)", "a (Å)", "x = 0.1", "Sample", "Ref.", "[12]", "25 °C"]
TEXTS += ["at.%", "Bal.", "Density (g/cm3)", "LiFePO4"]
ROWS = st.lists(st.sampled_from([*TEXTS, ""]) | st.text(max_size=6), min_size=3, max_size=3)


def test_samples_down() -> None:
    found = understood(["Sample | a (Å) | Density (g/cm3)", "S1 | 3.912(2) | 5.1", "S2 | 3.95 | –"])
    assert said(found) == [
        ("lattice_parameter_a", "S1", 3.912, "angstrom"),
        ("density", "S1", 5.1, "g/cm3"),
        ("lattice_parameter_a", "S2", 3.95, "angstrom"),
    ]
    evidence = found.values[0].evidence
    assert (evidence.kind, evidence.table, evidence.row, evidence.column) == ("table", "1", "S1", "a (Å)")
    assert (evidence.cell, evidence.quote) == ((1, 1), "3.912(2)")
    assert found.values[0].quantity.uncertainty == 0.002


def test_samples_across() -> None:
    found = understood(
        ["Property | Alloy A | Alloy B", "Young modulus (GPa) | 190 | 210", "Density (g/cm3) | 7.8 | 8.1"]
    )
    assert said(found) == [
        ("young_modulus", "Alloy A", 190, "GPa"),
        ("young_modulus", "Alloy B", 210, "GPa"),
        ("density", "Alloy A", 7.8, "g/cm3"),
        ("density", "Alloy B", 8.1, "g/cm3"),
    ]


def test_nested_headers_give_conditions() -> None:
    found = understood(
        ["Sample | σ (S cm−1) | ", " | 600 °C | 800 °C", "LSM | 120 | 1.5 × 10²"],
        "Electrical conductivity, σ.",
        header=2,
        spans=(Span(row=0, column=0, rows=2, columns=1), Span(row=0, column=1, rows=1, columns=2)),
    )  # fmt: skip
    assert [(f.property, f.quantity.value, conditions(f)["temperature"]) for f in found.values] == [
        ("electrical_conductivity", 120, 600),
        ("electrical_conductivity", 150, 800),
    ]


def test_a_caption_names_the_property_of_columns_that_are_conditions() -> None:
    found = understood(
        ["Sample | 0.1 C | 5 C | σ (S cm−1)", "bare | 110 | 60 | 1.0 × 10−9", "coated | 160 | 120 | 0.1"],
        caption="Discharge capacity (mAh g−1) and electronic conductivity of two samples.",
    )
    capacities = [f for f in found.values if f.property == "specific_capacity"]
    assert [f.quantity.value for f in capacities] == [110, 60, 160, 120]
    assert [conditions(f) for f in capacities] == [{"c_rate": 0.1}, {"c_rate": 5}] * 2
    assert [f.quantity.value for f in found.values if f.property == "electrical_conductivity"] == [1e-9, 0.1]


def test_a_condition_in_the_header() -> None:
    (finding,) = understood(["Sample | Electrical conductivity (S/cm) at 800 °C", "A1 | 0.5"]).values
    assert (finding.property, conditions(finding)) == ("electrical_conductivity", {"temperature": 800})


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("Thermal expansion coefficient (10−6 K−1)", "12.1", 12.1e-6),
        ("10⁶ × thermal expansion coefficient (K−1)", "12.1", 12.1e-6),
    ],
)
def test_powers_of_ten_in_headers(header: str, cell: str, value: float) -> None:
    (finding,) = understood([f"Sample | {header}", f"S1 | {cell}"]).values
    assert finding.quantity.value == pytest.approx(value)
    assert finding.evidence.quote == cell


def test_a_unit_row() -> None:
    found = understood(["Sample | Density | Hardness", " | (g/cm3) | (HV)", "S1 | 5.1 | 800"], header=2)
    assert said(found) == [("density", "S1", 5.1, "g/cm3"), ("hardness", "S1", 800, "HV")]


def test_a_unit_column() -> None:
    found = understood(["Parameter | Unit | S1", "Density | g/cm3 | 5.1", "Young modulus | GPa | 200"])
    assert said(found) == [("density", "S1", 5.1, "g/cm3"), ("young_modulus", "S1", 200, "GPa")]


def test_units_in_cells_and_notes() -> None:
    found = understood(
        ["Sample | Grain size | Dᵃ", "S1 | 35 nm | 4.1"],
        "Diffusion coefficient, D.",
        notes=("a Units of (10−8 cm2/s).",),
    )
    assert said(found)[0] == ("grain_size", "S1", 35, "nm")
    assert found.values[1].property == "diffusion_coefficient"
    assert found.values[1].quantity.value == pytest.approx(4.1e-8)


def test_composition_tables() -> None:
    found = understood(
        ["Alloy | C | Mn | Si | Fe", "Steel A | 0.16 | 4.7 | <0.2 | Bal."], "Chemical composition (wt.%)."
    )
    assert [(f.property, f.words, f.quantity.value, f.quantity.relation, f.quantity.unit) for f in found.values] == [
        ("element_content", "C content", 0.16, "=", "wt%"),
        ("element_content", "Mn content", 4.7, "=", "wt%"),
        ("element_content", "Si content", 0.2, "<", "wt%"),
    ]


def test_a_composition_in_a_cell() -> None:
    found = understood(["Sample | Composition", "rod | Ti59.51Zr35.16Cu3.49Co1.84"], "Compositions by EPMA.")
    assert [(f.words, f.quantity.value, f.quantity.unit) for f in found.values] == [
        ("Ti content", 59.51, "at.%"),
        ("Zr content", 35.16, "at.%"),
        ("Cu content", 3.49, "at.%"),
        ("Co content", 1.84, "at.%"),
    ]


def test_a_composition_of_a_phase() -> None:
    rows = ["Sample | Phase | Composition", "rod | β-Ti | Ti60Zr40", "rod | glass | Ti30Zr30Cu40"]
    found = understood(rows, "Compositions.")
    assert [(f.words, conditions(f)["phase"], f.quantity.value) for f in found.values] == [
        ("Ti content", "β-Ti", 60),
        ("Zr content", "β-Ti", 40),
        ("Ti content", "glass", 30),
        ("Zr content", "glass", 30),
        ("Cu content", "glass", 40),
    ]


def test_a_nominal_composition_is_the_sample_s() -> None:
    found = understood(["Alloy | Composition | Hardness (HV)", "A1 | Ti60Zr40 | 300"], "Alloys.")
    (value,) = found.values
    assert value.property == "hardness"
    assert value.subjects[0].composition is not None
    assert value.subjects[0].composition.amounts == {"Ti": 60, "Zr": 40}


def test_rows_of_contents_sum_up_to_compositions() -> None:
    found = understood(["Alloy | Ti | Zr", "A | 60.2 | 39.8", "B | 10 | 20"], "Composition (at.%).")
    first, *_, last = (value.subjects[0].composition for value in found.values)
    assert first is not None
    assert first.amounts == {"Ti": 60.2, "Zr": 39.8}
    assert last is None


def test_the_balance_and_weights_of_a_broken_table() -> None:
    rows = ["Steel | C | Cr", "A | 0.4 | 18", "Steel | Ni | Fe", "A | 10 | Bal."]
    composition = understood(rows, "Composition (wt.%).").values[0].subjects[0].composition
    assert composition is not None
    iron = composition.amounts["Fe"]
    assert isinstance(iron, float)
    assert iron == pytest.approx(69.5, abs=0.5)
    assert composition.amounts["C"] == pytest.approx(1.8, abs=0.1)


def test_labels_beside_compositions_are_definitions() -> None:
    found = understood(["Sample | Composition | Density (g/cm3)", "S1 | Ba0.9Sr0.1TiO3 | 5.8"])
    assert [(d.short, d.long) for d in found.definitions] == [("S1", "Ba0.9Sr0.1TiO3")]
    assert said(found) == [("density", "S1", 5.8, "g/cm3")]


def test_row_groups_share_a_name() -> None:
    found = understood(
        ["State | Cooling rate (°C/min) | Yield strength (MPa)", "QT | 60 | 635", " | 4 | 594", "QA | 60 | 625"]
    )
    assert [(f.subjects[0].text, conditions(f)["cooling rate"], f.quantity.value) for f in found.values] == [
        ("QT", 60, 635),
        ("QT", 4, 594),
        ("QA", 60, 625),
    ]
    assert found.values[0].subjects[0].processing != found.values[1].subjects[0].processing


def test_factors_name_samples_that_have_no_name() -> None:
    found = understood(["Filler content (wt%) | Young modulus (GPa)", "0 | 3.1", "5 | 3.6"], "Epoxies.")
    assert [(f.subjects[0].text, f.quantity.value) for f in found.values] == [
        ("Filler content = 0 wt%", 3.1),
        ("Filler content = 5 wt%", 3.6),
    ]


def test_sections_name_properties() -> None:
    found = understood(
        [
            "Content (wt%) | 20 °C | −55 °C",
            "Fracture toughness (MPa m1/2) | | ",
            "0 | 0.70 | 0.72",
            "Hardness (HV) | | ",
            "0 | 80 | 85",
        ]
    )
    assert [(f.property, conditions(f)["temperature"], f.quantity.value) for f in found.values] == [
        ("fracture_toughness", 20, 0.70),
        ("fracture_toughness", -55, 0.72),
        ("hardness", 20, 80),
        ("hardness", -55, 85),
    ]


def test_headers_that_come_again() -> None:
    found = understood(["Steel | C | Mn", "A | 0.1 | 1.2", "Steel | Si | Cr", "A | 0.3 | 2.5"], "Composition in wt%.")
    assert [f.words for f in found.values] == ["C content", "Mn content", "Si content", "Cr content"]


def test_cited_rows() -> None:
    found = understood(["Material | Specific capacity (mAh/g) | Ref.", "LFP | 150 | [21]", "LCO | 140 | This work"])
    assert [(f.origin, conditions(f).get("reference")) for f in found.values] == [("cited", "[21]"), ("reported", None)]


def test_rows_cited_by_a_footnote() -> None:
    found = understood(
        ["Film | Density (g/cm3)", "Kaptonᵃ | 1.42", "New | 1.5"], notes=("a Data taken from Ref. [35].",)
    )
    assert [(f.subjects[0].text, f.origin) for f in found.values] == [("Kapton", "cited"), ("New", "reported")]


def test_a_column_of_references_for_samples_across() -> None:
    found = understood(["Cathode | LCO | LFP", "References | [21] | [22,23]", "Specific energy (Wh/kg) | 520 | 560"])
    assert [(f.subjects[0].text, f.origin, conditions(f)["reference"]) for f in found.values] == [
        ("LCO", "cited", "[21]"),
        ("LFP", "cited", "[22, 23]"),
    ]


def test_standard_deviations_in_the_next_column() -> None:
    found = understood(["Sample | Density (g/cm3) | SD", "S1 | 5.1 | 0.2"])
    assert [(f.quantity.value, f.quantity.uncertainty) for f in found.values] == [(5.1, 0.2)]


def test_computed_values() -> None:
    found = understood(
        ["Oxide | Band gap (eV) | ", " | Exp. | Calc.", "ZnO | 3.3 | 0.8"], header=2,
        spans=(Span(row=0, column=1, rows=1, columns=2),),
    )  # fmt: skip
    assert [(f.origin, f.method) for f in found.values] == [("reported", "Exp."), ("computed", "Calc.")]


def test_an_impossible_value_is_a_problem() -> None:
    table = Table(id="t1", label="1", caption="", cells=(("Sample", "Band gap (eV)"), ("S1", "-900")))
    document = Document(doc_id="sha256:0", source="a", reader="r", tables=(table,))
    result = TableFindings()({"parse": document})
    assert [p.code for p in result.problems] == ["Q002"]
    assert not result.value.values


def test_refinement_tables() -> None:
    found = understood(
        [
            "Compound | Mg3NF3 | Mg2NF",
            "Space group | Pm3m | I41/amd",
            "Crystal system | cubic | tetragonal",
            "a (Å) | 4.213 | 4.185",
            "c (Å) | – | 10.022",
        ]
    )
    assert [(s.space_group, s.crystal_system, s.subjects[0].text) for s in found.structures] == [
        ("Pm-3m", "cubic", "Mg3NF3"),
        ("I41/amd", "tetragonal", "Mg2NF"),
    ]
    second = found.structures[1].lattice
    assert second.a is not None
    assert second.c is not None
    assert (second.a.value, second.c.value) == (4.185, 10.022)


def test_sites_become_a_cif() -> None:
    found = understood(
        ["Atom | Wyckoff | Occ. | x | y | z", "Na | 4a | 1 | 0 | 0 | 0", "Cl | 4b | 1 | 1/2 | 1/2 | 1/2"],
        "Sites of NaCl. Space group: Fm-3m, a = 5.6402(2) Å.",
    )
    (structure,) = found.structures
    assert structure.space_group == "Fm-3m"
    assert structure.lattice.a is not None
    assert structure.lattice.a.value == 5.6402
    assert structure.cif is not None
    assert structure.cif.count("Na+") + structure.cif.count("  Na  ") >= 4
    assert not any(f.property == "site_occupancy" for f in found.values)


def test_bonds_are_no_samples() -> None:
    found = understood(["Bond | Bond length (Å)", "Na–O | 2.357", "Fe–O | 1.987"], "Distances in NaFeO2.")
    assert [(f.property, f.subjects[0].text, conditions(f)["bond"]) for f in found.values] == [
        ("bond_length", "NaFeO2", "Na–O"),
        ("bond_length", "NaFeO2", "Fe–O"),
    ]


def test_symbols_from_the_text() -> None:
    found = understood(["Sample | Qx (MPa)", "S1 | 300"], text="The tensile strength (Qx) was measured.")
    assert said(found) == [("tensile_strength", "S1", 300, "MPa")]


def test_columns_called_a_and_b_hold_no_boron() -> None:
    found = understood(
        ["Sample | A (%) | B (%) | C (%)", "S1 | 1 | 2 | 3"], "Yields.", notes=("A: gas yield; B: oil yield",)
    )
    assert not any(f.property == "element_content" for f in found.values)
    assert any("oil yield" in f.words for f in found.values)


def test_a_symbol_of_the_caption_is_no_element() -> None:
    found = understood(["Sample | Pr (%)", "S1 | 5.1"], "Pore volume ratio (Pr) of the gels.")
    assert [f.property for f in found.values] == ["pore_volume_ratio"]


def test_merged_value_is_said_once() -> None:
    found = understood(
        ["Sample | Density (g/cm3) |", "S1 | 5.1 |", "S2 | 5.2 |"],
        spans=(Span(row=0, column=1, rows=1, columns=2), Span(row=1, column=1, rows=1, columns=2)),
    )
    assert [f.quantity.value for f in found.values] == [5.1, 5.2]


def test_headings_name_no_samples() -> None:
    rows = ["C | Mn | Si", "0.2 | 1.5 | 0.3", "Mechanical properties | |"]
    rows += ["Yield stress, MPa | Elongation, % | Hardness, HV", "700 | 17 | 250"]
    spans = (Span(row=2, column=0, rows=1, columns=3),)
    found = understood(rows, "Chemical composition of steel X70 (wt.%).", spans=spans)
    assert said(found)[3:] == [
        ("yield_strength", "X70", 700, "MPa"),
        ("elongation", "X70", 17, "%"),
        ("hardness", "X70", 250, "HV"),
    ]
    assert found.values[-1].subjects[0].aliases == ("steel X70",)


def test_levels_over_columns_and_the_property_of_the_caption() -> None:
    found = understood(
        ["Day | 1 | | 30 |", "Blend | 4 °C | 25 °C | 4 °C | 25 °C", "B1 | 1.1 | 1.2 | 1.3 | 1.4"],
        "Peroxide values (meq O2/kg oil) of the blends.", header=0,
        spans=(Span(row=0, column=1, rows=1, columns=2), Span(row=0, column=3, rows=1, columns=2)),
    )  # fmt: skip
    last = found.values[-1]
    assert (last.words, last.quantity.value, last.quantity.unit) == ("Peroxide values", 1.4, "meq O2/kg oil")
    assert conditions(last) == {"day": 30, "temperature": 25}


def test_list_without_a_header() -> None:
    found = understood(["R | 65.5 mΩ", "J | 250 kg m2", "kc | 3 W s5/2"], text="J is the moment of inertia.", header=0)
    assert [(f.words, f.quantity.value, f.quantity.unit) for f in found.values] == [
        ("R", 65.5, "mohm"), ("moment of inertia (J)", 250, "kg m2"),
    ]  # fmt: skip


def test_one_cell_and_five_thousand_rows() -> None:
    assert not understood(["x"]).values
    found = understood(["Sample | Density (g/cm3)", *(f"S{i} | {1 + i / 1000:.3f}" for i in range(5000))])
    assert len(found.values) == 5000


@given(
    st.lists(
        st.lists(st.sampled_from([*TEXTS, ""]) | st.text(max_size=6), min_size=3, max_size=3), min_size=1, max_size=5
    ),
    st.integers(0, 3),
)
@settings(max_examples=150)
def test_any_grid_is_read(rows: list[list[str]], header: int) -> None:
    cells = tuple(tuple(row) for row in rows)
    table = Table(id="t1", label="1", caption="Values of LiFePO4", cells=cells, header_rows=header)
    document = Document(doc_id="sha256:0", source="a", reader="r", tables=(table,))
    result = TableFindings()({"parse": document})
    for finding in result.value.values:
        row, column = finding.evidence.cell or (0, 0)
        assert finding.evidence.quote == cells[row][column]
        assert 0 <= finding.confidence <= 1


def test_a_source_that_is_the_present_one_is_no_other() -> None:
    found = understood(["Coating | Hardness (GPa) | Ref.", "A | 23.1 | 18", "B | 31.4 | Present"])
    assert [f.origin for f in found.values] == ["cited", "reported"]


def test_the_work_behind_a_name_is_where_its_values_are_from() -> None:
    found = understood(["Alloy | UTS (MPa)", "Printed | 1003", "Rolled [7, 9] | 951"])
    assert [(f.subjects[0].text, f.origin) for f in found.values] == [("Printed", "reported"), ("Rolled", "cited")]

import re

import pytest
from matloom.records.compositions import Composition
from matloom.records.errors import MESSAGES
from matloom.records.gates.hits import STAGE
from matloom.records.gates.rules import RULES, check_paper, hits
from matloom.records.gates.store import check_store
from matloom.records.store.rows import batches
from matloom.records.store.store import Store
from reference_records import cite, paper, recipe, sample, structure, value


def flags(made):
    return [(rule.name, hit.record) for rule, hit in hits(made)]


def names(*samples, **records):
    return [name for name, _ in flags(paper(samples, **records))]


@pytest.mark.parametrize(
    "formula",
    ["LiFePO4", "BaTiO3", "Ce0.8Gd0.2O2", "La0.7Sr0.3MnO3", "LiNi0.8Co0.1Mn0.1O2", "Fe3O4", "MgAl2O4", "NaCl",
     "K2CO3", "SrFeO3", "Li0.5CoO2",
     "Na3V2(PO4)3", "Bi2Sr2CaCu2O8", "YBa2Cu3O7", "CsPbI3", "Mg2NF", "Ni(OH)2",
     "Li10GeP2S12", "Li6PS5Cl", "Na3Zr2Si2PO12", "KMnO4", "Ti3AlC2",
     "Ni3Al", "Bi2Te3", "CO2", "FeCl3", "LiPF6", "AgNO3", "Ba0.5Sr0.5Co0.8Fe0.2O3"],
)  # fmt: skip
def test_charges_of_materials_that_exist_balance(formula):
    assert names(sample(formula)) == []


@pytest.mark.parametrize("formula", ["LiFePO6", "BaTiO5", "Al(OH)2O4", "Na4Cl", "Li5CoO2", "ZnO2.5", "Ca3F", "TiO6"])
def test_charges_of_misread_formulas_do_not(formula):
    assert names(sample(formula)) == ["charge_balance"]


def test_percentages_of_a_formula_sum_to_a_hundred():
    assert names(sample("Zr41.2Ti13.8Cu12.5Ni10Be22.5")) == []
    assert names(sample("Zr41.2Ti13.8Cu12.5Ni10Be32.5")) == ["formula_sums"]
    assert names(sample("Fe50Mn30Co10Cr10")) == []


def cell(row, column, words="table"):
    return cite(words, kind="table", table="1", row="s1", column=str(column), cell=(row, column))


def contents(*numbers, unit="wt%", property="element_content", row=1):
    return [
        value(property, number, unit, words=f"{place} content", evidence=cell(row, place), name=f"m{row}-{place}")
        for place, number in enumerate(numbers)
    ]


def test_contents_of_one_row_are_at_most_the_whole():
    assert names(sample("NiTi"), measurements=contents(55, 45.5)) == []
    assert flags(paper([sample("NiTi")], measurements=contents(55, 45, 4))) == [("content_sums", "m1-0")]
    assert names(sample("NiTi"), measurements=[*contents(90, row=1), *contents(80, row=2)]) == []
    assert names(sample("NiTi"), measurements=contents(900, 800, unit="ppm")) == []
    assert names(sample("NiTi"), measurements=contents(60, 70, unit="%", property="phase_fraction")) == ["content_sums"]


def test_values_outside_the_bounds_of_their_property():
    assert names(sample("Si"), measurements=[value("band_gap", 1.1, "eV")]) == []
    assert names(sample("Si"), measurements=[value("band_gap", 1100, "eV")]) == ["bounds"]
    assert names(sample("Si"), measurements=[value("band_gap", 1.1, "kg")]) == ["bounds"]
    assert names(sample("Si"), measurements=[value("diffraction_angle", 5, "%")]) == ["bounds"]
    assert names(sample("Si"), measurements=[value("element_content", 1019, "wt%")]) == ["bounds"]
    assert names(sample("Si"), measurements=[value("element_content", 10.19, "wt%")]) == []
    assert names(sample("Si"), measurements=[value("not_of_the_vocabulary", 1.1, "kg")]) == []


def test_density_against_atoms_and_cell():
    salt = structure(space_group="Fm-3m", a=5.64)
    assert names(sample("NaCl"), structures=[salt], measurements=[value("density", 2.16, "g/cm3")]) == []
    assert names(sample("NaCl"), structures=[salt], measurements=[value("density", 0.4, "g/cm3")]) == ["density"]
    assert names(sample("NaCl"), measurements=[value("density", 0.4, "g/cm3")]) == []
    assert names(sample("C"), measurements=[value("density", 3.51, "g/cm3")]) == []
    assert names(sample("SiC"), measurements=[value("density", 12, "g/cm3")]) == ["density"]


@pytest.mark.parametrize(
    ("formula", "capacity", "flagged"),
    [("LiFePO4", 166, False), ("LiFePO4", 266, True), ("LiCoO2", 274, False), ("LiMn2O4", 120, False),
     ("LiCoO2", 400, True),
     ("Si", 4200, False), ("Fe2O3", 1007, False), ("SnO2", 1494, False), ("TiO2", 2400, True),
     ("C", 372, False), ("MoS2", 670, False), ("Li4Ti5O12", 175, False), ("C6H4O4", 4000, False),
     ("Na3V2(PO4)3", 117, False)],
)  # fmt: skip
def test_capacity_against_what_the_formula_can_store(formula, capacity, flagged):
    found = names(sample(formula), measurements=[value("specific_capacity", capacity, "mAh/g")])
    assert found == (["capacity"] if flagged else [])


def test_a_composite_or_a_limit_has_no_capacity_to_compare():
    made = sample("LiFePO4/C", made=Composition(formula="LiFePO4/C", kind="composite"))
    assert names(made, measurements=[value("specific_capacity", 900, "mAh/g")]) == []
    assert names(sample("LiFePO4"), measurements=[value("specific_capacity", 900, "mAh/g", relation="<")]) == []


def thermoelectric(merit, kelvin=(300, 300, 300, 300), factor=None):
    made = [
        value("figure_of_merit", merit, kelvin=kelvin[0], name="zt"),
        value("seebeck_coefficient", 200, "uV/K", kelvin=kelvin[1]),
        value("electrical_conductivity", 1000, "S/cm", kelvin=kelvin[2]),
        value("thermal_conductivity", 1.2, "W/m/K", kelvin=kelvin[3]),
    ]
    return [*made, value("power_factor", factor, "uW/cm/K2", kelvin=300, name="pf")] if factor else made


def test_the_figure_of_merit_against_what_it_is_made_of():
    assert names(sample("Bi2Te3"), measurements=thermoelectric(1.0)) == []
    assert flags(paper([sample("Bi2Te3")], measurements=thermoelectric(0.1))) == [("figure_of_merit", "zt")]
    assert names(sample("Bi2Te3"), measurements=thermoelectric(0.1, (300, 300, 300, 500))) == []
    assert names(sample("Bi2Te3"), measurements=thermoelectric(1.0, factor=40)) == []
    assert names(sample("Bi2Te3"), measurements=thermoelectric(1.0, factor=4)) == ["power_factor"]


def test_a_value_given_twice_differently_is_compared_with_neither():
    twice = [*thermoelectric(0.1), value("thermal_conductivity", 2.4, "W/m/K", kelvin=300)]
    assert names(sample("Bi2Te3"), measurements=twice) == []


def test_resistivity_modulus_and_porosity_against_their_partners():
    def pair(first, second):
        return names(sample("Cu"), measurements=[first, second])

    assert pair(value("electrical_resistivity", 2e-6, "ohm cm"), value("electrical_conductivity", 5e5, "S/cm")) == []
    assert pair(value("electrical_resistivity", 2e-3, "ohm cm"), value("electrical_conductivity", 5e5, "S/cm")) == [
        "resistivity"
    ]
    assert pair(value("porosity", 4, "%"), value("relative_density", 96, "%")) == []
    assert pair(value("porosity", 4, "%"), value("relative_density", 85, "%")) == ["porosity"]
    elastic = [value("shear_modulus", 80, "GPa"), value("poisson_ratio", 0.3)]
    assert names(sample("Fe"), measurements=[value("young_modulus", 208, "GPa"), *elastic]) == []
    assert names(sample("Fe"), measurements=[value("young_modulus", 20.8, "GPa"), *elastic]) == ["elastic_constants"]


def test_a_sample_yields_before_it_breaks():
    def strengths(low, high, rows=(1, 1)):
        return names(sample("Fe"), measurements=[
            value("yield_strength", low, "MPa", evidence=cell(rows[0], 1)),
            value("tensile_strength", high, "MPa", evidence=cell(rows[1], 2)),
        ])  # fmt: skip

    assert strengths(300, 500) == [] and strengths(700, 500) == ["strength"] and strengths(700, 500, (1, 2)) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"space_group": "Fm-3m", "crystal_system": "cubic", "a": 4.2}, []),
        ({"space_group": "R-3m", "crystal_system": "hexagonal", "a": 2.8, "c": 14}, []),
        ({"space_group": "R-3m", "crystal_system": "rhombohedral", "a": 5.4, "alpha": 55}, []),
        ({"space_group": "Pnma", "crystal_system": "tetragonal"}, ["crystal_system"]),
        ({"space_group": "Fm-3m", "a": 4.2, "b": 4.2, "c": 5.1}, ["cell_metric"]),
        ({"space_group": "P63/mmc", "a": 3.2, "b": 4.2, "c": 5.1}, ["cell_metric"]),
        ({"space_group": "P63/mmc", "a": 3.2, "c": 5.1, "gamma": 90}, ["cell_metric"]),
        ({"space_group": "P21/c", "a": 5, "b": 6, "c": 7, "beta": 98}, []),
        ({"space_group": "P21/c", "a": 5, "b": 6, "c": 7, "alpha": 98, "beta": 97}, ["cell_metric"]),
        ({"space_group": "Pnma", "a": 10.33, "b": 6.01, "c": 4.69, "volume": 291.2}, []),
        ({"space_group": "Pnma", "a": 10.33, "b": 6.01, "c": 4.69, "volume": 391.2}, ["cell_volume"]),
        ({"space_group": "R-3m", "a": 2.82, "c": 14.05, "volume": 96.8}, []),
        ({"space_group": "R-3m", "a": 2.82, "c": 14.05, "volume": 32.25}, []),
        ({"a": 10.33, "b": 6.01, "c": 4.69, "volume": 100}, []),
        ({"a": 3, "b": 4, "c": 5}, []),
    ],
)
def test_lattices_against_their_symmetry_and_volume(said, found):
    assert names(sample("TiO2"), structures=[structure(**said)]) == found


def test_peaks_below_the_widest_spacing():
    made = {"structures": [structure(space_group="Fm-3m", a=4.0)]}
    assert names(sample("MgO"), measurements=[value("diffraction_angle", 38.9, "deg")], **made) == []
    assert names(sample("MgO"), measurements=[value("diffraction_angle", 12.0, "deg")], **made) == ["diffraction_peaks"]


def test_recipes():
    def steps(*made):
        return names(sample("BaTiO3"), synthesis=[recipe(*made)])

    warm = {"temperature": (900, "degC")}
    assert steps(("calcine", warm), ("sinter", {"temperature": (1250, "degC")})) == []
    assert steps(("calcine", warm), ("sinter", {"temperature": (600, "degC")})) == ["heating_order"]
    assert steps(("sinter", {"temperature": (-500, "degC")})) == ["absolute_zero"]
    assert steps(("wash", {"temperature": (900, "degC")})) == ["step_settings"]
    assert steps(("dry", {"temperature": (120, "degC"), "time": (12, "h")})) == []
    assert steps(("anneal", {"time": (30_000, "h")})) == ["step_settings"]
    assert steps(("sinter", {"temperature": (9000, "degC")})) == ["step_settings"]


def test_temperatures_of_values_and_conditions():
    assert names(sample("Fe"), measurements=[value("curie_temperature", 1043, "K")]) == []
    low = value("curie_temperature", -1043, "K")
    assert "absolute_zero" in names(sample("Fe"), measurements=[low])
    cold = value("hardness", 2, "GPa", kelvin=-20)
    assert names(sample("Fe"), measurements=[cold]) == ["absolute_zero"]


def test_a_problem_says_what_and_where():
    made = paper([sample("LiFePO6")])
    (problem,) = check_paper(made)
    assert (problem.stage, problem.code) == (STAGE, "G001")
    assert problem.where == {"rule": "charge_balance", "kind": "sample", "record": "s1", "page": 1}
    assert problem.why == "The charges of LiFePO6 do not balance: at best -2."


def test_rules_have_names_of_their_own_and_messages():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.code in MESSAGES and rule.reason for rule in RULES)
    assert all(re.fullmatch("[a-z_]+", rule.name) for rule in RULES)


def test_flags_are_stored_once_counted_in_the_views_and_nothing_else_changes(tmp_path):
    made = paper(
        [sample("LiFePO6"), sample("Fe", "s2")],
        structures=[structure(of="s2", space_group="Pnma", crystal_system="cubic")],
        measurements=[value("band_gap", n, "eV", of="s2", name=name) for n, name in ((900, "bad"), (1, "good"))],
    )  # fmt: skip
    with Store.open(tmp_path / "f.duckdb", "write") as store:
        store.write(made.document.id, "1", batches(made))
        for _ in range(2):
            heard = []
            check_store(store, lambda paper, found, heard=heard: heard.extend(found))
            assert len(heard) == 3
        ask = store.connection.execute
        assert ask("SELECT measurement, flags FROM v_measurements").fetchall() == [("bad", 1), ("good", 0)]
        assert ask("SELECT sample_id, flags FROM v_samples").fetchall() == [("s1", 1), ("s2", 0)]
        assert ask("SELECT structure, flags FROM v_structures").fetchall() == [("t1", 1)]
        assert ask("SELECT rule, record FROM v_flags").fetchall() == [
            ("charge_balance", "s1"), ("bounds", "bad"), ("crystal_system", "t1"),
        ]  # fmt: skip
        kept = next(iter(store.papers()))
    assert (kept.samples, kept.measurements, kept.structures) == (made.samples, made.measurements, made.structures)

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.records.compositions import CompositionFamily, compositions_to_json


def read(text):
    return CompositionFamily.from_text(text).value.compositions


def only(text):
    found = read(text)
    assert len(found) == 1, [composition.formula for composition in found]
    return found[0]


D = "δ"
HARD = [
    ("La1−xSrxCo0.2Fe0.8O3−δ", {"La": "1-x", "Sr": "x", "Co": 0.2, "Fe": 0.8, "O": "3-δ"}),
    ("(Bi0.5Na0.5)0.94Ba0.06TiO3", {"Bi": 0.47, "Na": 0.47, "Ba": 0.06, "Ti": 1, "O": 3}),
    ("Ba[Zn(1-x)/3NbxTa2(1-x)/3]O3", {"Ba": 1, "Zn": "1/3-1/3*x", "Nb": "x", "Ta": "2/3-2/3*x", "O": 3}),
    ("La 2−x Ba x CuO 4", {"La": "2-x", "Ba": "x", "Cu": 1, "O": 4}),
    ("LiNi₁⸝₃Co₁⸝₃Mn₁⸝₃O₂".replace("⸝", "/"), {"Li": 1, "Ni": 1 / 3, "Co": 1 / 3, "Mn": 1 / 3, "O": 2}),
    ("Lan+1NinO3n+1 (n = 2)", {"La": 3, "Ni": 2, "O": 7}),
    ("(Ca0.7Sr03)TiO3", {"Ca": 0.7, "Sr": 0.3, "Ti": 1, "O": 3}),
    ("Na(Cox2+Ni1-x2+)PO4", {"Na": 1, "Co": "x", "Ni": "1-x", "P": 1, "O": 4}),
    ("Sr4Y1-z(BO3)3:zEu3+", {"Eu": "z", "Sr": 4, "Y": "1-z", "B": 3, "O": 9}),
    ("Ca0.95WO4:0.05Tb3+", {"Tb": 0.05, "Ca": 0.95, "W": 1, "O": 4}),
    ("Ba(1- x)Zn(1- y)P2O7:xEu2+,yMn2+", {"Eu": "x", "Mn": "y", "Ba": "1-x", "Zn": "1-y", "P": 2, "O": 7}),
    ("Ba2In2(1-x)Sn2xO5+x□1-x", {"Ba": 2, "In": "2-2*x", "Sn": "2*x", "O": "5+x", "□": "1-x"}),
    ("(Y,Lu)Ba2Cu3O7", {"M": 1, "Ba": 2, "Cu": 3, "O": 7}),
    ("PrBa0.5Sr0.5Co2-xFexO5+δ (x = 0.5)", {"Pr": 1, "Ba": 0.5, "Sr": 0.5, "Co": 1.5, "Fe": 0.5, "O": "5+δ"}),
    ("CoCl2·6H2O", {"Co": 1, "Cl": 2, "H": 12, "O": 6}),
    ("Na2WO4.2H2O", {"Na": 2, "W": 1, "O": 6, "H": 4}),
    ("CaSO4·1/2H2O", {"Ca": 1, "S": 1, "O": 4.5, "H": 1}),
    ("3CdSO4∙8H2O", {"Cd": 3, "S": 3, "O": 20, "H": 16}),
    ("K3[Fe(CN)6]", {"K": 3, "Fe": 1, "C": 6, "N": 6}),
    ("Ca10(PO4)6(OH)2", {"Ca": 10, "P": 6, "O": 26, "H": 2}),
    ("Zn(OAc)2·2H2O", {"Zn": 1, "C": 4, "H": 10, "O": 6}),
    ("Cs0.1FA0.9Pb(I0.9Br0.1)3", {"Cs": 0.1, "C": 0.9, "H": 4.5, "N": 1.8, "Pb": 1, "I": 2.7, "Br": 0.3}),
    ("SO₄²⁻", {"S": 1, "O": 4}),
    ("NH4+", {"N": 1, "H": 4}),
    ("α-Al2O3", {"Al": 2, "O": 3}),
    ("2H-WS2", {"W": 1, "S": 2}),
    ("P2-Na0.7MnO2", {"Na": 0.7, "Mn": 1, "O": 2}),
    ("0.7PMN-0.3PT", {"Pb": 1, "Mg": 0.7 / 3, "Nb": 1.4 / 3, "O": 3, "Ti": 0.3}),
    ("0.6BaTiO3–0.4CaZrO3", {"Ba": 0.6, "Ti": 0.6, "O": 3, "Ca": 0.4, "Zr": 0.4}),
    ("(1-x)BNT-xBT", {"Bi": "0.5-0.5*x", "Na": "0.5-0.5*x", "Ti": 1, "O": 3, "Ba": "x"}),
    ("BaTiO3-xBaSnO3", {"Ba": 1, "Ti": "1-x", "O": 3, "Sn": "x"}),
    ("Y2O3+2SiO2", {"Y": 2, "O": 7, "Si": 2}),
    ("Fe-20Al (at.%)", {"Fe": 0.8, "Al": 0.2}),
    ("Zr41.2Ti13.8Cu12.5Ni10Be22.5", {"Zr": 41.2, "Ti": 13.8, "Cu": 12.5, "Ni": 10, "Be": 22.5}),
    ("8YSZ", {"Zr": 0.92, "Y": 0.16, "O": 2.08}),
    ("8 mol% YSZ", {"Zr": 0.92, "Y": 0.16, "O": 2.08}),
    ("NMC811", {"Li": 1, "Ni": 0.8, "Mn": 0.1, "Co": 0.1, "O": 2}),
    ("Li7La3Zr2O12 (LLZO)", {"Li": 7, "La": 3, "Zr": 2, "O": 12}),
    ("LLZO (Li6.4La3Zr1.4Ta0.6O12)", {"Li": 6.4, "La": 3, "Zr": 1.4, "Ta": 0.6, "O": 12}),
    ("MAPbI3", {"C": 1, "H": 6, "N": 1, "Pb": 1, "I": 3}),
    ("copper(II) nitrate trihydrate", {"Cu": 1, "N": 2, "O": 9, "H": 6}),
    ("cobalt (II, III) oxide Co3O4", {"Co": 3, "O": 4}),
    ("lead-free (K0.5Na0.5)NbO3 ceramics", {"K": 0.5, "Na": 0.5, "Nb": 1, "O": 3}),
    ("Mo doped YBa2(Cu1-xMox)3Oz", {"Y": 1, "Ba": 2, "Cu": "3-3*x", "Mo": "3*x", "O": "z"}),
    ("SmO 1Àx F x FeAs", {"Sm": 1, "O": "1-x", "F": "x", "Fe": 1, "As": 1}),
    ("diphosphorus pentoxide", {"P": 2, "O": 5}),
]


@pytest.mark.parametrize(("text", "amounts"), HARD, ids=[text for text, _ in HARD])
def test_hard_strings_have_all_amounts_right(text, amounts):
    found = only(text).amounts
    assert set(found) == set(amounts)
    for symbol, amount in amounts.items():
        assert found[symbol] == (amount if isinstance(amount, str) else pytest.approx(amount, abs=1e-9)), symbol


def test_values_of_a_variable_make_a_composition_each():
    family = read("Ba1-xSrxTiO3 (x = 0, 0.1, 0.2)")
    assert [composition.formula for composition in family] == ["BaTiO3", "Ba0.9Sr0.1TiO3", "Ba0.8Sr0.2TiO3"]
    assert [composition.variables for composition in family] == [{"x": 0.0}, {"x": 0.1}, {"x": 0.2}]
    assert family[0].amounts == {"Ba": 1.0, "Ti": 1.0, "O": 3.0}


@pytest.mark.parametrize(
    "told", ["(0 ≤ x ≤ 0.3)", "with 0<=x<=0.3", "(x = 0–0.3)", ", x = 0 to 0.3", "(x from 0 to 0.3)"]
)
def test_a_range_bounds_the_variable_and_leaves_it_open(told):
    composition = only(f"Ce1-xGdxO2-δ {told}")
    assert composition.ranges == {"x": (0.0, 0.3)}
    assert composition.amounts["Gd"] == "x"
    assert composition.variables == {"x": "x", "δ": "δ"}


def test_dots_and_steps_in_a_list_of_values_are_spelled_out():
    assert len(read("Ba1-xSrxTiO3 (x = 0, 0.1, ..., 0.5)")) == 6
    assert len(read("Ba1-xSrxTiO3 (x = 0-0.5, step 0.1)")) == 6


def test_element_lists_make_a_composition_each():
    assert [one.formula for one in read("RE2O3 (RE = La, Nd and Sm)")] == ["La2O3", "Nd2O3", "Sm2O3"]
    assert [one.formula for one in read("ABO3 (A = Ca, Sr; B = Ti, Zr)")] == ["CaTiO3", "CaZrO3", "SrTiO3", "SrZrO3"]
    assert [one.formula for one in read("LnFeO3 (Ln = Sm–Tb)")] == ["SmFeO3", "EuFeO3", "GdFeO3", "TbFeO3"]


def test_an_open_site_keeps_its_letter():
    composition = only("SrFe1-xMxO3")
    assert composition.sites == {"M": ()}
    assert only("BaCo1-x(Sm/Ce)xO3").sites == {"M": ("Sm", "Ce")}
    assert only("BaCo1-x(Sm/Ce)xO3").elements == ("Ba", "Ce", "Co", "O", "Sm")


def test_mixture_with_a_misprinted_first_share_keeps_both_parts():
    composition = only("1 - x(K0.5Na0.5)(Nb0.995Mn0.005O3)-xCuO")
    assert [part.composition.formula for part in composition.parts] == ["(K0.5Na0.5)(Nb0.995Mn0.005O3)", "CuO"]
    assert [part.fraction for part in composition.parts] == ["1-x", "x"]


@pytest.mark.parametrize(
    ("text", "additives"),
    [
        ("SrTiO3:Pr,Al,Ga", ("Pr", "Al", "Ga")),
        ("Na2Y2Ti3O10:Eu3+,Sm3+", ("Eu3+", "Sm3+")),
        ("Gd2O3:Yb3+/Er3+", ("Yb3+", "Er3+")),
        ("Nb-doped SrTiO3", ("Nb",)),
        ("5 mol% Sm-doped CeO2", ("5 mol% Sm",)),
        ("TiO2 doped with Nb", ("Nb",)),
    ],
)
def test_dopants_without_a_place_are_additives(text, additives):
    assert only(text).additives == additives


def test_dopants_that_are_site_letters_join_the_formula():
    composition = only("Ca1-xSnSiO5: Rx3+")
    assert composition.amounts == {"R": "x", "Ca": "1-x", "Sn": 1.0, "Si": 1.0, "O": 5.0}


def test_coatings_and_composites_keep_their_parts():
    coating = only("Fe2O3@C")
    assert (coating.kind, [part.composition.formula for part in coating.parts]) == ("coating", ["Fe2O3", "C"])
    assert coating.amounts == {}
    composite = only("LiFePO4/graphene (3 wt%)")
    assert [(part.composition.formula, part.fraction, part.basis) for part in composite.parts] == [
        ("LiFePO4", 0.97, "wt"),
        ("C", 0.03, "wt"),
    ]
    assert [part.fraction for part in only("5 wt% Pt/C").parts] == [0.05, 0.95]


def test_alloys_in_weight_percent_have_atomic_amounts():
    alloy = only("Ti-6Al-4V")
    assert [(part.composition.formula, part.fraction, part.basis) for part in alloy.parts] == [
        ("Ti", 0.9, "wt"),
        ("Al", 0.06, "wt"),
        ("V", 0.04, "wt"),
    ]
    # 6 / 26.98 over the sum of 90 / 47.87, 6 / 26.98 and 4 / 50.94
    assert alloy.amounts["Al"] == pytest.approx(0.10195, abs=1e-4)
    assert sum(alloy.amounts.values()) == pytest.approx(1)
    assert only("Ti6Al4V").amounts == alloy.amounts


def test_additions_in_percent_are_shares():
    parts = only("(Na0.5K0.5)NbO3 + 1.5 mol% CuF2").parts
    assert [(part.composition.formula, part.fraction) for part in parts] == [
        ("(Na0.5K0.5)NbO3", 0.985),
        ("CuF2", 0.015),
    ]
    parts = only("Al2O3-20 wt% ZrO2").parts
    assert [(part.fraction, part.basis) for part in parts] == [(0.8, "wt"), (0.2, "wt")]


@pytest.mark.parametrize(
    "text",
    [
        "WSN",
        "GmbH & Co",
        "Cast",
        "the sample",
        "SEM",
        "HRTEM",
        "",
        "   ",
        "x = 0.1",
        "Xy9Zz",
        "()",
        "(((",
        "1-x",
        "Q2345",
    ],
)
def test_no_material(text):
    result = CompositionFamily.from_text(text)
    assert result.value.compositions == ()
    assert [problem.code for problem in result.problems] == ["C001"]


def test_a_nickname_is_looked_up_and_not_read_as_a_formula():
    assert only("Tl2212").amounts == {"Tl": 2.0, "Ba": 2.0, "Ca": 1.0, "Cu": 2.0, "O": "8+δ"}
    assert only("Bi-2212").name == "Bi-2212"
    assert read("Sb3456") == ()


def test_lists_name_several_materials():
    assert [one.formula for one in read("nickel (II) and manganese (II) acetates")] == [
        "Ni(CH3COO)2",
        "Mn(CH3COO)2",
    ]
    assert [one.formula for one in read("LaOFeAs and SmOFeAs single crystals")] == ["LaOFeAs", "SmOFeAs"]


def test_a_known_material_without_a_formula_is_kept_as_such():
    composition = only("graphene oxide")
    assert (composition.formula, composition.amounts) == ("graphene oxide", {})


def test_open_variables_are_problems_and_deficiencies_are_not():
    assert [p.code for p in CompositionFamily.from_text("La1-xSrxMnO3-δ").problems] == ["C002"]
    assert CompositionFamily.from_text("La0.8Sr0.2MnO3-δ").problems == ()
    assert CompositionFamily.from_text("La1-xSrxMnO3 (x = 0.2)").problems == ()


def test_normal_form_and_chemical_system():
    composition = only("Fe4O6")
    assert (composition.reduced_formula, composition.chemical_system) == ("Fe2O3", "Fe-O")
    assert only("O3TiBa").reduced_formula == only("BaTiO3").reduced_formula == "BaTiO3"
    assert only("La1-xSrxMnO3").reduced_formula == "La1-xSrxMnO3"
    assert only("Fe2O3@C").chemical_system == "C-Fe-O"


def test_json_is_as_the_contract_says():
    result = CompositionFamily.from_text("Ba1-xSrxTiO3 (x = 0, 0.1)")
    written = compositions_to_json(result.value, result.problems)
    assert written["text"] == "Ba1-xSrxTiO3 (x = 0, 0.1)"
    assert written["problems"] == []
    assert written["compositions"][0] == {
        "formula": "BaTiO3",
        "amounts": {"Ba": 1, "Ti": 1, "O": 3},
        "variables": {"x": 0},
    }
    result = CompositionFamily.from_text("LaMnO3-δ")
    assert compositions_to_json(result.value)["compositions"][0]["variables"] == {"δ": None}
    refused = CompositionFamily.from_text("WSN")
    assert compositions_to_json(refused.value, refused.problems)["problems"][0]["code"] == "C001"


SYMBOLS = st.sampled_from(["Li", "Ba", "Fe", "O", "C", "Co", "S", "Sr", "Ti", "H", "Na", "Zr"])
NUMBERS = st.sampled_from(["", "2", "0.5", "1.25", "12", "3"])


@given(st.lists(st.tuples(SYMBOLS, NUMBERS), min_size=2, max_size=7, unique_by=lambda pair: pair[0]))
@settings(max_examples=150)
def test_plain_formulas_have_the_amounts_printed(units):
    text = "".join(symbol + number for symbol, number in units)
    expected = {symbol: float(number or 1) for symbol, number in units}
    found = read(text)
    if found and found[0].name is None and found[0].kind == "formula":
        assert found[0].amounts == expected
    else:
        assert not any(number for _, number in units) or found, text


@given(st.lists(st.tuples(SYMBOLS, NUMBERS), min_size=1, max_size=3, unique_by=lambda pair: pair[0]), st.integers(2, 9))
@settings(max_examples=100)
def test_a_group_multiplies_what_it_holds(units, times):
    inside = "".join(symbol + number for symbol, number in units)
    found = only(f"({inside}){times}La2")
    for symbol, number in units:
        assert found.amounts[symbol] == pytest.approx(float(number or 1) * times)


@given(st.fractions(0, 1, max_denominator=20))
@settings(max_examples=50)
def test_filling_in_a_value_is_the_same_as_printing_it(value):
    number = f"{float(value):.6f}"
    filled = only(f"Ba1-xSrxTiO3 (x = {number})")
    assert filled.amounts.get("Sr", 0.0) == pytest.approx(float(number))
    assert filled.amounts.get("Ba", 0.0) + filled.amounts.get("Sr", 0.0) == pytest.approx(1)


@given(st.text(alphabet=string.ascii_letters + string.digits + "()[]-+./·:,@ %δ=−", max_size=60))
@settings(max_examples=300)
def test_nothing_is_raised_whatever_the_text(text):
    result = CompositionFamily.from_text(text)
    assert bool(result.value.compositions) != any(problem.code == "C001" for problem in result.problems)
    for composition in result.value.compositions:
        assert composition.formula


@pytest.mark.parametrize(
    "text",
    ["(" * 200 + "Fe" + ")" * 200, "Fe" + "(1+x)" * 60, "(1-x)" * 40 + "BaTiO3", "a" * 5000, "x-" * 150, "Fe-" * 100],
)
def test_long_and_nested_input_ends_soon(text):
    assert CompositionFamily.from_text(text).value.text == text


@pytest.mark.parametrize("text", ["LT-LiNiO2", "HT-LiNiO2", "L-LiNiO2", "nano-LiNiO2"])
def test_a_prefix_tells_the_form_and_no_compound(text):
    (composition,) = CompositionFamily.from_text(text).value.compositions
    assert composition.formula == "LiNiO2"

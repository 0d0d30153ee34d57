import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.document import Block, Document
from matloom.extract.text.stage import TextFindings
from matloom.extract.text.structures.lattice_parameters import find_parameters
from matloom.extract.text.structures.space_groups import find_space_groups, symbols
from matloom.extract.text.structures.stage import StructureFindings


def result(*texts):
    blocks = tuple(Block(id=f"b{number}", type="paragraph", text=text) for number, text in enumerate(texts))
    document = Document(doc_id="sha256:0", source="a", reader="r", blocks=blocks)
    told = {"parse": document}
    return StructureFindings()({**told, "text_findings": TextFindings()(told).value})


def structures(*texts):
    return result(*texts).value.structures


def groups(text):
    return [one.symbol for one in find_space_groups(text)]


def lattice(text):
    return [(one.name, one.quantity.value) for one in find_parameters(text)]


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("It is Fm3\u0305m here", "Fm-3m"),
        ("It is Fm\u0305 no", None),
        ("cubic Fm-3m", "Fm-3m"),
        ("cubic Fm−3m", "Fm-3m"),
        ("the old Fm3m", "Fm-3m"),
        ("Im 3m symmetry", "Im-3m"),
        ("in P63/mmc", "P63/mmc"),
        ("in P6_3/mmc", "P63/mmc"),
        ("in P6₃/mmc", "P63/mmc"),
        ("Pnma (No. 62)", "Pnma"),
        ("Pbnm", "Pbnm"),
        ("space group R3c", "R3c"),
        ("rhombohedral R3\u0304m", "R-3m"),
        ("P21/c", "P21/c"),
        ("I41/amd", "I41/amd"),
        ("space group P 21/c", "P21/c"),
        ("Ia-3d", "Ia-3d"),
        ("space group C2/m", "C2/m"),
        ("P2 and P3 are samples", None),
        ("I am in Pm and Cm", None),
        ("Fig. 3a", None),
        ("Pa and Paris", None),
        ("F-test and C-rate", None),
    ],
)
def test_space_groups_in_every_print_form(text, symbol):
    assert groups(text) == ([] if symbol is None else [symbol])


@pytest.mark.parametrize("symbol", sorted(symbol for symbol in symbols() if len(symbol) > 3))
def test_every_longer_symbol_is_found_as_printed(symbol):
    text = f"It crystallizes in space group {symbol}."
    (found,) = list(find_space_groups(text))
    assert text[found.start : found.end] == symbol


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with a = 3.912(2) Å", [("a", 3.912)]),
        ("a = b = 5.43 Å, c = 13.2 Å, γ = 120°", [("a", 5.43), ("b", 5.43), ("c", 13.2), ("gamma", 120.0)]),
        ("a=10.33, b = 6.01 and c = 4.69 Å", [("a", 10.33), ("b", 6.01), ("c", 4.69)]),
        ("a = 0.5431 nm", [("a", 5.431)]),
        ("the lattice constant of SrTiO3 is 3.905 Å", [("a", 3.905)]),
        ("the lattice parameters a and c were 3.91 and 4.03 Å", [("a", 3.91), ("c", 4.03)]),
        ("a = 5.58 Å and a cell volume of 291.02 Å3", [("a", 5.58), ("volume", 291.02)]),
        ("the lattice constant, 6.126 Å in S0, is small", [("a", 6.126)]),
        ("The lattice parameter of B2 in W6, by X-ray diffraction, is 3.013(3) Å.", [("a", 3.013)]),
        ("cell dimensions of 5.43 × 5.44 × 10.2 Å", [("a", 5.43), ("b", 5.44), ("c", 10.2)]),
        ("the cell volume of the first compound, 60.18 Å3, is", [("volume", 60.18)]),
        ("a = 5 cm and b = 3", []),
        ("a = 2000 Å", []),
        ("an angle β = 12°", []),
    ],
)
def test_lattice_parameters(text, expected):
    assert lattice(text) == [(name, pytest.approx(value)) for name, value in expected]


def test_uncertainty_and_printed_text_stay():
    (parameter,) = find_parameters("with a = 3.912(2) Å")
    assert (parameter.quantity.text, parameter.quantity.uncertainty) == ("3.912(2) Å", pytest.approx(0.002))
    (parameter,) = find_parameters("with a = 0.3912(2) nm")
    assert (parameter.quantity.text, parameter.quantity.unit) == ("0.3912(2) nm", "angstrom")


def test_a_sentence_makes_one_finding_of_what_belongs_together():
    (one,) = structures(
        "LiFePO4 crystallizes in the orthorhombic space group Pnma "
        "with a = 10.334(4) Å, b = 6.010(3) Å and c = 4.693(3) Å."
    )
    assert (one.space_group, one.crystal_system) == ("Pnma", "orthorhombic")
    assert (one.lattice.a.value, one.lattice.b.value, one.lattice.c.value) == (10.334, 6.01, 4.693)
    assert [mention.text for mention in one.subjects] == ["LiFePO4"]
    assert one.evidence.quote.startswith("LiFePO4 crystallizes")


def test_cells_of_several_samples_stay_apart():
    first, second = structures("We find a = 3.905 Å for SrTiO3 and a = 3.99 Å for BaTiO3.")
    assert (first.lattice.a.value, second.lattice.a.value) == (3.905, 3.99)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 3.905 and 3.912 Å for SrTiO3 and BaTiO3, respectively.", [("SrTiO3", 3.905), ("BaTiO3", 3.912)]),
        (
            "The lattice parameters of ZnO, MgO and CaO are 3.2, 4.2 and 4.8 Å.",
            [("ZnO", 3.2), ("MgO", 4.2), ("CaO", 4.8)],
        ),
        ("We know a = 3.905, 3.912 and 3.95 Å.", []),
    ],
)
def test_a_list_of_cells_is_shared_out(text, told):
    assert [(one.subjects[0].text, one.lattice.a.value) for one in structures(text)] == told


def test_a_list_of_cells_that_no_samples_are_told_for_is_a_problem_and_keeps_the_system():
    told = result("The cell is cubic, a = 3.905, 3.912 and 3.95 Å, as for BaTiO3.")
    assert [one.code for one in told.problems] == ["L001"]
    assert [(one.crystal_system, one.lattice.a) for one in told.value.structures] == [("cubic", None)]
    assert result("The cell of BaTiO3 is cubic, a = 3.905 Å.").problems == ()


def test_space_groups_told_in_order_go_to_their_samples():
    found = structures("LiFePO4 and LiMn2O4 crystallize in Pnma and Fd-3m, respectively.")
    assert [(one.subjects[0].text, one.space_group) for one in found] == [("LiFePO4", "Pnma"), ("LiMn2O4", "Fd-3m")]


def test_all_of_a_row_have_the_structure():
    found = structures("Both LaCoO3 (LaFeO3) and LaMnO3 adopt the R-3c structure.")
    assert [one.subjects[0].text for one in found] == ["LaCoO3", "LaFeO3", "LaMnO3"]
    assert {one.space_group for one in found} == {"R-3c"}


def test_what_a_sentence_is_about_has_its_structure():
    (one,) = structures("The SrTiO3 film, grown on LaAlO3, has the space group Pm-3m.")
    assert one.subjects[0].text == "SrTiO3"


def test_phases_and_systems_are_told_from_shapes():
    assert structures("Cubic particles of 5 nm and hexagonal plates grew.") == ()
    (one,) = structures("XRD shows that BaTiO3 has the tetragonal perovskite structure.")
    assert (one.crystal_system, one.phase) == ("tetragonal", "perovskite")


def test_a_sentence_without_a_mention_speaks_of_the_one_before():
    (one,) = structures("BaZrO3 is white.", "The pattern is indexed in Pm-3m with a = 4.19 Å.")
    assert [mention.text for mention in one.subjects] == ["BaZrO3"]
    assert one.subjects[0].evidence.block == "b0"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("part", ["a = 3.9, ", "lattice constants of x ", "cell volume of a ", "cell dimensions 5 × "])
def test_long_sentences_come_to_an_end(part):
    assert isinstance(structures(part * 2_000 + "Å"), tuple)


@given(st.text(alphabet="Fm-3m Pnma P63/mc a=1.2Å,γ°\u0305−\U0001d465 BaTiO3.", max_size=100))
@settings(max_examples=150)
def test_offsets_lie_in_any_text(text):
    for one in find_space_groups(text):
        assert 0 <= one.start < one.end <= len(text)
    for parameter in find_parameters(text):
        assert 0 <= parameter.start < parameter.end <= len(text)

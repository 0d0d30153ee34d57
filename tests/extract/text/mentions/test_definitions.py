import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.document import Block, Document
from matloom.extract.text.mentions.definitions import document_definitions, find_definitions


def pairs(text):
    return [(one.short, one.long) for one in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lanthanum strontium manganite (LSM) was used.", [("LSM", "Lanthanum strontium manganite")]),
        ("We used yttria-stabilized zirconia (YSZ) here.", [("YSZ", "yttria-stabilized zirconia")]),
        ("Garnet Li7La3Zr2O12 (LLZO) conducts.", [("LLZO", "Li7La3Zr2O12")]),
        ("Al-doped ZnO (AZO) conducts.", [("AZO", "Al-doped ZnO")]),
        ("LSCF (lanthanum strontium cobalt ferrite) is mixed.", [("LSCF", "lanthanum strontium cobalt ferrite")]),
        ("LiFePO4/graphene composites (denoted as LFP/G) last.", [("LFP/G", "LiFePO4/graphene composites")]),
        (
            "The pellets fired at 900, 1000 and 1100 °C were denoted as S1, S2 and S3, respectively.",
            [
                ("S1", "The pellets fired at 900 °C"),
                ("S2", "The pellets fired at 1000 °C"),
                ("S3", "The pellets fired at 1100 °C"),
            ],
        ),
        (
            "Ba1-xSrxTiO3 powders with x = 0, 0.1, 0.2 are designated as BST0, BST10 and BST20.",
            [
                ("BST0", "Ba1-xSrxTiO3 powders with (x = 0)"),
                ("BST10", "Ba1-xSrxTiO3 powders with (x = 0.1)"),
                ("BST20", "Ba1-xSrxTiO3 powders with (x = 0.2)"),
            ],
        ),
        (
            "Pure LiFePO4, LiFePO4/C and LiFePO4/graphene, which were labelled as LFP, LFP/C and LFP/G, cycle.",
            [("LFP", "Pure LiFePO4"), ("LFP/C", "LiFePO4/C"), ("LFP/G", "LiFePO4/graphene")],
        ),
    ],
)
def test_what_is_introduced(text, expected):
    assert pairs(text) == expected


def test_an_item_of_a_list_is_no_part_of_the_long_form_of_the_next():
    long = [one.long for one in find_definitions("Natural rubber (NR), ammonium hydroxide (NHO) were mixed.")]
    assert long == ["Natural rubber"]


@pytest.mark.parametrize(
    "text",
    [
        "The result (Fig. 3a) was good (see Table 1).",
        "It was heated (300 °C, air) in a furnace (Nabertherm, Germany).",
        "The composite LiFePO4/graphene (B–F) is shown.",
        "Li3Fe2(PO4)3 forms.",
        "Sucrose (10 wt%) was added before sintering; it is denoted as LFP/C.",
        "The resulting powder is denoted as P9.",
        "We added KBr (Br-) to it.",
        "It holds nickel. Curves of pressed films (NCF) follow.",
    ],
)
def test_what_introduces_nothing(text):
    assert pairs(text) == []


@given(st.text(alphabet="aAbB (),;-–/é°µ\U0001d465 denoted as S12", max_size=120))
@settings(max_examples=150)
def test_offsets_are_right_on_any_text(text):
    for one in find_definitions(text):
        assert text[one.start : one.end] == one.short


def test_a_formula_in_front_of_an_abbreviation_that_is_told_elsewhere_is_not_its_meaning():
    text = "The hydrogen evolution reaction (HER) is slow. On MoS2 (HER) and NiMo (HER) it is fast."
    document = Document(
        doc_id="sha256:0", source="a", reader="r", blocks=(Block(id="b1", type="paragraph", text=text),)
    )
    found = document_definitions(document, "stage", "1")
    assert [(one.short, one.long) for one in found] == [("HER", "hydrogen evolution reaction")]


def test_definitions_of_a_document_cite_their_spot():
    text = "The solid electrolyte Li7La3Zr2O12 (LLZO) was cast. Barium titanate (BTO) was not."
    block = Block(id="b1", type="paragraph", text=text)
    document = Document(doc_id="sha256:0", source="a", reader="r", blocks=(block, block))
    found = document_definitions(document, "stage", "1")
    assert [(one.short, one.kind) for one in found] == [("LLZO", "abbreviation"), ("BTO", "abbreviation")]
    for one in found:
        assert text[one.evidence.start : one.evidence.end] == one.short
        assert one.short in one.evidence.quote


def test_the_radiation_of_a_pattern_is_no_name_of_the_sample() -> None:
    assert not list(find_definitions("Figure 1. X-ray diffraction pattern of LFP (Cu Kα, λ = 1.5406 Å)."))

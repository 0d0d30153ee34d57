import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.document import Block, Document
from matloom.extract.text.mentions.definitions import (
    bare_labels,
    document_definitions,
    find_definitions,
    paper_definitions,
)


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
        (
            "We call the cast Mg2Ni as M0, the same alloy after ageing as M1, and those with z = 2 and 4 as M2 and M3.",
            [
                ("M0", "the cast Mg2Ni"),
                ("M1", "the same alloy after ageing"),
                ("M2", "those with (z = 2)"),
                ("M3", "those with (z = 4)"),
            ],
        ),
        (
            "Nominal compositions were SnS, Sn0.9Na0.1S and Sn0.8Na0.2S, referred to as N0, N1 and N2.",
            [("N0", "SnS"), ("N1", "Sn0.9Na0.1S"), ("N2", "Sn0.8Na0.2S")],
        ),
        ("QX stands for the Pt-free catalyst.", [("QX", "Pt-free catalyst")]),
        ("The rods were hot rolled (HR).", [("HR", "hot rolled")]),
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
        "A modulus of 89 GPa (HA) was found.",
        "Rct stands for the resistance of charge transfer.",
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


def labels_of(*texts):
    return [(one.short, one.long) for _, one in paper_definitions(texts) if one.kind == "label"]


def test_what_a_treatment_is_called_in_brackets_is_a_label():
    texts = (
        "Plates were stress relieved at 550 °C for 3 h (PV) or solution annealed at 1100 °C (PW).",
        "The hardness of PV is 200 HV and that of PW 150 HV. In PV cells remain; for PW, none was seen.",
    )
    assert labels_of(*texts) == [
        ("PV", "Plates were stress relieved at 550 °C for 3 h"),
        ("PW", "solution annealed at 1100 °C"),
    ]


def test_a_list_of_samples_in_brackets_takes_the_items_of_the_list_before():
    text = "To the powder 1, 3 and 5 wt% of CuO were added (samples 1K, 3K, 5K). The density of 1K, 3K and 5K rises."
    assert [short for short, _ in labels_of(text)] == ["1K", "3K", "5K"]
    assert "3 wt% of CuO" in dict(labels_of(text))["3K"]


@pytest.mark.parametrize(
    "texts",
    [
        ("Fibres were annealed and looked at (QEM).", "By QEM, with QEM images and using QEM, grains were seen."),
        ("The film was annealed at 400 °C (QV).", "Nothing more is said."),
        ("The film was annealed at 400 °C (NaCl).", "The value of NaCl is 3. For NaCl, it is 4."),
        ("It depends on the annealed film (Rct).", "The value of Rct is 3. For Rct, it is 4."),
        ("The value of QV4 is 3. For QV4, it is 4.", "A film annealed at 400 °C (QV4) follows."),
    ],
)
def test_what_is_no_code_in_brackets(texts):
    assert labels_of(*texts) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We call the materials 5ZK-1Y and 9ZK-2Y.", ["5ZK-1Y", "9ZK-2Y"]),
        ("We call these QI-0.3, QI-1.0 and QI-3.0.", ["QI-0.3", "QI-1.0", "QI-3.0"]),
        ("For the others the designations Ca10 and Ca20 are used.", ["Ca10", "Ca20"]),
        ("They were rolled; they are named R2 and R4.", ["R2", "R4"]),
        ("It is denoted as R2.", []),
        ("We refer to them as SV.", []),
    ],
)
def test_labels_of_which_a_sentence_does_not_say_what_they_are(text, names):
    assert [one.short for one in bare_labels(text)] == names


def test_the_radiation_of_a_pattern_is_no_name_of_the_sample() -> None:
    assert not list(find_definitions("Figure 1. X-ray diffraction pattern of LFP (Cu Kα, λ = 1.5406 Å)."))

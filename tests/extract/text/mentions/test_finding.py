import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.document import Block, Document
from matloom.extract.text.mentions.finding import (
    Glossary,
    document_glossary,
    document_mentions,
    find_mentions,
    glossary_of_texts,
)


def found(text, **options):
    return [(text[one.start : one.end], one.kind) for one in find_mentions(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LiFePO4/graphene is better than LiFePO4.", [("LiFePO4/graphene", "formula"), ("LiFePO4", "formula")]),
        ("Films of La1 − xSrxMnO3 grew.", [("La1 − xSrxMnO3", "formula")]),
        ("(Bi0.5Na0.5)0.94Ba0.06TiO3-based ceramics", [("(Bi0.5Na0.5)0.94Ba0.06TiO3", "formula")]),
        ("the Nb-doped SrTiO3 crystal", [("Nb-doped SrTiO3", "formula")]),
        ("of ZnO doped with 2 at% Al and Ga, where", [("ZnO doped with 2 at% Al and Ga", "formula")]),
        ("ZnO was doped with Al", [("ZnO", "formula")]),
        ("We used barium titanate and Ti-6Al-4V.", [("barium titanate", "name"), ("Ti-6Al-4V", "name")]),
        ("EN AW-6082 and 316L stainless steel", [("EN AW-6082", "name"), ("316L stainless steel", "name")]),
        ("Pd black and Co-N-C beat UiO-66.", [("Pd black", "name"), ("Co-N-C", "name"), ("UiO-66", "name")]),
        ("We soaked Mg4O(ndc)3 in it.", [("Mg4O(ndc)3", "name")]),
        ("Al-Mg-Si alloys", [("Al-Mg-Si", "formula")]),
        ("NiFe hydroxides and a ZnCo sulfide", [("NiFe hydroxides", "name"), ("ZnCo sulfide", "name")]),
        ("sample A and sample S12", [("A", "label"), ("S12", "label")]),
        ("scheme no. 2, Mould B and the batches 4", [("2", "label"), ("B", "label"), ("4", "label")]),
        ("This composite beats the former.", [("This composite", "anaphor"), ("the former", "anaphor")]),
        ("MnNCN,12 and SnSb.32 were made", [("MnNCN", "formula"), ("SnSb", "formula")]),
        ("[C4mim][BF4] and [N4444]Cl flow.", [("[C4mim][BF4]", "name"), ("[N4444]Cl", "name")]),
        ("[Co(NH3)6]3+ in [Co(NH3)6]Cl3", [("[Co(NH3)6]3+", "name"), ("[Co(NH3)6]Cl3", "name")]),
        ("α-Fe2O3 (hematite)", [("α-Fe2O3", "formula"), ("hematite", "name")]),
    ],
)
def test_mentions(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In this work, As we said, I and He met at No. 5 (Co. Ltd.).",
        "XRD, SEM, TEM, BET, XPS and FTIR on a D8 ADVANCE (Bruker), CHI660E and JEM-2100F.",
        "Cu Kα and CuKα radiation at 40 kV; 5 MPa, 3 GPa, 10 MHz, 2 MeV.",
        "J. Power Sources; Adv. Mater.; Phys. Rev. B; Y. Li and J. Na.",
        "space groups P63/mmc, Fm-3m, Pnma and R3c",
        "C–C bonds, the Fe–O bond, Li–S batteries and the O–H stretch",
        "Li+ and Fe3+ ions, SO42− groups, vs. Li/Li+ and Ag/AgCl",
        "water, ethanol and acetone",
        "WSN, GmbH & Co, NIST, USA",
        "the VOCs of two cells",
        "a hardness of HV1, a ratio DCo/Fe and a utilization UPt",
        "Table 1 and Figure S2 show it. The Cast part and the Bay.",
        "earlier work [12][13], [Smith, 2012] and [A]",
    ],
)
def test_what_is_no_mention(text):
    assert found(text) == []


def test_chemicals_only_on_request():
    assert found("dissolved in ethanol", chemicals=True) == [("ethanol", "name")]


def test_a_family_has_the_values_told_behind_it():
    (mention,) = find_mentions("Ba1−xSrxTiO3 (x = 0, 0.1) ceramics")
    assert mention.family is not None
    assert [one.formula for one in mention.family.compositions] == ["BaTiO3", "Ba0.9Sr0.1TiO3"]


def test_a_value_of_the_variable_is_a_label_of_the_paper_s_one_family():
    text = "Ceramics of Ba1−xSrxTiO3 were made. The x = 0.1 sample is white."
    glossary = glossary_of_texts((text,))
    label = next(one for one in find_mentions(text, glossary) if one.kind == "label")
    assert text[label.start : label.end] == "x = 0.1"
    assert label.composition is not None
    assert label.composition.formula == "Ba0.9Sr0.1TiO3"


def test_labels_have_the_composition_that_the_paper_gives_them():
    text = "Lithium iron phosphate (LFP) and the carbon-coated powder (denoted as LFP/C) were cycled. LFP/C is better."
    glossary = glossary_of_texts((text,))
    last = [one for one in find_mentions(text, glossary) if text[one.start : one.end] == "LFP/C"][-1]
    assert last.kind == "label"
    assert last.family is not None
    assert [part.composition.formula for part in last.family.compositions[0].parts] == ["LiFePO4", "C"]


def test_a_value_of_the_variable_is_a_label_of_the_nearest_of_two_families():
    text = "Ba1-xSrxTiO3 and La1-xCaxMnO3 were made. The loss is low for x = 0.2 in La1-xCaxMnO3."
    (label,) = (one for one in find_mentions(text, glossary_of_texts((text,))) if one.kind == "label")
    assert label.composition is not None
    assert label.composition.amounts == {"La": 0.8, "Ca": 0.2, "Mn": 1, "O": 3}


def test_an_article_is_no_label_and_a_rate_is_none_either():
    text = "The blends are denoted as A, B and C. A cell was cycled at the C-rate of sample C. It has A and B in it."
    labels = [(one.start, text[one.start : one.end]) for one in find_mentions(text, glossary_of_texts((text,)))]
    assert [name for start, name in labels if start > text.index("A cell") and len(name) == 1] == ["C", "A", "B"]


def test_a_device_is_not_the_material_that_it_is_named_after():
    text = "Polymer electrolyte membrane water electrolyzers (PEMWEs) run. The PEMWEs are hot."
    assert not any(one.family for one in find_mentions(text[text.index("The PEM") :], glossary_of_texts((text,))))


def test_an_acronym_that_the_paper_uses_otherwise_is_no_material():
    text = "The laser focal position (LFP) was 5 mm. The LFP is low."
    assert find_mentions(text, glossary_of_texts((text,))) == []


def test_a_third_number_of_a_series_of_labels_is_a_label():
    text = "Alloys A3Zr2Cu1 and Ti2Zr were labelled as BT0 and BT100. BT48 is tough."
    glossary = glossary_of_texts((text,))
    assert ("BT48", "label") in [(text[one.start : one.end], one.kind) for one in find_mentions(text, glossary)]


@pytest.mark.parametrize(
    ("text", "form", "processing"),
    [
        ("BaTiO3 thin films", "film", None),
        ("single crystals of SrTiO3 grew", "single crystal", None),
        ("LiFePO4/C sintered at 700 °C for 10 h", None, "sintered at 700 °C for 10 h"),
        ("the as-cast Ti-6Al-4V alloy", "alloy", "as-cast"),
        ("ZnO nanowires annealed at 500 °C", "nanowires", "annealed at 500 °C"),
        ("LiFePO4 was dried at 80 °C", None, None),
    ],
)
def test_form_and_processing(text, form, processing):
    (mention,) = find_mentions(text)
    assert (mention.form, mention.processing) == (form, processing)


@given(st.text(alphabet="LiFePO4 xBaTiO3(−)-.,δ°é\U0001d465\U0001f600 sample S1 the as-cast", max_size=100))
@settings(max_examples=150)
def test_mentions_lie_apart_and_inside_of_any_text(text):
    last = 0
    for mention in find_mentions(text):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


def test_mentions_of_a_document_cite_their_sentence():
    text = "It is old. LiFePO4 holds 170 mAh g−1. It is good."
    document = Document(
        doc_id="sha256:0", source="a", reader="r", blocks=(Block(id="b1", type="paragraph", text=text),)
    )
    (mention,) = document_mentions(document, document_glossary(document), "s", "1")
    assert text[mention.evidence.start : mention.evidence.end] == mention.text == "LiFePO4"
    assert mention.evidence.quote == "LiFePO4 holds 170 mAh g−1."


def test_long_text_takes_linear_work():
    text = "LiFePO4 (" * 20_000
    assert len(find_mentions(text)) > 1000


def test_the_number_of_a_figure_is_no_label():
    glossary = Glossary.of_names([("SI4", "a pressed film", True), ("SI9", "a cast film", True)], ())
    assert [one.start for one in find_mentions("See Figs. 3 and SI4. SI9 is dense.", glossary)] == [21]
    assert find_mentions("It rose at once (Fig. SI4; Supporting Information).") == []


def test_an_amount_of_a_filler_tells_the_variant():
    (one,) = find_mentions("It broke when 12 wt% of the Al2O3 was in it.")
    assert one.processing == "12 wt%"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("They studied boron and nickel modified graphene.", "boron and nickel modified"),
        ("The carbon coated LiFePO4 is stable.", "carbon coated"),
        ("Of ZnO and ceria-doped barium zirconate", "ceria-doped"),
        ("We have doped TiO2 twice.", None),
        ("The highly doped TiO2 is blue.", None),
    ],
)
def test_what_a_material_was_modified_with_tells_the_variant(text, told):
    assert find_mentions(text)[-1].processing == told


def test_people_are_no_samples():
    assert find_mentions("In a later study they carefully varied it.", phrases=True)[0].start > 20
    assert [one.kind for one in find_mentions("They have a band gap of 3 eV.", phrases=True)] == ["anaphor"]


def test_a_formula_that_a_line_s_end_has_parted_leaves_no_element():
    assert not [one for one in find_mentions("the Pt/ C catalyst") if one.start == 8]
    assert [one.start for one in find_mentions("A Pt cathode and a Ni grid.")] == [2, 19]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The NaCl-free alloy is dense.", [("NaCl-free alloy", "phrase")]),
        ("A TiO2-coated electrode lasts.", [("TiO2-coated electrode", "phrase")]),
        ("The TiO2-coated ZnO electrode lasts.", [("ZnO", "formula")]),
        ("The TiO2 electrode lasts.", [("TiO2", "formula")]),
    ],
)
def test_what_a_sample_has_or_lacks_is_not_the_sample(text, told):
    assert [(text[one.start : one.end], one.kind) for one in find_mentions(text, phrases=True)] == told


def test_a_label_of_a_value_is_the_member_of_the_family_with_it():
    texts = ("Powders of Ba1-xSrxTiO3 were pressed.", "The composition with x = 0.2 is denoted QT2, that cast is P9.")
    glossary = glossary_of_texts(texts)
    assert glossary.families["QT2"].compositions[0].amounts["Sr"] == 0.2
    (one,) = [one for one in find_mentions("The gap of QT2 is wide.", glossary) if one.kind == "label"]
    assert one.composition.amounts["Ba"] == 0.8


def test_a_metal_on_a_compound_is_a_material_and_a_metal_beside_another_is_none():
    assert found("Over Ni/CeO2 it is slow, over Ni/Cu and Li/Li2S slower.") == [("Ni/CeO2", "formula")]

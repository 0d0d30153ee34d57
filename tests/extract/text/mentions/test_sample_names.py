"""Names of samples that a paper coins: elements of its title, and names formed of its abbreviations."""

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.text.mentions.sample_names import (
    coded_names,
    derived_names,
    is_proper,
    listed_series,
    recurring_series,
    sample_names,
    suffixed_names,
    title_elements,
)


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Defects in copper after severe straining", {"Cu", "copper", "Copper"}),
        ("Nanowires of Si for anodes", {"Si", "silicon", "Silicon"}),
        ("In situ study of an aluminium alloy", set()),
        ("Fibres of calcium phosphate and copper oxide", set()),
        ("Electrolytes for lithium-ion batteries", set()),
    ],
)
def test_elements_of_a_title(title: str, names: set[str]) -> None:
    document = Document(
        doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=(Block(id="b0", type="title", text=title),)
    )
    assert title_elements(document) == names


def test_names_formed_of_abbreviations_are_told_by_their_use() -> None:
    text = (
        "AB40 and AB60 films. N-GQD was made. AB40 is dense, AB60 is not. AB40. AB60. N-GQD and N-GQD. XY-Z XY-Z XY-Z"
    )
    assert set(derived_names(text, {"AB", "GQD"})) == {"AB40", "AB60", "N-GQD"}


def test_members_of_a_series_are_counted_together() -> None:
    text = "The LAY1 wafer is thin. The LAY1 samples and the LAY2 sample are thick. The QX3 sample broke."
    document = Document(
        doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=(Block(id="b0", type="paragraph", text=text),)
    )
    assert set(coded_names(document)) == {"LAY1", "LAY2"}


def test_codes_that_share_a_noun_are_each_counted() -> None:
    text = (
        "The KY and QY cells differ. Of the QY cell more is known. Of the KY and QY cells and the KY cell none broke."
    )
    document = Document(
        doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=(Block(id="b0", type="paragraph", text=text),)
    )
    assert set(coded_names(document)) == {"KY", "QY"}


@pytest.mark.parametrize(
    ("text", "proper"),
    [
        ("Films of Mylar and sheets of Mylar tear.", True),
        ("The density of Mylar films. Some mylar.", False),
        ("Those of Mylar et al. and by Mylar et al.", False),
    ],
)
def test_a_trade_name_always_has_its_capital(text: str, proper: bool) -> None:
    assert is_proper("Mylar", text) is proper


def paper(title: str, text: str) -> Document:
    """A paper of a title and one paragraph."""
    blocks = (Block(id="b0", type="title", text=title), Block(id="b1", type="paragraph", text=text))
    return Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=blocks)


def test_a_paper_on_a_metal_compares_it_with_others_by_their_symbols() -> None:
    text = "The energy is higher for Ag (2 eV) and lower for Zn. A Fe content of 2 % and Al foil do little."
    assert {"Ag", "Zn"} == title_elements(paper("Vacancies in copper", text)) - {"Cu", "copper", "Copper"}
    assert title_elements(paper("Vacancies in perovskites", text)) == set()


def test_a_code_is_a_name_where_the_title_has_it_and_the_text_time_and_again() -> None:
    text = "We made QLc-Baf. " + "QLc-Baf was red, and so was QLd-Baf. The Halpin-Tsai model and UV-Vis fit. " * 6
    assert sample_names(paper("Complexes of QLc-Baf by UV-Vis and Halpin-Tsai", text), (), None) == {"QLc-Baf"}


def test_a_suffix_to_a_label_makes_another_name() -> None:
    text = "NX/1S and NX/2S are dense. Q7-HT grew, Q7-HT broke. QY-1b once. From R1–R3 all. For Q7–QZ and Q7-based."
    assert set(suffixed_names(text, ["NX", "Q7", "QY", "R1"])) == {"NX/1S", "NX/2S", "Q7-HT", "Q7–QZ"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Those with 0QX, 2QX and 4QX lasted.", {"0QX", "2QX", "4QX"}),
        ("That of QXP1 (of Jena), QXP2, and QXP3 is low.", {"QXP1", "QXP2", "QXP3"}),
        ("See Figs. QS1, QS2 and QS3.", set()),
        ("The peaks QP1, QP2 and QP3 rise.", set()),
        ("QX1 and QX2 were made.", set()),
    ],
)
def test_codes_that_are_listed_by_their_numbers_are_names(text: str, names: set[str]) -> None:
    assert set(listed_series(text)) == names


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("QXK40 is hard. QXK70 and QXK40 are dense, QXK70 is soft; QXK40 and QXK70 crack.", {"QXK40", "QXK70"}),
        ("P20, P40 and P60 are films. P20 is thin, P40 is thick, P60 too; P20 shines.", {"P20", "P40", "P60"}),
        ("Jx1 = 3 and Jx2 = 4. Jx1 and Jx2 are high; Jx1 and Jx2 fall.", set()),
        ("P20 is thin and P40 is thick. P20 and P40 shine, P20 and P40 crack.", set()),
        ("In Table QX1, QX2 and QX1 are told. QX2 and QX1 and QX2 differ.", set()),
        ("It had 300 HV10 and 310 HV30, then 320 HV10 and 330 HV30, 300 HV10 and 310 HV30.", set()),
        ("Ca10 and Ca5 here, Ca10 and Ca5 there, Ca10 and Ca5 again.", set()),
    ],
)
def test_codes_that_recur_with_other_numbers_are_a_series(text: str, codes: set[str]) -> None:
    assert set(recurring_series(text)) == codes

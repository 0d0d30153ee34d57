"""Text that nobody would write (no full stop, rulers, nested brackets): each stage comes to its end with it."""

import pytest
from matloom.extract.document import Block, Citation, Document
from matloom.extract.text.sentences import LONGEST, sentence_spans
from matloom.extract.text.stage import TextFindings
from matloom.extract.text.structures.stage import StructureFindings
from matloom.extract.text.synthesis.stage import SynthesisFindings

LENGTH = 3500
UNITS = (
    "a", "1", "(", "-", " ", ",", "X1-", "for " + "-" * 400 + " ", "ZnO" + " " * 60 + "was ", "a = 3.2 Å, Tc = 5 K, ",
    "the band gap of ZnO is 3.2 eV, ", "space group Pnma with a = 10.33 Å, ", "ZnO was prepared by milling at 5 K. ",
    "It was heated at 600 °C. The film was annealed. ", "2.5 mmol of LiOH was washed with ethanol, ",
    "as high as to be to be as high as ", "annealed Al2O3 film, sintered steel joint, ",
    "1H NMR: " + "δ " * 60 + "x ", "MS m/z calc [M ", "cell using ", "1 M NaOH + KCl, ", "Figs. 1 and ",
    "C, 76.5; H, 6.4; ", "The temperature, time and ", "DPA-2,", "peaks at 1350 cm−1, ", "CVD growth with precursors ",
    "Ca-, ", "neat, the ", "555ANRE,", "/", "Sr-doped, and ", "12.5 of a ", "MK7 = 3 ", "annealed for 2 h (SR1), ",
)  # fmt: skip


def paper(text: str, citations: tuple[Citation, ...] = ()) -> Document:
    block = Block(id="b1", type="paragraph", text=text, section="Experimental", citations=citations)
    return Document(doc_id="sha256:0", source="a.txt", reader="test/1", blocks=(block,))


@pytest.mark.parametrize("unit", UNITS)
def test_every_stage_comes_to_an_end(unit: str) -> None:
    document = paper((unit * LENGTH)[:LENGTH])
    for stage in (TextFindings(), SynthesisFindings(), StructureFindings()):
        found = stage({"parse": document}).value
        assert all(value.evidence.block == "b1" for value in found.values)


def test_a_long_citation_between_a_name_and_its_verb() -> None:
    """Blanks stand for the citation, which could be shared out among words in very many ways."""
    mark = ",".join(map(str, range(10, 30)))
    text = f"LiFePO4{mark} powder was synthesized by a sol-gel route. It was calcined at 700 °C for 10 h and ground."
    recipes = SynthesisFindings()({"parse": paper(text, (Citation(start=7, end=7 + len(mark)),))}).value.recipes
    assert [target.text for recipe in recipes for target in recipe.targets] == ["LiFePO4"]


def test_a_sentence_without_an_end_is_cut_at_blanks() -> None:
    text = "band gap, " * LONGEST
    spans = sentence_spans(text)
    assert all(end - start <= LONGEST for start, end in spans)
    assert " ".join(text[start:end] for start, end in spans) == text.rstrip()
    assert len(sentence_spans("a" * (2 * LONGEST + 1))) == 3

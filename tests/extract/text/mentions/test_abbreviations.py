"""Abbreviations in the words of a property are spelled out."""

from matloom.extract.document import Block, Document
from matloom.extract.text.mentions.abbreviations import long_forms, spelled_out
from matloom.extract.text.mentions.definitions import document_definitions

TEXT = "A gas diffusion medium (GDM) and slip bands (SBs) were seen on lithium iron phosphate (LFP)."


def test_words_are_spelled_out_as_the_paper_introduces_them() -> None:
    block = Block(id="b1", type="paragraph", text=TEXT)
    document = Document(doc_id="sha256:0", source="a", reader="r", blocks=(block,))
    forms = long_forms(document_definitions(document, "test", "1"))
    assert forms == {"GDM": "gas diffusion medium", "SB": "slip bands"}
    assert spelled_out("thickness of GDM", forms) == "thickness of gas diffusion medium"
    assert spelled_out("width of SBs", forms) == "width of slip bands"
    assert spelled_out("SBs", forms) == "SBs"
    assert spelled_out("slip bands SB", forms) == "slip bands SB"

"""Names of samples that a paper coins: elements of its title, and names formed of its abbreviations."""

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.text.sample_names import derived_names, title_elements


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

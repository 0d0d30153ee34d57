"""Headings in, the products that they name out."""

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.text.statements.heading_products import heading_products


def products(heading: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    block = Block(id="h1", type="heading", text=heading, section=heading)
    paper = Document(doc_id="sha256:0", source="a.txt", reader="test/1", blocks=(block,))
    found = heading_products(paper, "text_findings", "1").values()
    return {one.text: (one.kind, one.aliases) for one in found}


def test_a_product_is_a_label_that_has_the_long_name_too() -> None:
    assert products("2.1. Synthesis of 4-bromoaniline oxalate (BAO-1)") == {
        "BAO-1": ("label", ("4-bromoaniline oxalate",))
    }


@pytest.mark.parametrize(
    "heading", ["Synthesis of powders", "Preparation of films (see below)", "Results of the growth (XRD)"]
)
def test_other_headings_name_no_product(heading: str) -> None:
    assert products(heading) == {}

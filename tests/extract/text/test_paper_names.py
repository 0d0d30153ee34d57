"""All names that a paper gives its materials, from its sentences, its headings and its tables."""

from matloom.extract.document import Block, Document
from matloom.extract.findings import Finding, Findings, Mention
from matloom.extract.text.paper_names import paper_names
from matloom.records.evidence import Evidence
from matloom.records.quantities import Quantity


def document(*texts: str) -> Document:
    blocks = [Block(id=f"b{place}", type="paragraph", text=text) for place, text in enumerate(texts)]
    heading = Block(id="h", type="heading", text="Synthesis of 2-nitrobiphenyl (NBP)", section="Synthesis of NBP")
    return Document(doc_id="sha256:0", source="a", reader="r", blocks=(heading, *blocks))


def test_definitions_headings_and_numbers_are_names() -> None:
    paper = document(
        "Yttria-stabilized zirconia (YSZ) was used.", "Mg3NF3 (1) and Mg2NF (2) form; Mg3NF3 (1) is cubic."
    )
    names = paper_names(paper, None, "text_findings", "1")
    assert {"YSZ", "NBP"} <= names.glossary.families.keys()
    assert [product.text for product in names.products.values()] == ["NBP"]
    assert set(names.glossary.numbers) == {"1", "2"}
    assert {("YSZ", "Yttria-stabilized zirconia"), ("1", "Mg3NF3")} <= {(d.short, d.long) for d in names.definitions}


def test_labels_of_tables_that_the_text_uses_are_names() -> None:
    row = Evidence(document="sha256:0", kind="table", quote="QX7", table="1", cell=(1, 0), stage="t", version="1")
    label = Mention(text="QX7", kind="label", evidence=row)
    gap = Quantity(text="3 eV", value=3.0, unit="eV")
    value = Finding(
        property="band_gap", words="band gap", quantity=gap, subjects=(label,), confidence=1.0, evidence=row
    )  # fmt: skip
    tables = Findings(values=(value,))
    assert "QX7" in paper_names(document("The film QX7 is thin."), tables, "text_findings", "1").glossary.labels
    assert "QX7" not in paper_names(document("The film is thin."), tables, "text_findings", "1").glossary.labels

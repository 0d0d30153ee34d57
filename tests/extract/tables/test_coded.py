"""Samples in cases with a code, which a paper may name by both."""

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.findings import Finding, Mention
from matloom.extract.tables.coded import with_coded_names
from matloom.records.evidence import Evidence
from matloom.records.model import Condition
from matloom.records.quantities import Quantity

HERE = Evidence(document="d", kind="table", quote="4", table="1", stage="s", version="1")


def value_of(sample: str, drug: str) -> Finding:
    return Finding(
        property="release_rate", words="release rate", quantity=Quantity(text="4", value=4.0),
        subjects=(Mention(text=sample, kind="label", evidence=HERE),),
        conditions=(Condition(name="drug", text=drug),), confidence=0.5, evidence=HERE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Both G2-A and G2-B swell.", ["G2-A", "G2-B", "G3-A"]),
        ("Only G2-A swells.", ["G2", "G2", "G3"]),
        ("Neither G2 nor G3 swells.", ["G2", "G2", "G3"]),
    ],
)
def test_a_sample_in_a_case_with_a_code_is_named_by_both_where_the_paper_does_so(text: str, names: list[str]) -> None:
    document = Document(
        doc_id="d", source="d.xml", reader="jats", blocks=(Block(id="b1", type="paragraph", text=text),)
    )
    values = [value_of("G2", "A"), value_of("G2", "B"), value_of("G3", "A")]
    assert [value.subjects[0].text for value in with_coded_names(values, document)] == names

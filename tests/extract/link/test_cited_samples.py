"""Samples of which a paper only tells others' values were not made in it."""

from matloom.extract.pipeline import Pipeline, PipelineConfig

PAPER = """# Powders by milling

## Experimental

Li2CO3, FeC2O4 and NH4H2PO4 were milled for 6 h and sintered at 550 °C for 24 h in Ar.

## Results

LiFePO4 has a band gap of 3.7 eV.
Delithiated FePO4 has the space group Pnma with a = 9.814 Å, b = 5.789 Å and c = 4.782 Å [5].
"""


def test_a_structure_of_others_gets_no_recipe() -> None:
    content = PAPER.encode()
    records, _ = Pipeline.build(PipelineConfig()).value("link", content, "sha256:0", "paper.md")
    names = {sample.id: sample.labels[0] for sample in records.samples}
    assert {names[one.sample] for one in records.structures} == {"FePO4"}
    assert {one.origin for one in records.measurements if names[one.sample] == "FePO4"} == {"cited"}
    assert "FePO4" not in {names[one.sample] for one in records.synthesis}

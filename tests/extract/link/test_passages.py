"""Passages of our own wording, each value with its sample: the linker's share of right samples has a floor.

``tests/data/sample_passages.json`` was written before it was first run. The passages of the development set were
looked at afterwards, those of the blind set were only counted.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.findings import Findings
from matloom.extract.link.names import name_key
from matloom.extract.link.stage import LinkStage
from matloom.extract.text.stage import TextFindings
from matloom.records.model import PaperRecords

PASSAGES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data/sample_passages.json").read_text(encoding="utf-8")
)
FLOORS = {"development": 0.8, "blind": 0.8}


def records(passage: dict[str, Any]) -> PaperRecords:
    """The records of a paper that has a title and one paragraph."""
    blocks = (
        Block(id="b0", type="title", text=passage["title"]), Block(id="b1", type="paragraph", text=passage["text"])
    )  # fmt: skip
    document = Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=blocks)
    found = TextFindings()({"parse": document, "table_findings": Findings()}).value
    return LinkStage()({"parse": document, "text_findings": found}).value


def judged(passage: dict[str, Any]) -> list[tuple[str, bool, tuple[str, ...]]]:
    """Each value of a passage that is found, whether its sample is right, and the labels of the sample."""
    read = records(passage)
    samples = {sample.id: sample for sample in read.samples}
    told: list[tuple[str, bool, tuple[str, ...]]] = []
    for value in passage["values"]:
        wanted = {name_key(name) for name in value["samples"]}
        said = [samples[one.sample] for one in read.measurements if one.quantity.text.startswith(value["value"])]
        for sample in said[:1]:
            names = (*sample.labels, *([sample.note] if sample.note else []))
            told.append((value["value"], bool({name_key(name) for name in names} & wanted), names))
    return told


@pytest.mark.parametrize("part", sorted(FLOORS))
def test_values_have_the_samples_that_they_are_said_of(part: str) -> None:
    told = [one for passage in PASSAGES if passage["set"] == part for one in judged(passage)]
    assert len(told) >= 60
    assert sum(right for _, right, _ in told) / len(told) >= FLOORS[part]


def test_a_zone_is_not_what_a_paper_is_about() -> None:
    text = (
        "The heat-affected zone (HAZ) is wide. The HAZ is hard, and the HAZ grew. Welds of the S700MC steel were made. "
        "After that, the hardness was 240 HV."
    )
    passage = {"title": "The heat-affected zone (HAZ) of welds", "text": text}
    (sample,) = (one for one in records(passage).samples)
    assert "S700MC" in sample.labels


def test_a_plain_statement_outweighs_what_the_paper_speaks_of_most() -> None:
    text = (
        "LiFePO4 was sintered. LiFePO4 is an olivine, and LiFePO4 is cheap. The band gap of LiFePO4 is 3.7 eV. "
        "The electronic conductivity of LiFePO4/C is 0.1 mS/cm, far above that of LiFePO4 (1 nS/cm)."
    )
    read = records({"title": "Olivine LiFePO4 and LiFePO4/C", "text": text})
    formulas = {sample.id: sample.composition.formula for sample in read.samples if sample.composition}
    said = {one.quantity.text: formulas[one.sample] for one in read.measurements}
    assert said == {"3.7 eV": "LiFePO4", "0.1 mS/cm": "LiFePO4/C", "1 nS/cm": "LiFePO4"}


def test_values_of_other_authors_are_none_of_our_sample() -> None:
    theirs = "Before that, Miller et al. [7] reported a band gap of 3.1 eV."
    read = records({"title": "Olivine LiFePO4", "text": f"LiFePO4 is cheap. {theirs}"})
    (sample,) = (one for one in read.samples if one.id == read.measurements[0].sample)
    assert (sample.labels, sample.note) == ((), "of other authors, not named")


def test_values_of_other_authors_on_a_named_sample_are_of_that() -> None:
    theirs = "Before that, Miller et al. [7] reported a band gap of 3.1 eV for LiCoO2."
    read = records({"title": "Olivine LiFePO4", "text": f"LiFePO4 is cheap. {theirs}"})
    (sample,) = (one for one in read.samples if one.id == read.measurements[0].sample)
    assert sample.labels == ("LiCoO2", "LiCoO2 of Miller et al.", "LiCoO2 (Miller et al.)")
    assert sample.note == "of Miller et al."


def test_the_sample_of_other_authors_is_not_the_paper_s_own() -> None:
    text = "LiFePO4 was sintered at 700 °C. The band gap of LiFePO4 is 3.7 eV. "
    theirs = "Miller et al. [7] reported a band gap of 3.1 eV for LiFePO4."
    read = records({"title": "Olivine LiFePO4", "text": text + theirs})
    own, other = (one.sample for one in read.measurements)
    assert own != other
    assert other not in {one.sample for one in read.synthesis}


def test_what_a_device_is_built_with_tells_its_values_apart() -> None:
    text = (
        "The power density of the cell without WO3 interlayer was 210 mW/cm2, that of the cell with WO3 interlayer "
        "430 mW/cm2. With the WO3 interlayer, the resistance fell from 5.1 Ω to 2.2 Ω."
    )
    read = records({"title": "Fuel cells", "text": text})
    labels = {sample.id: sample.labels for sample in read.samples}
    said = {one.quantity.text: labels[one.sample] for one in read.measurements}
    assert "cell without WO3 interlayer" in said["5.1 Ω"]
    assert "cell with WO3 interlayer" in said["2.2 Ω"]


def test_what_others_made_is_called_as_the_sentence_describes_it() -> None:
    text = (
        "ZnO was doped. Miller et al. [7] reported tiny dots spread over a sheet, which have a band gap of 2.1 eV. "
        "Smith et al12 developed a woven film, with a band gap of 2.4 eV. Jones et al. [9] found an increase to 2.9 eV."
    )
    read = records({"title": "Doping of ZnO", "text": text})
    samples = {sample.id: sample for sample in read.samples}
    told = {one.quantity.text: samples[one.sample].labels for one in read.measurements}
    assert told["2.1 eV"] == ("tiny dots spread over a sheet",)
    assert "woven film of Smith et al." in told["2.4 eV"]

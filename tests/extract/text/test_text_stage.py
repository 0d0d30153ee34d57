"""The stage over a document: findings with evidence, conditions, methods and origin."""

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.findings import Finding
from matloom.extract.text.stage import TextFindings, TextOptions
from matloom.records.errors import MatloomError
from shared import SHARED, needs_shared


def findings(*texts: str, section: str = "Results") -> tuple[Finding, ...]:
    blocks = tuple(Block(id=f"b{i}", type="paragraph", text=text, section=section) for i, text in enumerate(texts))
    document = Document(doc_id="sha256:0", source="a.txt", reader="test/1", blocks=blocks)
    return TextFindings()({"parse": document}).value.values


def test_a_finding_points_at_its_value_and_quotes_its_sentence() -> None:
    text = "We made TiO2. Its band gap is 3.2 eV at 300 K, as found by UV-vis spectroscopy. It is white."
    (finding,) = findings(text)
    assert text[finding.evidence.start : finding.evidence.end] == "3.2 eV"
    assert finding.evidence.quote == "Its band gap is 3.2 eV at 300 K, as found by UV-vis spectroscopy."
    assert (finding.property, finding.words, finding.origin) == ("band_gap", "band gap", "reported")
    assert finding.method == "ultraviolet-visible spectroscopy"
    assert [(one.name, one.quantity.text) for one in finding.conditions if one.quantity] == [("temperature", "300 K")]
    assert [subject.text for subject in finding.subjects] == ["TiO2"]
    assert finding.quantity.canonical_unit == "J"


@pytest.mark.parametrize(
    ("text", "name", "printed"),
    [
        ("TiO2 delivers 160 mAh g−1 at 0.1 C.", "c_rate", "0.1 C"),
        (
            "TiO2 has a capacity of 160 mAh g−1 at a current density of 100 mA g−1.",
            "current_density",
            "100 mA g−1",
        ),
        ("TiO2 retains a capacity of 160 mAh g−1 after 100 cycles.", "cycle_number", "100"),
        ("The dielectric constant of TiO2 is 86 at 1 MHz.", "frequency", "1 MHz"),
        ("Under 2 T, the magnetization of Fe3O4 is 60 emu/g.", "magnetic_field", "2 T"),
        ("The conductivity of TiO2 in air is 1e-5 S/cm.", "atmosphere", "air"),
        ("At room temperature, the conductivity of TiO2 is 1e-5 S/cm.", "temperature", "room temperature"),
        ("The specific capacity of TiO2 in the first cycle is 200 mAh/g.", "cycle_number", "first"),
    ],
)
def test_conditions(text: str, name: str, printed: str) -> None:
    (finding,) = findings(text)
    assert (name, printed) in [
        (one.name, one.quantity.text if one.quantity else one.text) for one in finding.conditions
    ]


@pytest.mark.parametrize(
    ("text", "section", "origin"),
    [
        ("The band gap of TiO2 is 3.2 eV [12].", "Results", "cited"),
        ("The band gap of TiO2 is 3.2 eV (Smith et al., 2014).", "Results", "cited"),
        ("A band gap of 3.2 eV was reported by Smith for TiO2.", "Results", "cited"),
        ("The band gap of TiO2 is 3.2 eV.", "1. Introduction", "cited"),
        ("In this work, the band gap of TiO2 is 3.2 eV.", "1. Introduction", "reported"),
        ("The band gap of TiO2 is 3.2 eV.", "Results", "reported"),
        ("The band gap of our TiO2 is 3.2 eV, higher than the 3.0 eV reported previously.", "Results", "reported"),
    ],
)
def test_origin(text: str, section: str, origin: str) -> None:
    assert findings(text, section=section)[0].origin == origin


def test_a_paragraph_without_a_name_takes_the_last_one_before() -> None:
    found = findings("LiFePO4 was studied.", "The conductivity reaches 1e-9 S/cm.")
    assert [subject.text for subject in found[0].subjects] == ["LiFePO4"]


def test_an_unknown_finder_is_an_error() -> None:
    with pytest.raises(MatloomError, match="E006"):
        TextFindings(TextOptions(statements="nothing@1"))


@pytest.mark.shared
@needs_shared
def test_every_value_of_a_real_paper_stands_where_its_evidence_says() -> None:
    from matloom.extract.readers.reading import read

    path = next((SHARED / "data" / "xml" / "PMC7040742").glob("*.xml"))
    document = read(path).value
    blocks = {block.id: block for block in document.blocks}
    values = TextFindings()({"parse": document}).value.values
    assert len(values) > 10
    for value in values:
        block = blocks[value.evidence.block or ""]
        printed = block.text[value.evidence.start : value.evidence.end]
        assert value.quantity.text.startswith(printed)
        assert printed in value.evidence.quote


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ("The hardness of TiO2 and ZnO was 5 GPa.", ["TiO2", "ZnO"]),
        ("TiO2, WO3 and ZnO showed a hardness of 5 GPa each.", ["TiO2", "WO3", "ZnO"]),
        ("Both TiO2 and ZnO have a hardness of 5 GPa.", ["TiO2", "ZnO"]),
        ("A mixture of TiO2 and ZnO has a hardness of 5 GPa.", ["TiO2"]),
        ("The hardness of TiO2 is 5 GPa and that of ZnO is high.", ["TiO2"]),
    ],
)
def test_a_value_said_of_a_list_is_one_of_each(text: str, samples: list[str]) -> None:
    found = findings(text)
    assert {finding.quantity.text for finding in found} == {"5 GPa"}
    assert len(found) == len(samples)
    assert sorted(finding.subjects[0].text for finding in found) == sorted(samples) or len(samples) == 1
    assert len({finding.subjects[0].text for finding in found}) == len(samples)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The device was made with 125 nm thick ZnO.", "ZnO"),
        ("The AB12 steel showed a tensile strength of 820 MPa, a yield strength of 700 MPa, and an elongation of 17%.",
         "AB12"),
        ("The ratio O/C of TiO2 is 1.5.", "TiO2"),
    ],
)  # fmt: skip
def test_what_a_value_is_said_of(text: str, subject: str) -> None:
    assert findings(text)[-1].subjects[0].text == subject

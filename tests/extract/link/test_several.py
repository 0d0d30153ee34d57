"""A value that is said of several samples at once: one measurement each, and of which names none are made."""

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.findings import Finding, Findings, Mention
from matloom.extract.link.several import same_value
from matloom.extract.link.stage import LinkStage
from matloom.extract.text.stage import TextFindings
from matloom.records.evidence import Evidence
from matloom.records.model import PaperRecords
from matloom.records.quantities import Quantity

NO_TABLE = Findings()


def read(*paragraphs: str, table: Findings = NO_TABLE) -> PaperRecords:
    blocks = tuple(Block(id=f"b{i}", type="paragraph", text=text) for i, text in enumerate(paragraphs))
    document = Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=blocks)
    found = TextFindings()({"parse": document, "table_findings": table}).value
    return LinkStage()({"parse": document, "text_findings": found, "table_findings": table}).value


def samples_of(records: PaperRecords, number: float) -> set[str]:
    """The first labels of the samples that have a value of this number."""
    labels = {sample.id: sample.labels[0] for sample in records.samples}
    return {labels[one.sample] for one in records.measurements if one.quantity.value == number}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We grew ZnO and TiO2. The band gap was 3.3 eV for the two films.", {"ZnO", "TiO2"}),
        ("We grew ZnO, WO3 and TiO2. Of the three films the band gap was 3.3 eV.", {"ZnO", "WO3", "TiO2"}),
        ("The powders of ZnO and of TiO2 were found to have a band gap of 3.3 eV for both.", {"ZnO", "TiO2"}),
        ("ZnO was milled. Then TiO2 was pressed. Both samples have a band gap of 3.3 eV.", {"ZnO", "TiO2"}),
        ("Films of ZnO and TiO2 were grown. This film has a band gap of 3.3 eV.", {"TiO2"}),
        ("ZnO, WO3 and TiO2 were grown. The two films have a band gap of 3.3 eV.", None),
        ("A mixture of ZnO and TiO2 was pressed. WO3 is known. In both cases the band gap is 3.3 eV.", None),
    ],
)
def test_words_that_point_back_at_so_many_samples(text: str, named: set[str] | None) -> None:
    found = samples_of(read(text), 3.3)
    assert found == named if named is not None else len(found) == 1


def test_three_samples_are_those_of_the_series_that_counts_so_far() -> None:
    made = "Sample S1 was milled at 300 rpm. Sample S2 was milled, too. Sample S3 was etched."
    records = read(made, "Spectra were taken. All three samples have a band gap of 1.1 eV.")
    assert samples_of(records, 1.1) == {"S1", "S2", "S3"}
    reasons = [link.reason for link in records.links if link.kind == "measured_on"]
    assert all("'All three samples' stands for" in reason and "S1 and S2 and S3" in reason for reason in reasons)


def test_a_band_that_ranges_from_high_to_low_is_one_range_of_each() -> None:
    records = read("Samples S1 and S2 were made.", "Both samples show a broad band ranging from 3700 to 3200 cm−1.")
    assert [(one.quantity.low, one.quantity.high) for one in records.measurements] == [(3200.0, 3700.0)] * 2


def test_samples_called_by_the_stem_of_their_labels() -> None:
    named = "Cell MEA-1 was pressed hot. Cell MEA-2 was pressed cold."
    records = read(named, "The MEA samples had an active area of 25 cm2.")
    assert samples_of(records, 25.0) == {"MEA-1", "MEA-2"}


def test_a_value_that_a_sample_has_already_is_not_told_again() -> None:
    records = read("The band gap of ZnO is 3.3 eV. TiO2 and ZnO were compared. The band gap is 3.3 eV for both films.")
    assert len([one for one in records.measurements if one.quantity.value == 3.3]) == 2


def of_table(*names: str) -> Findings:
    """A table that gives the density of samples."""
    return Findings(values=tuple(
        Finding(
            property="density", words="Density", quantity=Quantity(text=str(row + 1), value=row + 1.0, unit="g/cm3"),
            subjects=(Mention(text=name, kind="label", evidence=cell(row)),), evidence=cell(row), confidence=1.0,
        )
        for row, name in enumerate(names)
    ))  # fmt: skip


def cell(row: int) -> Evidence:
    return Evidence(document="sha256:0", kind="table", table="1", cell=(row, 1), quote="", stage="tables", version="1")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("All three samples have a band gap of 1.1 eV.", {"HT1", "HT2", "LT7"}),
        ("All samples have a band gap of 1.1 eV.", None),
        ("The band gap is the same for all three (1.1 eV).", {"HT1", "HT2", "LT7"}),
        ("The band gap is 1.1 eV for all four samples.", None),
        ("The band gap of these samples is 1.1 eV.", None),
    ],
)
def test_so_many_samples_are_those_of_the_table(text: str, named: set[str] | None) -> None:
    found = samples_of(read("Powders were milled. Spectra were taken.", text, table=of_table("HT1", "HT2", "LT7")), 1.1)
    assert found == named if named is not None else len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The three samples have band gaps of 3.1, 2.9 and 2.7 eV, respectively.",
        "The band gap of all samples is small (3.1, 2.9 and 2.7 eV).",
    ],
)
def test_a_list_of_values_goes_one_by_one_to_the_samples_that_words_stand_for(text: str) -> None:
    records = read("LT7 was milled.", text, table=of_table("HT1", "HT2", "LT7"))
    assert [samples_of(records, value) for value in (3.1, 2.9, 2.7)] == [{"HT1"}, {"HT2"}, {"LT7"}]


def test_a_long_list_of_values_goes_one_by_one_too() -> None:
    gaps = [3.1 - 0.1 * place for place in range(10)]
    listed = ", ".join(f"{gap:.1f}" for gap in gaps[:-1])
    text = f"The band gap of all samples is small ({listed} and {gaps[-1]:.1f} eV)."
    records = read("LT7 was milled.", text, table=of_table(*(f"HT{place}" for place in range(1, 10)), "LT7"))
    assert samples_of(records, 2.2) == {"LT7"}
    assert samples_of(records, 2.8) == {"HT4"}


def test_equal_values() -> None:
    one = Quantity(text="1 m", value=1.0, unit="m", canonical_value=1.0, canonical_unit="m")
    other = Quantity(text="100 cm", value=100.0, unit="cm", canonical_value=1.0, canonical_unit="m")
    assert same_value(one, other)
    assert not same_value(one, Quantity(text="1", value=1.0))
    assert not same_value(one, Quantity(text="1-2 m", low=1.0, high=2.0, canonical_low=1.0, canonical_unit="m"))

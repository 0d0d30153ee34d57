"""What the headings over a value and the blocks before it add to its subjects."""

from matloom.extract.document import Block, Document
from matloom.extract.findings import Finding, Findings
from matloom.extract.link.stage import LinkStage
from matloom.extract.text.stage import TextFindings
from matloom.records.model import PaperRecords

TITLE = Block(id="b0", type="title", text="LiFePO4 and LiCoO2 as cathodes; LiFePO4 above all")


def document(*blocks: Block) -> Document:
    return Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=(TITLE, *blocks))


def values(paper: Document) -> tuple[Finding, ...]:
    return TextFindings()({"parse": paper, "table_findings": Findings()}).value.values


def records(paper: Document) -> PaperRecords:
    found = TextFindings()({"parse": paper, "table_findings": Findings()}).value
    return LinkStage()({"parse": paper, "text_findings": found}).value


def section(heading: str, text: str, path: str) -> tuple[Block, Block]:
    return (
        Block(id=f"h {path}", type="heading", text=heading, section=path),
        Block(id=f"p {path}", type="paragraph", text=text, section=path),
    )


def test_a_value_is_said_of_what_the_heading_over_it_names() -> None:
    paper = document(
        *section("3.2. LiCoO2", "After many cycles the capacity is 140 mAh/g.", "3. Results > 3.2. LiCoO2")
    )
    (value,) = values(paper)
    assert [(one.text, one.cues) for one in value.subjects if "heading" in one.cues] == [("LiCoO2", ("heading",))]
    (sample,) = records(paper).samples
    assert sample.labels == ("LiCoO2",)


def test_the_innermost_heading_that_names_something_counts() -> None:
    outer, _ = section("Batteries of LiCoO2", "", "Batteries of LiCoO2")
    inner = section("Capacity", "The capacity is 140 mAh/g.", "Batteries of LiCoO2 > Capacity")
    (value,) = values(document(outer, *inner))
    assert [one.text for one in value.subjects if "heading" in one.cues] == ["LiCoO2"]


def test_a_heading_that_names_two_samples_decides_nothing() -> None:
    (sample,) = records(document(*section("LiCoO2 against LiMn2O4", "The capacity is 140 mAh/g.", "A"))).samples
    assert sample.labels == ("LiFePO4",)


def test_the_subject_of_a_sentence_goes_before_that_of_the_heading() -> None:
    text = "The capacity of LiMn2O4 is 110 mAh/g."
    (sample,) = records(document(*section("LiCoO2", text, "LiCoO2"))).samples
    assert sample.labels == ("LiMn2O4",)


PATH = "2. Experimental > 2.3. Synthesis"


def test_spectra_and_yields_under_a_product_are_of_the_product_and_not_of_a_reagent() -> None:
    heading = "2.3. Synthesis of 2-Nitro-4′-methoxybiphenyl (NMB-2)"
    text = (
        "Then, KNO3 was added with stirring. NaOH was added to neutrality. The yield of the product was 71%. "
        "IR (KBr, cm−1): 1507, 1260."
    )
    paper = document(*section(heading, text, PATH))
    assert [value.subjects[0].text for value in values(paper)] == ["NMB-2"] * 3
    told = records(paper)
    labels = {sample.id: sample.labels for sample in told.samples}
    assert {labels[one.sample] for one in told.measurements} == {("NMB-2", "2-Nitro-4′-methoxybiphenyl")}


def test_what_a_sentence_under_a_product_names_keeps_its_value() -> None:
    heading = "2.3. Synthesis of 2-Nitro-4′-methoxybiphenyl (NMB-2)"
    (value,) = values(document(*section(heading, "The capacity of LiMn2O4 is 110 mAh/g.", PATH)))
    assert value.subjects[0].text == "LiMn2O4"

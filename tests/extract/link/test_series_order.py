"""Values that are listed by a variable go to the members of its series."""

from matloom.extract.document import Block, Document
from matloom.extract.findings import Finding, Mention
from matloom.extract.link.samples import SampleBook
from matloom.extract.link.series_order import in_series_order
from matloom.records.quantities import Quantity


def subjects(sentence: str, *values: str) -> list[str]:
    """The first subject of each value of a sentence in a paper on samples with x = 0, 0.1 and 0.2."""
    named = "Films with x = 0.1, x = 0 and x = 0.2 are red."
    blocks = tuple(Block(id=f"b{i}", type="paragraph", text=text) for i, text in enumerate((named, sentence)))
    document = Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=blocks)

    def cite(block: int, words: str):
        text, start = blocks[block].text, blocks[block].text.index(words.split(maxsplit=1)[0] if block else words)
        return document.cite(blocks[block], start, start + len(words), context=(0, len(text)), stage="t", version="1")

    texts = ("x = 0.1", "x = 0 and", "x = 0.2")
    mentions = [Mention(text=text.removesuffix(" and"), kind="label", evidence=cite(0, text)) for text in texts]
    found = [
        Finding(property="hardness", words="hardness", quantity=Quantity(text=value), evidence=cite(1, value))
        for value in values
    ]
    ordered = in_series_order(SampleBook(document, mentions, ()), found)
    return [one.subjects[0].text if one.subjects else "" for one in ordered]


def test_a_list_with_a_rising_variable_is_of_its_members() -> None:
    expected = ["x = 0", "x = 0.1", "x = 0.2"]
    assert subjects("Values of 3, 4 and 5 GPa came with rising x.", "3 GPa", "4 GPa", "5 GPa") == expected
    assert subjects("In order of increasing x they are 3, 4 and 5 GPa.", "3 GPa", "4 GPa", "5 GPa") == expected
    assert subjects("With decreasing x 3, 4 and 5 GPa came.", "3 GPa", "4 GPa", "5 GPa") == expected[::-1]
    assert subjects("They have 3, 4 and 5 GPa with falling x.", "3 GPa", "4 GPa", "5 GPa") == expected[::-1]


def test_fewer_values_or_another_clause_tell_nothing_of_the_members() -> None:
    assert subjects("Values of 3 and 5 GPa came with rising x.", "3 GPa", "5 GPa") == ["", ""]
    text = "Values are 3, 4 and 5 GPa; cracks appear with rising x."
    assert subjects(text, "3 GPa", "4 GPa", "5 GPa") == ["", "", ""]

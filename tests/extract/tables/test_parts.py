"""A table over two pages, read as one."""

from matloom.extract.document import Document, Span, Table
from matloom.extract.tables.parts import whole_tables
from matloom.extract.tables.stage import TableFindings

HEADER = ("Alloy", "Treatment", "Hardness (HV)")
FIRST = Table(
    id="t1", label="1", caption="Hardness of the alloys.", page=1,
    cells=(HEADER, ("A1", "as cast", "210"), ("A2", "as cast", "230")),
    spans=(Span(row=2, column=0, rows=1, columns=1),),
)  # fmt: skip
SECOND = Table(
    id="t2", label="1", caption="Hardness of the alloys.", page=2, continues="t1",
    cells=(HEADER, ("", "aged", "251ᵃ"), ("A3", "as cast", "199")), footnotes=("a Mean of three.",), score=0.8,
)  # fmt: skip


def test_the_header_that_is_printed_again_is_left_out() -> None:
    (whole,) = whole_tables((FIRST, SECOND))
    assert [row[0] for row in whole.table.cells] == ["Alloy", "A1", "A2", "", "A3"]
    assert whole.table.footnotes == ("a Mean of three.",)
    assert whole.locate((2, 1)) == (FIRST, (2, 1))
    assert whole.locate((3, 2)) == (SECOND, (1, 2))


def test_parts_of_another_width_stay_apart() -> None:
    narrow = Table(id="t2", label="1", caption="", continues="t1", cells=(("A", "1"), ("B", "2")))
    assert [len(whole.parts) for whole in whole_tables((FIRST, narrow))] == [1, 1]


def test_a_row_below_the_page_break_belongs_to_the_sample_above_it() -> None:
    document = Document(doc_id="sha256:0", source="a", reader="r", tables=(FIRST, SECOND))
    values = TableFindings()({"parse": document}).value.values
    assert [(v.quantity.value, v.subjects[0].text) for v in values] == [
        (210, "A1"), (230, "A2"), (251, "A2"), (199, "A3"),
    ]  # fmt: skip
    aged = values[2]
    assert (aged.evidence.page, aged.evidence.cell, aged.evidence.quote) == (2, (1, 2), "251ᵃ")
    assert aged.subjects[0].evidence.page == 1

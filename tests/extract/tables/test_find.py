"""Tables drawn on PDF pages and read back."""

import pymupdf
import pytest
from matloom.extract.document import Document, Table
from matloom.extract.tables.find import Tables, find_tables

DOCUMENT = Document(doc_id="sha256:0", source="a.pdf", reader="test")
ROWS = [["Sample", "a (nm)", "c (nm)"], ["S1", "0.391", "0.405"], ["S2", "0.392", "0.411"], ["S3", "0.395", "0.413"]]


def draw(
    page: pymupdf.Page, rows: list[list[str]], left: float, top: float, step: float = 90, pitch: float = 14
) -> None:
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            page.insert_text((left + c * step, top + 12 + r * pitch), text, fontsize=9)


def three_lines(page: pymupdf.Page, rows: list[list[str]], left: float, top: float, step: float = 90) -> None:
    right = left + step * len(rows[0])
    for y in (top, top + 16, top + 6 + 14 * len(rows)):
        page.draw_line((left, y), (right, y), width=0.5)
    draw(page, rows, left, top, step)


def tables_of(file: pymupdf.Document) -> tuple[Table, ...]:
    return find_tables(file.tobytes(), DOCUMENT).value


@pytest.fixture
def file() -> pymupdf.Document:
    return pymupdf.open()


def test_three_line_table_with_caption(file: pymupdf.Document) -> None:
    page = file.new_page()
    page.insert_text((72, 90), "Table 2. Lattice parameters.", fontsize=9)
    three_lines(page, ROWS, 72, 100)
    (table,) = tables_of(file)
    assert [list(row) for row in table.cells] == ROWS
    assert (table.label, table.caption, table.page, table.header_rows) == ("2", "Lattice parameters.", 1, 1)
    assert 0.8 < table.score <= 1


def test_every_cell_has_the_box_of_its_words(file: pymupdf.Document) -> None:
    page = file.new_page()
    three_lines(page, ROWS, 72, 100)
    (table,) = tables_of(file)
    x0, y0, x1, y1 = table.boxes[2][1]
    assert x0 == pytest.approx(162, abs=2)
    assert y0 < 100 + 12 + 28 < y1 + 1
    assert page.get_textbox(pymupdf.Rect(x0 - 1, y0 - 1, x1 + 1, y1 + 1)).strip() == "0.392"


def test_running_text_is_no_table(file: pymupdf.Document) -> None:
    page = file.new_page()
    words = "The samples were then heated in air for two hours and left to cool down slowly in the furnace. " * 30
    page.insert_textbox(pymupdf.Rect(60, 60, 290, 700), words, fontsize=9)
    page.insert_textbox(pymupdf.Rect(310, 60, 540, 700), words, fontsize=9)
    page.draw_line((60, 55), (540, 55))
    page.draw_line((60, 720), (540, 720))
    assert tables_of(file) == ()


def test_broken_file_is_a_problem() -> None:
    result = find_tables(b"%PDF-1.7 nothing", DOCUMENT)
    assert result.value == ()
    assert [problem.code for problem in result.problems] == ["D003"]


def test_markup_tables_pass_through() -> None:
    table = Table(id="t1", label="1", caption="c", cells=(("a",),))
    document = Document(doc_id="sha256:0", source="a.xml", reader="jats", tables=(table,))
    assert Tables()({"bytes": b"<article/>", "read": document}).value == (table,)

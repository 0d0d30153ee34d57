"""Tables drawn on PDF pages and read back."""

import pymupdf
import pytest
from matloom.extract.document import Document, Table
from matloom.extract.tables.finding.find import find_tables
from matloom.extract.tables.finding.stage import TableOptions, Tables

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


def test_table_written_upwards(file: pymupdf.Document) -> None:
    upright = pymupdf.open()
    sheet = upright.new_page(width=842, height=595)
    sheet.insert_text((72, 90), "Table 3. Cell parameters from refinement.", fontsize=9)
    three_lines(sheet, ROWS, 72, 100)
    page = file.new_page(width=595, height=842)
    page.show_pdf_page(page.rect, upright, 0, rotate=90)
    (table,) = tables_of(file)
    assert [list(row) for row in table.cells] == ROWS
    assert table.label == "3"
    x0, y0, x1, y1 = table.boxes[2][1]
    assert y1 - y0 > x1 - x0
    assert file[0].get_textbox(pymupdf.Rect(x0 - 1, y0 - 1, x1 + 1, y1 + 1)).strip() == "0.392"


def test_page_with_rotation_attribute(file: pymupdf.Document) -> None:
    page = file.new_page()
    page.insert_text((72, 90), "Table 2. Lattice parameters.", fontsize=9)
    three_lines(page, ROWS, 72, 100)
    page.set_rotation(180)
    (table,) = tables_of(file)
    assert [list(row) for row in table.cells] == ROWS
    assert table.bbox[1] > 600


def test_two_tables_side_by_side(file: pymupdf.Document) -> None:
    page = file.new_page()
    other = [["x", "T (K)"], ["0.1", "300"], ["0.2", "310"], ["0.3", "325"]]
    page.insert_text((50, 90), "Table 1. Lattice.", fontsize=9)
    page.insert_text((320, 90), "Table 2. Transitions.", fontsize=9)
    three_lines(page, ROWS, 50, 100, step=75)
    three_lines(page, other, 320, 100, step=75)
    assert [[list(row) for row in table.cells] for table in tables_of(file)] == [ROWS, other]


def test_title_over_two_columns_by_its_rule(file: pymupdf.Document) -> None:
    page = file.new_page()
    rows = [["", "1.20", "3.40"], ["", "1.25", "3.50"], ["", "1.31", "3.70"]]
    for y in (100, 130, 180):
        page.draw_line((72, y), (342, y), width=0.5)
    page.draw_line((164, 115), (340, 115), width=0.4)
    page.insert_text((230, 111), "Before", fontsize=9)
    draw(page, [["Sample", "a (nm)", "c (nm)"]], 72, 114)
    draw(page, [[f"S{i}", *row[1:]] for i, row in enumerate(rows)], 72, 130)
    (table,) = tables_of(file)
    assert table.header_rows == 2
    assert table.cells[0][1] == "Before"
    assert [(s.row, s.column, s.rows, s.columns) for s in table.spans if s.columns > 1] == [(0, 1, 1, 2)]
    assert (0, 0, 2, 1) in [(s.row, s.column, s.rows, s.columns) for s in table.spans]


def test_ruled_table_with_merged_cell_and_two_lines_in_a_cell(file: pymupdf.Document) -> None:
    page = file.new_page()
    for y in (100, 120, 150, 170):
        page.draw_line((162 if y == 150 else 72, y), (342, y))
    for x in (72, 162, 252, 342):
        page.draw_line((x, 100), (x, 170))
    draw(page, [["Alloy", "Phase", "Shape"]], 76, 102)
    page.insert_text((76, 148), "A356", fontsize=9)
    page.insert_text((166, 132), "silicon", fontsize=9)
    page.insert_text((166, 144), "particles", fontsize=9)
    page.insert_text((256, 138), "plates", fontsize=9)
    draw(page, [["", "matrix", "grains"]], 76, 152)
    (table,) = tables_of(file)
    assert table.engine == "lattice"
    assert [list(row) for row in table.cells] == [
        ["Alloy", "Phase", "Shape"],
        ["A356", "silicon particles", "plates"],
        ["", "matrix", "grains"],
    ]
    assert [(s.row, s.column, s.rows, s.columns) for s in table.spans] == [(1, 0, 2, 1)]


def test_part_on_the_next_page_continues_the_table(file: pymupdf.Document) -> None:
    first = file.new_page()
    first.insert_text((72, 590), "Table 1. Lattice parameters.", fontsize=9)
    three_lines(first, ROWS, 72, 600)
    second = file.new_page()
    second.insert_text((72, 60), "Table 1. (continued)", fontsize=9)
    three_lines(second, [ROWS[0], ["S4", "0.396", "0.420"], ["S5", "0.399", "0.424"]], 72, 70)
    one, two = tables_of(file)
    assert (two.continues, two.label, two.caption, two.page) == (one.id, "1", one.caption, 2)
    assert two.cells[1][0] == "S4"


def test_scripts_and_minus_signs_stay_in_their_cells(file: pymupdf.Document) -> None:
    page = file.new_page()
    three_lines(page, [["Sample", "Rate", "Length"], ["S1", "", "1.5(2)"], ["S2", "4.5", "1.6(2)"]], 72, 100)
    page.insert_text((162, 126), "3.2", fontsize=9)
    page.insert_text((178, 126), "× 10", fontsize=9)
    page.insert_text((196.5, 122), "-3", fontsize=6)
    (table,) = tables_of(file)
    assert table.cells[1] == ("S1", "3.2 × 10-3", "1.5(2)")


def test_picture_of_a_table_is_read_by_ocr(file: pymupdf.Document) -> None:
    drawn = pymupdf.open()
    sheet = drawn.new_page(width=320, height=90)
    three_lines(sheet, ROWS, 20, 10)
    page = file.new_page()
    page.insert_text((72, 90), "Table 4. Lattice parameters of all samples, as a picture.", fontsize=9)
    page.insert_image(pymupdf.Rect(72, 100, 392, 190), pixmap=sheet.get_pixmap(dpi=250))
    (table,) = tables_of(file)
    assert table.source == "ocr"
    assert table.label == "4"
    assert [row[1:] for row in table.cells[1:]] == [tuple(row[1:]) for row in ROWS[1:]]


def test_axes_of_a_plot_are_no_table(file: pymupdf.Document) -> None:
    page = file.new_page()
    page.draw_rect(pymupdf.Rect(100, 100, 400, 300))
    for i in range(6):
        page.insert_text((95 + 60 * i, 312), str(20 * i), fontsize=8)
        page.insert_text((80, 302 - 40 * i), str(i), fontsize=8)
        page.draw_line((100, 300 - 40 * i), (400, 300 - 40 * i), width=0.2)
    page.draw_polyline([(100 + i, 200 + 60 * ((i * 37) % 11) / 11) for i in range(300)])
    page.insert_text((100, 340), "Figure 2. Intensity against angle.", fontsize=9)
    assert tables_of(file) == ()


def test_long_table_is_read_whole_and_cut_at_the_limit(file: pymupdf.Document) -> None:
    for start in range(0, 250, 50):
        page = file.new_page()
        rows = [["No", "x", "y"], *([str(start + i), f"{i}.5", f"{i}.25"] for i in range(49))]
        three_lines(page, rows, 72, 60)
    result = find_tables(file.tobytes(), DOCUMENT)
    assert sum(len(table.cells) for table in result.value) == 250
    cut = find_tables(file.tobytes(), DOCUMENT, TableOptions(max_cells=60))
    assert {problem.code for problem in cut.problems} == {"T001"}
    assert all(len(table.cells) == 20 for table in cut.value)


def test_caption_without_table_is_a_problem(file: pymupdf.Document) -> None:
    file.new_page().insert_text((72, 90), "Table 7. Parameters that are printed elsewhere.", fontsize=9)
    result = find_tables(file.tobytes(), DOCUMENT, TableOptions(model=False))
    assert result.value == ()
    assert [(problem.code, problem.where["table"]) for problem in result.problems] == [("T003", "7")]


def test_sentences_that_begin_with_a_table_are_no_captions(file: pymupdf.Document) -> None:
    page = file.new_page()
    for line, text in enumerate(
        ("Table 7 clearly shows the effect of time.", "Table 8, the last one, has no such values.")
    ):
        page.insert_text((72, 90 + 40 * line), text, fontsize=9)
    assert find_tables(file.tobytes(), DOCUMENT, TableOptions(model=False)).problems == ()


def test_words_that_name_a_table_found_elsewhere_are_no_problem(file: pymupdf.Document) -> None:
    page = file.new_page()
    page.insert_text((72, 90), "Table 1. Lattice parameters.", fontsize=9)
    three_lines(page, ROWS, 72, 100)
    file.new_page().insert_text((72, 90), "Table 1 Lattice and others", fontsize=9)
    result = find_tables(file.tobytes(), DOCUMENT, TableOptions(model=False))
    assert [table.label for table in result.value] == ["1"]
    assert result.problems == ()


def test_pictures_beyond_the_limit_are_told(file: pymupdf.Document) -> None:
    drawn = pymupdf.open()
    three_lines(drawn.new_page(width=320, height=90), ROWS, 20, 10)
    page = file.new_page()
    page.insert_text((72, 90), "Table 4. Lattice parameters of all samples, as a picture.", fontsize=9)
    page.insert_image(pymupdf.Rect(72, 100, 392, 190), pixmap=drawn[0].get_pixmap(dpi=100))
    document = Document(doc_id="sha256:0", source="a.pdf", reader="none")
    result = find_tables(file.tobytes(), document, TableOptions(max_pictures=0))
    assert result.value == ()
    assert {problem.code for problem in result.problems} == {"T003", "T005"}

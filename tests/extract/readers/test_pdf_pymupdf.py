"""PDFs made on the spot, and bad ones: what the reader makes of them."""

import pymupdf
import pytest
from matloom.extract.readers.layout.content import PdfOptions
from matloom.extract.readers.pdf_pymupdf import read_pymupdf

PROSE = (
    "The powders were ground in an agate mortar and pressed into pellets before they were heated in flowing argon. "
    "The pellets were then cooled to room temperature at a rate that was kept the same in all of the experiments. "
)


def paper(pages: int = 1) -> pymupdf.Document:
    file = pymupdf.open()
    for number in range(pages):
        page = file.new_page(width=400, height=500)
        page.insert_textbox((40, 60, 360, 460), f"Part {number}. {PROSE * 3}", fontsize=10, align=3)
    return file


def test_text_carries_one_box_for_every_character():
    result = read_pymupdf(paper().tobytes(), "a.pdf")
    assert result.problems == ()
    (block,) = [block for block in result.value.blocks if block.type == "paragraph"]
    assert "pressed into pellets before they were heated" in block.text
    assert block.glyphs is not None and block.glyphs.shape == (len(block.text), 4)
    start = block.text.index("argon")
    evidence = result.value.cite(block, start, start + 5, stage="test", version="1")
    page = pymupdf.open(stream=paper().tobytes())[0]
    assert page.get_textbox(pymupdf.Rect(evidence.bbox)).strip() == "argon"


def test_encrypted_files_need_a_password():
    locked = paper().tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    assert [problem.code for problem in read_pymupdf(locked, "a.pdf").problems] == ["D002"]


def test_files_that_open_without_a_password_are_read():
    guarded = paper().tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="")
    result = read_pymupdf(guarded, "a.pdf")
    assert result.problems == () and result.value.pages == 1 and result.value.blocks


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "D001"), (b"%PDF-1.7 nothing", "D003"), (b"PK\x03\x04" + bytes(99), "D004"), (b"<html></html>", "D004")],
)  # fmt: skip
def test_files_that_are_no_pdf_are_problems(data, code):
    result = read_pymupdf(data, "a.pdf")
    assert [problem.code for problem in result.problems] == [code]
    assert result.value.blocks == () and result.value.doc_id.startswith("sha256:")


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes_and_says_so():
    whole = paper(pages=6).tobytes()
    result = read_pymupdf(whole[: 2 * len(whole) // 3], "a.pdf")
    assert [problem.code for problem in result.problems] == ["D018"]
    assert any("Part 0" in block.text for block in result.value.blocks)


def test_pages_over_the_limit_are_left_out_and_said():
    result = read_pymupdf(paper(5).tobytes(), "a.pdf", PdfOptions(max_pages=2))
    assert [problem.code for problem in result.problems] == ["D005"]
    assert result.value.pages == 5 and {block.page for block in result.value.blocks} == {1, 2}

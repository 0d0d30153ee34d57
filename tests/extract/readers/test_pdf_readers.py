"""One paper drawn on the spot, read by both PDF readers: they say the same, and what was drawn."""

import pymupdf
import pytest
from matloom.extract.document import Document
from matloom.extract.document_json import document_to_json
from matloom.extract.readers.layout.content import PdfOptions
from matloom.extract.readers.pdf_pdfium import read_pdfium
from matloom.extract.readers.pdf_pymupdf import read_pymupdf

READERS = [read_pymupdf, read_pdfium]
LEADING = 12.0
LEFT = [
    "The oxide powders were weighed in the molar", "ratio given above and milled in ethanol for",
    "six hours. The dried mixture was then cal-", "cined in air, and the product was ground",
    "again before it was pressed into pellets at", "a pressure of 200 MPa without any binder.",
]  # fmt: skip
RIGHT = [
    "The pellets were sintered in closed cruci-", "bles with a bed of powder of the same kind,",
    "which keeps the lithium in the samples. We", "measured the density by the Archimedes",
    "method, and found values of more than nine", "tenths of the one that theory gives here.",
]  # fmt: skip


def paper(rotation: int = 0) -> bytes:
    """Two pages with running heads; the first has a title, two columns, a drawn figure and its caption."""
    file = pymupdf.open()
    for number in (1, 2):
        page = file.new_page(width=595, height=842)
        page.insert_text((50, 40), "Journal of Drawn Papers 7, 12", fontsize=8)
        page.insert_text((540, 40), str(number), fontsize=8)
        if number == 1:
            page.insert_text((50, 90), "Sintering of garnet pellets in powder beds", fontsize=18, fontname="hebo")
            page.insert_text((50, 150), "2. Experimental", fontsize=11, fontname="hebo")
            _figure(page)
        for index, (left, right) in enumerate(zip(LEFT * 2, RIGHT * 2, strict=True)):
            page.insert_text((50, 170 + LEADING * index), left, fontsize=10)
            page.insert_text((310, 170 + LEADING * index), right, fontsize=10)
        page.insert_text((50, 330), "The conductivity was 3.2 × 10", fontsize=10)
        page.insert_text((50 + 134.5, 326), "-4", fontsize=6.5)
        page.insert_text((50 + 144, 330), "S cm", fontsize=10)
        page.insert_text((50 + 167.2, 326), "-1", fontsize=6.5)
        page.insert_text((50 + 175, 330), "there.", fontsize=10)
        page.set_rotation(rotation)
    return file.tobytes()


def _figure(page: pymupdf.Page) -> None:
    page.draw_rect(pymupdf.Rect(330, 400, 530, 540))
    page.draw_polyline([(330 + 2 * i, 520 - (i * 37 % 90)) for i in range(100)])
    page.insert_text((400, 555), "Time (h)", fontsize=8)
    page.insert_text((310, 580), "Figure 1. Shrinkage of a pellet while it was heated.", fontsize=9)


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.type == kind]


@pytest.mark.parametrize("read", READERS)
def test_blocks_come_in_reading_order_with_their_kinds(read):
    document = read(paper(), "a.pdf").value
    assert texts(document, "title") == ["Sintering of garnet pellets in powder beds"]
    assert "2. Experimental" in texts(document, "heading")
    body = " ".join(texts(document, "paragraph"))
    assert "then calcined in air" in body and "closed crucibles with a bed" in body
    assert body.index("milled in ethanol") < body.index("The pellets were sintered") < body.rindex("milled in ethanol")
    assert all("Drawn Papers" not in text for text in texts(document, "paragraph"))
    assert len([text for text in texts(document, "header") if "Drawn Papers" in text]) == 2


@pytest.mark.parametrize("read", READERS)
def test_powers_and_units_are_joined_to_their_superscripts(read):
    body = " ".join(texts(read(paper(), "a.pdf").value, "paragraph"))
    assert "3.2 × 10-4 S cm-1 there." in body


@pytest.mark.parametrize("read", READERS)
def test_a_figure_has_its_caption_and_the_box_of_what_is_drawn_and_its_labels_are_no_text(read):
    document = read(paper(), "a.pdf").value
    (figure,) = document.figures
    assert figure.label == "1" and figure.caption.startswith("Figure 1. Shrinkage")
    assert figure.bbox is not None
    assert figure.bbox[0] <= 331 and figure.bbox[3] >= 540 and figure.bbox[3] < 580
    assert all("Time (h)" not in block.text for block in document.blocks)


@pytest.mark.parametrize("read", READERS)
def test_sections_are_carried_to_the_blocks_below(read):
    document = read(paper(), "a.pdf").value
    assert {block.section for block in document.blocks if block.type == "paragraph"} == {"Experimental"}


@pytest.mark.parametrize("read", READERS)
def test_boxes_hold_what_the_quote_says(read):
    data = paper()
    document, page = read(data, "a.pdf").value, pymupdf.open(stream=data)[0]
    block = next(b for b in document.blocks if "milled in ethanol" in b.text and b.page == 1)
    start = block.text.index("milled in ethanol")
    evidence = document.cite(block, start, start + 17, stage="test", version="1")
    assert evidence.bbox is not None
    x0, y0, x1, y1 = evidence.bbox
    found = page.get_textbox(pymupdf.Rect(x0, y0 + 2, x1, y1 - 2)).strip()
    assert "".join(evidence.quote.split()) == "".join(found.split())


def test_both_readers_say_the_same():
    first, second = (read(paper(), "a.pdf").value for read in READERS)
    assert [(b.type, b.text) for b in first.blocks] == [(b.type, b.text) for b in second.blocks]
    assert (first.reader, second.reader) == ("pymupdf/1", "pdfium/1")


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_page_has_its_boxes_in_the_frame_that_is_shown(read, rotation):
    file = pymupdf.open()
    page = file.new_page(width=400, height=500)
    page.insert_text((60, 120), "corner", fontsize=12)
    page.set_rotation(rotation)
    from matloom.extract.readers.pdf_pdfium import open_pdfium
    from matloom.extract.readers.pdf_pymupdf import open_pymupdf

    content = {read_pymupdf: open_pymupdf, read_pdfium: open_pdfium}[read](file.tobytes()).page(1)
    expected = pymupdf.Point(60, 120) * page.rotation_matrix
    assert (content.width, content.height) == (page.rect.width, page.rect.height)
    assert content.glyphs.origins[0].tolist() == pytest.approx([expected.x, expected.y], abs=0.1)


def test_pdfium_says_why_it_cannot_read():
    locked = pymupdf.open(stream=paper()).tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    assert [p.code for p in read_pdfium(locked, "a.pdf").problems] == ["D002"]
    assert [p.code for p in read_pdfium(b"%PDF-1.7 broken", "a.pdf").problems] == ["D003"]


@pytest.mark.parametrize("read", READERS)
def test_the_number_of_glyphs_is_bounded(read):
    result = read(paper(), "a.pdf", PdfOptions(max_glyphs=100))
    assert [problem.code for problem in result.problems] == ["D015"]


def test_the_json_has_the_keys_of_the_contract():
    result = read_pymupdf(paper(), "a.pdf")
    written = document_to_json(result.value, result.problems)
    assert list(written)[:5] == ["doc_id", "source", "reader", "pages", "meta"]
    assert {"id", "type", "section", "page", "bbox", "text"} <= set(written["blocks"][0])
    assert written["figures"][0]["label"] == "1" and written["problems"] == [] and written["meta"]["doi"] is None

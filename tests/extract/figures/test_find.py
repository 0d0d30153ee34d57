import io

import numpy as np
import pymupdf
import pytest
from matloom.extract.document import Document
from matloom.extract.document_json import document_to_json
from matloom.extract.figures.finder import FigureOptions, Figures
from matloom.extract.figures.records import figure_records, micrograph_records
from matloom.extract.figures.show import figures_page
from matloom.extract.readers.reading import read_bytes
from PIL import Image
from shared import SHARED, needs_shared

PROSE = (
    "The samples were ground, pressed and heated in air for ten hours, and cooled slowly to room temperature. "
    "All of them were measured three times, and the values that are given here are the means of these measurements. "
) * 4


def picture(mode="RGB", size=(300, 220), kind="PNG"):
    noise = np.random.default_rng(3).integers(60, 190, (size[1], size[0]), np.uint8)
    image = Image.fromarray(noise).convert(mode) if mode != "I;16" else Image.fromarray(noise.astype(np.uint16) * 257)
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def paper(draw, caption="Figure 1. (a) SEM image of the film and (b) XRD pattern of the powder.", caption_at=400.0):
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    page.insert_textbox((60, 60, 535, 160), PROSE, fontsize=9)
    page.insert_textbox((60, 480, 535, 640), PROSE, fontsize=9)
    page.insert_text((60, caption_at), caption, fontsize=9)
    draw(page)
    return pdf.tobytes()


def two_panels(page):
    page.insert_image((70, 190, 280, 370), stream=picture(), keep_proportion=False)
    page.insert_text((60, 185), "(a)", fontsize=11)
    page.draw_rect((340, 190, 520, 350), width=1)
    page.draw_polyline([(345 + i, 340 - 100 * (i % 37 == 0)) for i in range(170)], color=(1, 0, 0))
    page.insert_text((390, 368), "2 theta (deg)", fontsize=9)
    page.insert_text((320, 185), "(b)", fontsize=11)


def figures_of(data, **options):
    document = read_bytes(data, "a.pdf").value
    result = Figures(FigureOptions(**options))({"bytes": data, "read": document, "tables": ()})
    return document, result


def test_panels_of_a_page_with_a_picture_and_a_drawing():
    _, result = figures_of(paper(two_panels), ocr=False)
    (figure,) = result.value
    first, second = figure.panels
    assert (first.label, first.kind, first.detail) == ("a", "micrograph", "sem")
    assert (second.label, second.kind, second.detail) == ("b", "spectrum", "xrd")
    assert first.bbox is not None and first.bbox[2] < 300 < second.bbox[0]
    assert second.bbox[3] == pytest.approx(370, abs=6)
    assert first.caption == "SEM image of the film"


def test_a_caption_above_its_figure():
    data = paper(two_panels, caption_at=175.0)
    (figure,) = figures_of(data, ocr=False)[1].value
    assert figure.bbox is not None
    assert figure.bbox[1] > 170
    assert figure.bbox[3] < 380


def test_records_json_and_page(tmp_path):
    data = paper(two_panels, caption="Figure 1. (a) SEM <b>image</b> and (b) XRD pattern.")
    document, result = figures_of(data, ocr=False)
    parsed = Document(doc_id=document.doc_id, source="a.pdf", reader=document.reader, pages=1, figures=result.value)
    assert [(row.panel, row.kind) for row in figure_records(parsed)] == [("a", "micrograph"), ("b", "spectrum")]
    (small,) = micrograph_records(parsed)
    assert small.id == figure_records(parsed)[0].id
    assert small.picture[:2] == b"\xff\xd8"
    panels = document_to_json(parsed)["figures"][0]["panels"]
    assert panels[0]["micrograph"]["nanometres_per_pixel"] is None
    assert panels[1]["micrograph"] is None
    page = figures_page(data, result.value, "a<i>.pdf")
    assert "<b>" not in page and "<i>.pdf" not in page
    assert page.count('class="panel"') == 2


@pytest.mark.parametrize(
    "stream",
    [picture(size=(1, 1)), picture("CMYK", kind="JPEG"), picture("I;16"), picture("1"), picture(size=(4000, 3000)),
     picture("P", kind="GIF")],
    ids=["one pixel", "cmyk", "16 bit", "black and white", "large", "gif"],
)  # fmt: skip
def test_pictures_of_any_kind_are_answered(stream):
    data = paper(lambda page: page.insert_image((70, 190, 500, 370), stream=stream, keep_proportion=False))
    _, result = figures_of(data, ocr=False)
    assert [figure.label for figure in result.value] == ["1"]
    assert not result.problems


def test_a_huge_page_is_drawn_within_bounds():
    pdf = pymupdf.open()
    page = pdf.new_page(width=14000, height=14000)
    page.insert_image((100, 100, 12000, 12000), stream=picture(), keep_proportion=False)
    page.insert_text((100, 12500), "Figure 1. A very large photograph of the pellets.", fontsize=200)
    _, result = figures_of(pdf.tobytes(), ocr=False)
    assert [figure.label for figure in result.value] == ["1"]


def test_markup_has_the_parts_of_its_captions():
    xml = (
        b"<article><front><article-meta/></front><body><sec><fig id='f1'><label>Figure 1</label><caption><p>"
        b"(a) SEM image. (b) Raman spectrum.</p></caption></fig></sec></body></article>"
    )
    _, result = figures_of(xml)
    assert [(p.label, p.kind, p.bbox) for p in result.value[0].panels] == [
        ("a", "micrograph", None), ("b", "spectrum", None),
    ]  # fmt: skip


@needs_shared
def test_a_real_paper():
    data = (SHARED / "data" / "papers" / "PMC7065120" / "PMC7065120.pdf").read_bytes()
    _, result = figures_of(data, ocr=False)
    assert [figure.label for figure in result.value] == ["1", "2", "3", "4", "5"]
    assert [panel.kind for panel in result.value[0].panels] == ["structure", "structure"]
    assert all(panel.bbox for figure in result.value[:1] for panel in figure.panels)

"""The page that shows tables."""

import pymupdf
from lxml import html
from matloom.extract.document import Span, Table
from matloom.extract.tables.show import tables_page

TABLE = Table(
    id="t1", label="1", caption="<script>alert(1)</script>", cells=(("A", ""), ("<b>x</b>", "1.5")), page=1,
    bbox=(10, 10, 90, 60), boxes=(((10, 10, 90, 20), None), ((10, 30, 40, 40), (50, 30, 90, 40))),
    spans=(Span(row=0, column=0, rows=1, columns=2),), engine="lattice", score=0.7,
)  # fmt: skip


def page() -> bytes:
    file = pymupdf.open()
    file.new_page(width=100, height=100).insert_text((10, 20), "A")
    return file.tobytes()


def test_text_of_the_paper_is_escaped() -> None:
    tree = html.fromstring(tables_page(page(), [TABLE], "<i>a.pdf"))
    assert tree.xpath("//script") == []
    assert tree.xpath("//i") == []
    assert tree.xpath("//td")[0].text == "1.5"
    assert tree.xpath("//tr[2]/th")[0].text == "<b>x</b>"


def test_grid_lies_over_the_picture_and_spans_are_kept() -> None:
    tree = html.fromstring(tables_page(page(), [TABLE], "a.pdf"))
    assert len(tree.xpath("//rect")) == 4
    assert tree.xpath("//img/@src")[0].startswith("data:image/png;base64,")
    assert tree.xpath("//th/@colspan") == ["2"]
    assert "low" in tree.xpath("//article/span/@class")[0]


def test_tables_of_markup_need_no_picture() -> None:
    table = Table(id="t1", label="1", caption="c", cells=(("a",),))
    assert "<img" not in tables_page(b"<article/>", [table], "a.xml")

import pytest
from lxml import etree
from matloom.extract.document import Span
from matloom.extract.readers.jats import read_jats
from shared import SHARED, needs_shared

ARTICLE = """<?xml version="1.0"?>
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front><article-meta>
<article-id pub-id-type="doi">10.1000/a.1</article-id>
<title-group><article-title>Conduction in Li<sub>7</sub>La<sub>3</sub>Zr<sub>2</sub>O<sub>12</sub></article-title>
</title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane A.</given-names></name>
</contrib>
<contrib contrib-type="editor"><name><surname>No</surname><given-names>One</given-names></name></contrib>
</contrib-group>
<pub-date><year>2021</year></pub-date><pub-date><year>2020</year></pub-date>
<permissions>
<license xlink:href="https://creativecommons.org/licenses/by-nc/4.0/">
<license-p>Some words.</license-p></license></permissions>
<abstract><sec><title>Aim</title><p>We measured it.</p></sec></abstract></article-meta></front>
<body><sec><label>2.</label><title>Experimental</title><p>Before.</p><sec><title>Synthesis</title>
<p>Heated <fig id="f"><label>Fig. 1</label><caption><title>Steps.</title><p>(a) One.</p></caption></fig>twice.
<disp-formula><label>(1)</label><mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>E</mml:mi>
<mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math></disp-formula> Then cooled.</p>
<list><list-item><p>first</p></list-item><list-item><p>second</p></list-item></list>
<table-wrap><label>Table 1</label><caption><p>Conductivities.</p></caption><table><thead>
<tr><th rowspan="2">Sample</th><th colspan="2">&#963; (S cm<sup>&#8722;1</sup>)</th></tr><tr><th>25 &#176;C</th>
<th>60 &#176;C<xref ref-type="table-fn">a</xref></th></tr></thead>
<tbody><tr><td>LLZO</td><td>2.1 &#215; 10<sup>&#8722;4</sup></td><td>&#8211;</td></tr></tbody></table>
<table-wrap-foot><fn><label>a</label><p>In argon.</p></fn></table-wrap-foot></table-wrap></sec></sec></body>
<back><ref-list><ref><label>1</label><element-citation><person-group><name><surname>Roe</surname><given-names>R.</given-names></name></person-group>
<article-title>On it.</article-title>
<source>J. X</source><year>1999</year></element-citation></ref></ref-list></back></article>"""


def test_an_article() -> None:
    result = read_jats(ARTICLE.encode(), "a.xml")
    document = result.value
    assert not result.problems
    assert document.meta.title == "Conduction in Li7La3Zr2O12"
    assert document.meta.doi == "10.1000/a.1"
    assert document.meta.licence == "CC-BY-NC-4.0"
    assert document.meta.year == 2020
    assert document.meta.authors == ("Jane A. Doe",)
    assert [(b.type, b.text) for b in document.blocks] == [
        ("title", "Conduction in Li7La3Zr2O12"),
        ("abstract", "Aim We measured it."),
        ("heading", "2. Experimental"),
        ("paragraph", "Before."),
        ("heading", "Synthesis"),
        ("paragraph", "Heated twice."),
        ("equation", "E = 2 (1)"),
        ("paragraph", "Then cooled."),
        ("caption", "Fig. 1. Steps. (a) One."),
        ("list", "first"),
        ("list", "second"),
        ("caption", "Table 1. Conductivities."),
        ("reference", "[1] R. Roe. On it. J. X. 1999"),
    ]
    assert document.blocks[5].section == "2. Experimental > Synthesis"
    assert len({b.id for b in document.blocks}) == len(document.blocks)


def test_a_table() -> None:
    (table,) = read_jats(ARTICLE.encode(), "a.xml").value.tables
    assert (table.label, table.caption, table.header_rows) == ("1", "Conductivities.", 2)
    assert table.cells == (("Sample", "σ (S cm−1)", ""), ("", "25 °C", "60 °Cᵃ"), ("LLZO", "2.1 × 10−4", "–"))
    assert table.spans == (Span(row=0, column=0, rows=2, columns=1), Span(row=0, column=1, rows=1, columns=2))
    assert table.footnotes == ("a In argon.",)


def test_a_table_that_is_a_picture_is_a_problem() -> None:
    wrap = "<label>Table 2</label><caption><p>It.</p></caption><graphic/>"
    xml = f"<article><body><table-wrap>{wrap}</table-wrap></body></article>"
    result = read_jats(xml.encode(), "a.xml")
    assert [p.code for p in result.problems] == ["T003"]
    assert result.problems[0].where["table"] == "2"
    assert not result.value.tables


def test_tables_by_column_names() -> None:
    xml = """<article><body><table-wrap><label>Table 1</label><oasis:table xmlns:oasis="urn:o"><oasis:tgroup cols="3">
    <oasis:colspec colname="a"/><oasis:colspec colname="b"/><oasis:colspec colname="c"/><oasis:thead><oasis:row>
    <oasis:entry colname="a" morerows="1">S</oasis:entry><oasis:entry namest="b" nameend="c">P</oasis:entry></oasis:row>
    <oasis:row><oasis:entry>u</oasis:entry><oasis:entry>v</oasis:entry></oasis:row></oasis:thead><oasis:tbody><oasis:row>
    <oasis:entry>x</oasis:entry><oasis:entry colname="c">2</oasis:entry></oasis:row></oasis:tbody></oasis:tgroup>
</oasis:table>
    </table-wrap></body></article>"""
    (table,) = read_jats(xml.encode(), "a.xml").value.tables
    assert table.cells == (("S", "P", ""), ("", "u", "v"), ("x", "", "2"))
    assert table.header_rows == 2


@needs_shared
@pytest.mark.parametrize(
    "path",
    sorted((SHARED / "data/xml").glob("PMC*/*.xml")) + sorted((SHARED / "data/papers").glob("PMC*/PMC*.xml")),
    ids=lambda p: p.stem,
)
def test_published_articles(path) -> None:
    result = read_jats(path.read_bytes(), path.name)
    document = result.value
    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    assert not result.problems
    assert document.meta.title and document.meta.doi and document.meta.authors
    assert document.meta.licence and document.meta.licence.startswith("CC-BY")
    assert len(document.tables) == len(list(tree.iter("table")))
    assert sum(b.type == "reference" for b in document.blocks) == len(list(tree.iter("ref")))
    read = sum(len("".join(b.text.split())) for b in document.blocks if b.type in ("paragraph", "list", "equation"))
    body = tree.find(".//body")
    etree.strip_elements(body, "fig", "table-wrap", "tex-math", "label", "title", with_tail=False)
    written = len("".join("".join(body.itertext()).split()))
    assert 0.98 < read / written < 1.1

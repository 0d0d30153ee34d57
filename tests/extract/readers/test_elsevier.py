import pytest
from matloom.extract.readers.elsevier import read_elsevier
from shared import SHARED, needs_shared

ARTICLE = """<?xml version="1.0"?><full-text-retrieval-response xmlns="http://www.elsevier.com/xml/svapi/article/dtd"
 xmlns:ja="http://www.elsevier.com/xml/ja/dtd" xmlns:ce="http://www.elsevier.com/xml/common/dtd"
 xmlns:sb="http://www.elsevier.com/xml/common/struct-bib/dtd"
 xmlns:c="http://www.elsevier.com/xml/common/cals/dtd">
<openaccessUserLicense>http://creativecommons.org/licenses/by/4.0/</openaccessUserLicense>
<ja:article><ja:item-info><ce:doi>10.1016/j.x.2020.1</ce:doi>
<ce:copyright type="full-transfer" year="2020"/></ja:item-info>
<ce:floats><ce:table id="t1"><ce:label>Table 1</ce:label>
<ce:caption><ce:simple-para>Lattice.</ce:simple-para></ce:caption>
<c:tgroup cols="2"><c:colspec colname="a"/><c:colspec colname="b"/><c:thead><c:row><ce:entry>x</ce:entry>
<ce:entry><ce:italic>a</ce:italic> (&#197;)<ce:cross-ref refid="tblfn1"><ce:sup>a</ce:sup></ce:cross-ref></ce:entry>
</c:row></c:thead>
<c:tbody><c:row><ce:entry>0.1</ce:entry><ce:entry>3.912(2)</ce:entry></c:row></c:tbody></c:tgroup>
<ce:table-footnote id="tblfn1"><ce:label>a</ce:label>
<ce:note-para>At 298<ce:hsp sp="0.25"/>K.</ce:note-para></ce:table-footnote></ce:table>
<ce:figure id="f1"><ce:label>Fig. 1</ce:label><ce:caption><ce:simple-para>XRD.</ce:simple-para></ce:caption>
</ce:figure></ce:floats>
<ja:head><ce:title>On Ba<ce:inf>1-x</ce:inf>Sr<ce:inf>x</ce:inf>TiO<ce:inf>3</ce:inf></ce:title>
<ce:author-group><ce:author><ce:given-name>Jane</ce:given-name><ce:surname>Doe</ce:surname></ce:author></ce:author-group>
<ce:abstract><ce:section-title>Abstract</ce:section-title><ce:abstract-sec><ce:simple-para>Short.</ce:simple-para></ce:abstract-sec></ce:abstract></ja:head>
<ja:body><ce:sections><ce:section><ce:label>1</ce:label><ce:section-title>Intro</ce:section-title>
<ce:para>Known<ce:cross-refs
  refid="bib1 bib2"><ce:sup>1,2</ce:sup></ce:cross-refs> see Table 1<ce:float-anchor
  refid="t1"/>, at 10<ce:sup>6</ce:sup><ce:hsp sp="0.25"/>Pa.<ce:display
><ce:formula><ce:label>(1)</ce:label><ce:italic>a</ce:italic>=1</ce:formula></ce:display>After.</ce:para>
<ce:para><ce:list><ce:list-item><ce:label>(i)</ce:label><ce:para>One.</ce:para></ce:list-item></ce:list></ce:para>
</ce:section></ce:sections></ja:body>
<ja:tail><ce:bibliography><ce:bibliography-sec><ce:bib-reference id="bib1"><ce:label>[1]</ce:label>
<sb:reference><sb:contribution><sb:authors><sb:author><ce:given-name>R.</ce:given-name><ce:surname>Roe</ce:surname></sb:author></sb:authors></sb:contribution><sb:host><sb:date>1999</sb:date></sb:host></sb:reference></ce:bib-reference></ce:bibliography-sec></ce:bibliography></ja:tail></ja:article></full-text-retrieval-response>"""


def test_an_article() -> None:
    result = read_elsevier(ARTICLE.encode(), "a.xml")
    document = result.value
    assert not result.problems
    meta = document.meta
    assert (meta.title, meta.doi, meta.licence, meta.year, meta.authors) == (
        "On Ba1-xSrxTiO3",
        "10.1016/j.x.2020.1",
        "CC-BY-4.0",
        2020,
        ("Jane Doe",),
    )
    assert [(b.type, b.text) for b in document.blocks] == [
        ("title", "On Ba1-xSrxTiO3"),
        ("abstract", "Short."),
        ("heading", "1. Intro"),
        ("paragraph", "Known [1,2] see Table 1, at 10⁶ Pa."),
        ("equation", "a=1 (1)"),
        ("paragraph", "After."),
        ("caption", "Table 1. Lattice."),
        ("list", "(i) One."),
        ("caption", "Fig. 1. XRD."),
        ("reference", "[1] R. Roe. 1999"),
    ]
    (table,) = document.tables
    assert table.cells == (("x", "a (Å)ᵃ"), ("0.1", "3.912(2)"))
    assert table.footnotes == ("a At 298 K.",)
    assert table.header_rows == 1


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "data/xml/oa_stm").glob("*.norm-xml")), ids=lambda p: p.stem)
def test_published_articles(path) -> None:
    result = read_elsevier(path.read_bytes(), path.name)
    document = result.value
    assert {p.code for p in result.problems} <= {"T003"}
    assert document.meta.title and document.meta.authors and document.meta.year
    assert document.meta.doi and document.meta.doi.startswith("10.1016/")
    assert document.meta.licence and document.meta.licence.removeprefix("LicenseRef-").startswith("CC-BY")
    assert sum(b.type == "paragraph" for b in document.blocks) > 7
    assert sum(b.type == "reference" for b in document.blocks) > 5
    for table in document.tables:
        assert len({len(row) for row in table.cells}) == 1

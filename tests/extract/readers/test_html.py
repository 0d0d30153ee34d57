import pytest
from matloom.extract.readers.html import read_html

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>J. | Sodium</title>
<meta name="citation_title" content="Sodium layered oxides"><meta name="citation_doi" content="doi:10.1000/xyz">
<meta name="citation_author" content="Doe, Jane"><meta name="citation_publication_date" content="2021/03/04"></head>
<body><nav>Home</nav><header>Site</header><div class="cookie-banner"><p>We use cookies.</p></div>
<main><article><h1>Sodium layered oxides</h1>
<section><h2>Abstract</h2><p>NaFe<sub>0.5</sub>Co<sub>0.5</sub>O<sub>2</sub> at 900&nbsp;°C. <a href="https://creativecommons.org/licenses/by/4.0/">Licence</a></p></section>
<section><h2>1. Experimental</h2><h3>1.1 Synthesis</h3>
<p>Heated<sup><a href="#ref-CR12">12</a>,<a href="#ref-CR13">13</a></sup> at
10<sup>5</sup> Pa. LiFePO<sub>4</sub><sup><a
 href="#cit5">5</a></sup></p>
<div>Loose text <math><mi>x</mi><mo>=</mo><mn>3</mn></math>.</div><ul><li>first</li><li>second</li></ul>
<figure><figcaption><b>Table 1</b> Cells</figcaption><table><thead><tr><th rowspan=2>Sample</th>
<th colspan=2>σ (S/cm)</th></tr>
<tr><th>25 °C</th><th>60 °C</th></tr></thead><tbody><tr><td>A<sup>a</sup></td><td>1.0</td><td rowspan="99">2</td></tr>
<tr><td>B</td><td>3</td></tr></tbody></table>
<div class="table-footnotes"><p>a Annealed.</p></div></figure>
<p>Table 2. Another.</p><table><tr><th>k</th><th>v</th></tr><tr><td>x</td><td>1</td></tr></table>
<figure><img src="x"><figcaption>Fig. 2. XRD of <i>x</i></figcaption></figure></section>
<section><h2>References</h2><ol><li>A. B, J. C 1 (2).</li></ol></section></article></main>
<footer>Nobody</footer><script>var a="<p>no</p>"</script></body></html>"""


def test_a_page() -> None:
    result = read_html(PAGE.encode(), "a.html")
    document = result.value
    meta = document.meta
    assert (meta.title, meta.doi, meta.licence, meta.year, meta.authors) == (
        "Sodium layered oxides",
        "10.1000/xyz",
        "CC-BY-4.0",
        2021,
        ("Jane Doe",),
    )
    assert [(b.type, b.text) for b in document.blocks] == [
        ("title", "Sodium layered oxides"),
        ("abstract", "NaFe0.5Co0.5O2 at 900 °C. Licence"),
        ("heading", "1. Experimental"),
        ("heading", "1.1 Synthesis"),
        ("paragraph", "Heated [12,13] at 10⁵ Pa. LiFePO4 [5]"),
        ("paragraph", "Loose text x = 3."),
        ("list", "first"),
        ("list", "second"),
        ("caption", "Table 1. Cells"),
        ("caption", "Table 2. Another."),
        ("caption", "Figure 2. XRD of x"),
        ("heading", "References"),
        ("reference", "[1] A. B, J. C 1 (2)."),
    ]
    assert [p.code for p in result.problems] == ["T002"]
    first, second = document.tables
    assert first.cells == (("Sample", "σ (S/cm)", ""), ("", "25 °C", "60 °C"), ("Aᵃ", "1.0", "2"), ("B", "3", ""))
    assert first.footnotes == ("a Annealed.",)
    assert (second.label, second.cells) == ("2", (("k", "v"), ("x", "1")))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>caf\u00e9 5 \u00b0C</p>".encode("cp1252"), "caf\u00e9 5 \u00b0C"),
        ("<meta charset=koi8-r><p>\u0442\u0435\u0441\u0442</p>".encode("koi8-r"), "\u0442\u0435\u0441\u0442"),
        ("<p>caf\u00e9</p>".encode("utf-16"), "caf\u00e9"),
        (b"<p>a &#xD800; b</p>", "a b"),
        (b"<p>a\x00b</p>", "ab"),
        (b"<p>a<!-- x -->b", "ab"),
    ],
)
def test_odd_encodings(data: bytes, expected: str) -> None:
    document = read_html(data, "a").value
    texts = [b.text.replace("\ufffd", "").replace("\ud800", "") for b in document.blocks]
    assert [" ".join(t.split()) for t in texts] == [expected]
    assert all(b.text.encode() for b in document.blocks)


def test_deep_nesting_is_bounded() -> None:
    result = read_html(b"<html><body>" + b"<div>" * 5000 + b"<p>x</p>", "a")
    assert [p.code for p in result.problems] == ["D006"]


def test_layout_tables_are_no_tables() -> None:
    page = "<table role=presentation><tr><td><p>one</p></td><td><p>two</p></td></tr></table>"
    document = read_html(page.encode(), "a").value
    assert not document.tables
    assert [b.text for b in document.blocks] == ["one", "two"]


def test_layout_tables_in_layout_tables_are_read_once() -> None:
    page = "words of a cell"
    for depth in range(30):
        page = f"<table><tr><td>above {depth}</td><th>{page}</th></tr></table>"
    texts = [b.text for b in read_html(f"<html><body>{page}</body></html>".encode(), "a").value.blocks]
    assert texts.count("words of a cell") == 0  # the innermost is a table of two cells
    assert sorted(texts) == sorted(f"above {depth}" for depth in range(1, 30))


def test_endless_notes_of_a_table_take_linear_time() -> None:
    table = "<table><tr><td>a</td><td>1</td></tr></table>"
    page = f"<html><body><p>x</p><figure>{table}{'<div class=footnote>n</div>' * 60_000}</figure></body></html>"
    assert len(read_html(page.encode(), "a").value.tables[0].footnotes) == 60_000


def test_the_tables_of_one_figure_share_its_notes() -> None:
    tables = "<table><tr><td>a</td><td>1</td></tr></table>" * 4_000
    page = f"<html><body><figure>{tables}<div class=footnote>a) once</div></figure></body></html>"
    found = read_html(page.encode(), "a").value
    assert len(found.tables) == 4_000
    assert {table.footnotes for table in found.tables} == {("a) once",)}


def test_a_page_without_text_is_a_problem() -> None:
    assert [p.code for p in read_html(b"<html><body><script>x</script></body></html>", "a").problems] == ["D004"]

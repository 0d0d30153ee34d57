import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.readers.formulas import mathml_text, raised, tex_text
from matloom.extract.readers.jats import roles
from matloom.extract.readers.markup import Run, parse_xml, text_of


def text(inner: str, marks: frozenset[str] | None = None) -> str:
    root, problems = parse_xml(f"<p>{inner}</p>".encode(), "read")
    assert not problems
    return text_of(root, roles, marks)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("LiFePO<sub>4</sub>", "LiFePO4"),
        ("5 S cm<sup>−1</sup>", "5 S cm−1"),
        ("3.2 × 10<sup>−4</sup>", "3.2 × 10−4"),
        ("10<sup>5</sup> Pa and x<sup>2</sup>", "10⁵ Pa and x2"),
        (
            "LiFePO<sub>4</sub><sup><xref ref-type='bibr'>12</xref>,<xref ref-type='bibr'>13</xref></sup> is",
            "LiFePO4 [12,13] is",
        ),
        (
            "VO<sub>2</sub><xref ref-type='bibr'>1</xref>,"
            "<xref ref-type='bibr'>2</xref>–<xref ref-type='bibr'>5</xref>",
            "VO2 [1,2–5]",
        ),
        ("known,<xref ref-type='bibr'>40</xref> so", "known, [40] so"),
        ("seen [<xref ref-type='bibr'>1</xref>,<xref ref-type='bibr'>2</xref>].", "seen [1,2]."),
        ("by Doe <xref ref-type='bibr'>(2010)</xref> once", "by Doe (2010) once"),
        ("Fe<sup>3+</sup> ions<sup><xref ref-type='bibr'>7</xref></sup>.", "Fe3+ ions [7]."),
        ("\n<italic>M</italic>\n<sub>c</sub>\n", "Mc"),
        ("&#xFB01;lm of&#xAD; it", "film of it"),
        ("a<break/>b&#160;c", "a b c"),
        ("see <xref ref-type='fig'>Fig. 2</xref>", "see Fig. 2"),
    ],
)
def test_running_text(inner: str, expected: str) -> None:
    assert text(inner) == expected


def test_marks_in_cells_are_superscripts() -> None:
    marks = frozenset({"a", "b", "*"})
    assert text("T<sub>g</sub><sup>a</sup>", marks) == "Tgᵃ"
    assert text("152<sup>a,b</sup>", marks) == "152ᵃ,ᵇ"
    assert text("152<xref ref-type='table-fn'>*</xref>", marks) == "152*"
    assert text("x<sup>n</sup>", marks) == "xn"
    assert text("<sup>a</sup>", marks) == "a"


def test_entities_are_not_expanded() -> None:
    data = b'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>a&x;&alpha;b</p>'
    root, problems = parse_xml(data, "read")
    assert not problems
    assert text_of(root, roles) == "aαb"


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    root, problems = parse_xml(b"<p>one <b>two", "read")
    assert [p.code for p in problems] == ["D003"]
    assert text_of(root, roles) == "one two"


def test_depth_is_bounded() -> None:
    root, problems = parse_xml(b"<p>" * 300 + b"</p>" * 300, "read")
    assert root is None
    assert [p.code for p in problems] == ["D006"]


MATH = "<math xmlns='http://www.w3.org/1998/Math/MathML'>{}</math>"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<msub><mi>Li</mi><mi>x</mi></msub><mi>Co</mi>", "LixCo"),
        ("<mn>2</mn><mo>×</mo><msup><mn>10</mn><mrow><mo>-</mo><mn>4</mn></mrow></msup>", "2 × 10−4"),
        ("<msup><mn>10</mn><mn>4</mn></msup>", "10⁴"),
        ("<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mfrac>", "a/(b+c)"),
        ("<msqrt><mi>x</mi></msqrt>", "√x"),
        ("<mover><mn>3</mn><mo>¯</mo></mover>", "3"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
    ],
)
def test_mathml(inner: str, expected: str) -> None:
    root, _ = parse_xml(MATH.format(inner).encode(), "read")
    assert mathml_text(root) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\documentclass{a}\begin{document}$$10^{-4}\,\mathrm{S}$$\end{document}", "10−4 S"),
        (r"\frac{a}{b_{2}}", "a/b2"),
        (r"\sigma \approx 10^{5}", "σ ≈ 10⁵"),
    ],
)
def test_tex(source: str, expected: str) -> None:
    assert tex_text(source) == expected


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_tex_never_fails(source: str) -> None:
    assert isinstance(tex_text(source), str)


LETTERS = st.text(st.characters(exclude_characters="ﬀﬁﬂﬃﬄﬅﬆ"), max_size=8)


@given(st.lists(st.tuples(st.sampled_from(["write", "up", "down", "cite", "mark"]), LETTERS), max_size=12))
@settings(max_examples=150)
def test_a_run_is_clean_and_loses_no_letters(steps: list[tuple[str, str]]) -> None:
    run = Run()
    for kind, part in steps:
        if kind == "write":
            run.write(part)
        elif kind == "mark":
            run.mark(part)
        elif kind == "cite":
            run.cite(part, high=True)
        else:
            run.script(part, up=kind == "up")
    result = run.finish()
    assert result == " ".join(result.split())
    letters = [c for _, part in steps for c in part if c.isascii() and c.isalpha()]
    assert [c for c in result if c.isascii() and c.isalpha()] == letters


def test_an_exponent_after_a_digit_does_not_make_another_number() -> None:
    assert raised("5", "10") == "⁵"
    assert raised("5", "m") == "5"
    assert raised("−4", "10") == "−4"

"""Superscripts, and which of them refer to the list of references."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.document import Block, Citation, Document
from matloom.extract.document_json import document_to_json
from matloom.extract.readers.layout.citations import marks_of, reference_mark

NUMBERS = st.lists(st.integers(1, 320), min_size=1, max_size=4)


def marked(text: str) -> list[str]:
    """The marks of a text in which superscripts stand between carets."""
    plain, raised = "", list[bool]()
    for number, part in enumerate(text.split("^")):
        plain += part
        raised += [number % 2 == 1] * len(part)
    return [plain[start:end] for start, end in marks_of(plain, np.array(raised, bool))]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("was found earlier^12,13^ and", ["12,13"]), ("at the end.^5^", ["5"]), ("solar cells,^[2]^ and", ["[2]"]),
        ("reactions^[5a,10]^ in", ["[5a,10]"]), ("of 2 × 10^−4^ S cm^−1^.^12^", ["12"]), ("10 S cm^−112^ at", ["12"]),
        ("85 mAh g^−13,14^ were", ["3,14"]), ("by Lee et al.^44^ have", ["44"]), ("so far^26,32–36^, as", ["26,32–36"]),
        ("given by^40^:", ["40"]), ("below 20 mm^19–25^.", ["19–25"]), ("of LiFePO4^7,8^", ["7,8"]),
        ("a class of its own^12, 13^ is", ["12, 13"]), ("a word (see below)^3^ in", ["3"]),
        ("S cm^2^ of", []), ("10 cm^−1^", []), ("Fe^3+^ and", []), ("of m^3^", []), ("10^12^ cm^−3^", []),
        ("the LiFePO^4^ cell", []), ("^7^Li", []), ("the ^6^Li, ^7^Li", []), ("of SO4^2−^", []), ("Å^3^", []),
        ("3d^10^ and 4f^14^", []), ("10^2–3^ Hz", []), ("R^2^ = 0.99", []), ("(x + y)^2^", []), ("Ca(OH)^2^", []),
        ("per pixel^2^", []), ("r^−12^ term", []), ("1.3 × 10^5^ Ω", []), ("sp^3^ carbon", []), ("Ti^4+^", []),
    ],
)  # fmt: skip
def test_marks_behind_words_and_none_in_numbers_units_and_formulas(text, marks):
    assert marked(text) == marks


@given(NUMBERS, st.sampled_from(["reported", "cathodes", "and co-workers", "(SEM)", "end."]), st.sampled_from(",;–"))
def test_a_list_of_numbers_behind_words_is_a_mark(numbers, before, between):
    mark = between.join(map(str, numbers))
    assert marked(f"as {before}^{mark}^ in") == ([mark] if before != "(SEM)" or len(mark) > 1 else [])


@given(st.integers(-30, 30), st.floats(0, 1e4, allow_nan=False), st.sampled_from(["10", "1.5 × 10", "2·10"]))
def test_an_exponent_of_a_number_is_no_mark(exponent, value, base):
    assert marked(f"{value:g} and {base}^{str(exponent).replace('-', '−')}^ S") == []


@given(st.sampled_from(["cm", "m", "g", "mol", "K", "nm", "Å", "s"]), st.sampled_from(["2", "3", "−1", "−2", "−3"]))
def test_an_exponent_of_a_unit_is_no_mark(unit, exponent):
    assert marked(f"of 12 {unit}^{exponent}^ at") == []


@given(st.text("aé1[],–−+ .)(", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_any_superscript_is_answered(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = reference_mark(text, start, end)
    assert found is None or start <= found[0] < found[1] <= end


@given(st.lists(st.tuples(st.sampled_from(["ab", "x. ", "cd, ", "e f"]), NUMBERS), min_size=1, max_size=5))
def test_the_json_has_every_character_in_its_text_or_beside_it(parts):
    text, marks = "", list[Citation]()
    for word, numbers in parts:
        mark = ",".join(map(str, numbers))
        text += word + " "
        marks.append(Citation(start=len(text), end=len(text) + len(mark)))
        text += f"{mark} "
    block = Block(id="b1", type="paragraph", text=f"{text}.", citations=tuple(marks))
    (written,) = document_to_json(Document(doc_id="", source="", reader="", blocks=(block,)))["blocks"]
    again = written["text"]
    for cited in reversed(written["citations"]):
        again = f"{again[: cited['at']]} {cited['text']}{again[cited['at'] :]}"
    assert again == block.text
    assert len(block.running) == len(block.text)
    assert not any(c.isdigit() for c in block.running)

import pytest
from matloom.extract.tables.marks import read_notes, split_marks

NOTES = read_notes(
    ["a By DMA; b In the range of 100–300 °C; c From Ref. [35].", "* Not refined.", "s = strong, w = weak"]
)


def test_notes_run_together_are_taken_apart() -> None:
    assert NOTES.by_mark == {
        "a": "By DMA",
        "b": "In the range of 100–300 °C",
        "c": "From Ref. [35].",
        "*": "Not refined.",
    }
    assert NOTES.general == ("s = strong, w = weak",)
    assert NOTES.abbreviations["s"] == "strong"


@pytest.mark.parametrize(
    ("text", "body", "marks"),
    [
        ("Tgᵃ (°C)", "Tg (°C)", ("a",)),
        ("CTE b (ppm/K)", "CTE (ppm/K)", ("b",)),
        ("Bᵃ/Å2", "B/Å2", ("a",)),
        ("152a", "152", ("a",)),
        ("Size (nm)a", "Size (nm)", ("a",)),
        ("40 ± 0.4ᶜ", "40 ± 0.4", ("c",)),
        ("0.07*", "0.07", ("*",)),
        ("12.3 c", "12.3", ("c",)),
        ("10⁵", "10⁵", ()),
        ("vitamin d", "vitamin d", ()),
        ("a", "a", ()),
    ],
)
def test_marks(text: str, body: str, marks: tuple[str, ...]) -> None:
    assert split_marks(text, NOTES) == (body, marks)


def test_a_star_belongs_to_the_symbol_where_no_note_has_it() -> None:
    assert split_marks("m* (me)", read_notes(["a By DMA."])) == ("m* (me)", ())
    assert split_marks("m*", NOTES) == ("m", ("*",))

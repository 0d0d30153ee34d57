"""Values of substances that are no samples: reagents before brackets, and what everybody knows."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary


def first_subjects(text: str) -> list[str | None]:
    """The likeliest subject of each value."""
    (sentence,) = sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
    statements, _ = statements_by_rule(sentence, Vocabulary.load())
    found = [value.subjects[0] if value.subjects else None for value in statements]
    return [text[one.start : one.end] if one else None for one in found]


@pytest.mark.parametrize(
    ("text", "substances"),
    [
        ("We took Pt/C and Aquatron (EW 990).", ["Aquatron"]),
        ("Drugs such as cefalexin (Mw = 347.4; pKa1 = 4.5) were loaded into TiO2.", ["cefalexin", "cefalexin"]),
        ("It was λ-carrageenan (viscosity of 21 mPa s at 25 °C).", ["λ-carrageenan"]),
        ("ZnO stays solid at the melting point of Ge, which is 938 °C.", ["Ge"]),
        ("Here d is the density of water (d = 0.998 g/cm3 at 20 °C) and not that of TiO2.", ["water"]),
        ("The ionic radius of Zn2+ is 0.074 nm.", ["Zn2+"]),
        ("The density of Ni powders is 3 g/cm3.", ["Ni"]),
        ("A brush (TiO2, density of 4 g/cm3) was used.", ["TiO2"]),
        ("ZnO has a high density (density of 5 g/cm3).", ["ZnO"]),
    ],
)
def test_what_a_substance_is_like_is_said_of_it(text: str, substances: list[str]) -> None:
    assert first_subjects(text) == substances


def test_what_samples_are_like_is_said_of_no_noun_before_the_brackets() -> None:
    assert first_subjects("WO3 was grown in the first chamber (band gap of 2.8 eV).") == ["WO3"]

"""Which mention of a sentence a value is said of, and what speaks for it and against it."""

import pytest
from matloom.extract.text.mentions import Glossary
from matloom.extract.text.sentence_view import sentences
from matloom.extract.text.spotted import Spotted
from matloom.extract.text.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary


def subjects(text: str) -> list[dict[str, Spotted]]:
    """The subjects of each value of a sentence, by their words, the likeliest first."""
    (sentence,) = sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
    statements, _ = statements_by_rule(sentence, Vocabulary.load())
    return [{text[one.start : one.end]: one for one in reversed(value.subjects)} for value in statements]


@pytest.mark.parametrize(
    ("text", "subject", "cue"),
    [
        ("The band gap of ZnO is 3.3 eV.", "ZnO", "of its words"),
        ("The band gap is 3.3 eV for ZnO.", "ZnO", "for it"),
        ("The band gap is 3.3 eV, which is wider than in TiO2.", "TiO2", "behind"),
        ("ZnO grown from TiO2 has a band gap of 3.3 eV.", "TiO2", "beside"),
        ("A wider band gap is found for WO3 on TiO2 (3.3 eV).", "TiO2", "support"),
        ("TiN has 20 GPa while the hardness of ZrN is 30 GPa.", "TiN", "over a clause"),
    ],
)
def test_cues(text: str, subject: str, cue: str) -> None:
    assert cue in subjects(text)[-1][subject].cues


def test_what_a_film_lies_on_gives_way_to_the_film() -> None:
    (found,) = subjects("A wider band gap is found for WO3 on TiO2 (3.3 eV).")
    assert (found["WO3"].distance or 0.0) < (found["TiO2"].distance or 0.0)

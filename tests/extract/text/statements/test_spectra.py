"""Bands at wavenumbers, and the spectroscopy that they are of."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.candidates import candidates
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.spectra import spectroscopies
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary


def named(text: str, spectroscopy: str = "") -> str:
    """The property of the last value of a text."""
    vocabulary = Vocabulary.load()
    *_, sentence = sentences(text, "", "paragraph", Glossary(), vocabulary, spectroscopy=spectroscopy)
    span = sentence.quantities[-1]
    return candidates(sentence, span, parse_unit(span.quantity.unit or ""), vocabulary)[0].property.name


@pytest.mark.parametrize(
    ("text", "spoken", "expected"),
    [
        ("The film has a strong peak at 1485 cm-1.", "FTIR", "infrared_band"),
        ("The film has a strong peak at 1485 cm-1.", "Raman", "raman_shift"),
        ("Raman spectra were taken too. The film has a strong peak at 1485 cm-1.", "FTIR", "raman_shift"),
        ("There is an absorption band at 1640 cm-1.", "", "infrared_band"),
        ("There is an absorption band at 530 nm.", "FTIR", "absorption_wavelength"),
    ],
)
def test_a_band_is_of_the_spectroscopy_that_was_spoken_of_last(text: str, spoken: str, expected: str) -> None:
    assert named(text, spoken) == expected


def test_each_text_knows_the_last_spectroscopy_before_it() -> None:
    texts = ["We took FTIR and Raman spectra.", "Nothing.", "By infrared light.", "End."]
    assert list(spectroscopies(texts)) == ["", "Raman", "Raman", "infrared"]

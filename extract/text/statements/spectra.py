"""A band at a wavenumber in, the property that it is out: one of the spectroscopy that was spoken of last."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ....records.quantity_grammar import QuantitySpan
from ....records.vocabulary import Property, Vocabulary
from .sentence_view import Sentence

_WAVELENGTHS: Final = ("absorption_wavelength", "emission_wavelength")
_VIBRATIONS: Final = 5e5
"""The wavenumber in 1/m up to which light excites vibrations, and beyond it electrons."""
_SPECTROSCOPY: Final = re.compile(r"(?P<raman>Raman)|(?:FT-?)?IR\b|[Ii]nfrared|DRIFT|ATR\b")
_REACH: Final = 3000
"""Characters back over which a spectroscopy is still the one spoken of."""


def of_spectrum(sentence: Sentence, span: QuantitySpan, entry: Property, vocabulary: Vocabulary) -> Property:
    """What a band at a wavenumber is: of the spectroscopy that was spoken of last, if of any."""
    first = span.items[0].quantity if span.items else span.quantity
    place = first.canonical_value if first.canonical_value is not None else first.canonical_low
    if place is None or place > _VIBRATIONS or entry.name == "raman_shift":
        return entry
    if entry.domain != "open" and entry.name not in ("infrared_band", *_WAVELENGTHS):
        return entry
    before = sentence.text[max(0, sentence.end - _REACH) : sentence.end]
    texts = (before, sentence.section, sentence.spectroscopy)
    spoken = next((found for text in texts if (found := list(_SPECTROSCOPY.finditer(text)))), [])
    if not spoken:
        return vocabulary["infrared_band"] if entry.name in _WAVELENGTHS else entry
    return vocabulary["raman_shift" if spoken[-1]["raman"] else "infrared_band"]


def spectroscopies(texts: Iterable[str]) -> Iterator[str]:
    """For each text of a paper, in order, the words for a spectroscopy of vibrations that stand last before it."""
    last = ""
    for text in texts:
        yield last
        for match in _SPECTROSCOPY.finditer(text):
            last = match.group()

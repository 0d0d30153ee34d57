"""Values whose phrase alone leaves out what is measured are told in full."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def named(text: str) -> list[tuple[str, str | None]]:
    found = sentences(text, "Results", "paragraph", Glossary(), VOCABULARY)
    return [(one.property.name, one.named) for sentence in found for one in statements_by_rule(sentence, VOCABULARY)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("These associations have an average diameter of 9 μm.", ("diameter", "average diameter of associations")),
        ("Crystalline regions (91 μm average diameter) grew.", ("diameter", "average diameter of Crystalline regions")),
        ("Fibers having ~9 μm diameters grew.", ("diameter", "diameters of Fibers")),
        (
            "Crystalline regions with larger sizes (91 μm diameter) grew.",
            ("diameter", "diameter of Crystalline regions"),
        ),
        ("The residual doping is 2 × 10¹⁵ cm⁻³.", ("residual_doping", "residual doping concentration")),
        ("A thin catalyst layer that was 4 μm thick was made.", ("film_thickness", "thickness of thin catalyst layer")),
        ("It showed a sharp reflection peak at 26.1°.", ("diffraction_angle", "reflection peak position")),
        (
            "In the Raman spectrum the position of the G-band shifts to higher wavenumbers at 1594 cm−1.",
            ("raman_shift", "position of the G-band"),
        ),
        ("The grain size is 12 nm.", ("grain_size", None)),
        ("A thin NiO anode of 25 µm was screen-printed.", ("film_thickness", None)),
        ("The hardness of the layer is 12 GPa.", ("hardness", None)),
    ],
)
def test_what_is_measured_belongs_to_the_words(text: str, expected: tuple[str, str | None]) -> None:
    assert named(text) == [expected]

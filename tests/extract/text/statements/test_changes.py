"""Changes are values of a property of their own."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def said(text: str) -> list[tuple[str, float | None]]:
    found = sentences(text, "Results", "paragraph", Glossary(), VOCABULARY)
    return [
        (one.property.name, one.quantity.value)
        for sentence in found
        for one in statements_by_rule(sentence, VOCABULARY)[0]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fatigue life was increased by about 12 %.", ("fatigue_life_increase", 12)),
        ("Adding silver reduces the thermal conductivity by 1.2 W/m/K.", ("thermal_conductivity_decrease", 1.2)),
        ("The yield strength of A is 40 MPa higher than that of B.", ("yield_strength_increase", 40)),
    ],
)
def test_a_change_is_no_value_of_what_changes(text: str, expected: tuple[str, float]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize("text", ["The stage was moved by 3 mm.", "It rose by 5 K; the hardness stayed."])
def test_a_change_of_nothing_measured_is_left_out(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Silver in PbTe brings a 40 % increase in thermal conductivity.",
            ("thermal_conductivity_increase", 40),
        ),
        ("The decrease in band gap was about 0.2 eV.", ("band_gap_decrease", 0.2)),
        ("The cell showed a decrease in OCV (−3 %) after the test.", ("ocv_decrease", -3)),
        ("A hardness increase of 9 % was found.", ("hardness_increase", 9)),
        ("The layer brings an increase of 7 % in efficiency.", ("efficiency_increase", 7)),
        ("The cycles brought less than 4 % degradation in power density.", ("power_density_decrease", 4)),
        ("The pore volume decreased 60 % upon coating.", ("pore_volume_decrease", 60)),
        ("The power output decreased by 11 %.", ("power_output_decrease", 11)),
        ("The test ended with a small reduction (6 %) of the tensile strength.", ("tensile_strength_decrease", 6)),
    ],
)
def test_a_noun_tells_a_change_too(text: str, expected: tuple[str, float]) -> None:
    assert expected in said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dielectric loss of the disk was 0.018.", ("dielectric_loss", 0.018)),
        ("The reduction of area was 42 %.", ("reduction_of_area", 42)),
        ("It has a low reflection loss (−41 dB).", ("electromagnetic_shielding", -41)),
    ],
)
def test_a_property_named_by_a_loss_is_no_change(text: str, expected: tuple[str, float]) -> None:
    assert said(text) == [expected]

"""Quantities that no property noun names: contents, binding energies, thicknesses and lives."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.implied_properties import implied_by
from matloom.extract.text.statements.sentence_view import sentences
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary


def implied(text: str) -> list[tuple[str, str]]:
    """Each quantity as printed with the name that its neighbours give it."""
    found: list[tuple[str, str]] = []
    for sentence in sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load()):
        for span in sentence.quantities:
            unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
            found.extend((span.quantity.text, phrase.named or "") for phrase, _ in implied_by(sentence, span, unit))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The surface holds C (61.5 at.%) and O (30.2 at.%).",
            [("61.5 at.%", "C content"), ("30.2 at.%", "O content")],
        ),
        ("The powder holds 3.1% of Ca.", [("3.1%", "Ca content")]),
        ("A catalyst with 40 wt% Pt was bought.", [("40 wt%", "Pt content")]),
        ("The melt took up 2 wt.% of copper.", [("2 wt.%", "copper content")]),
        ("The crystals were grown with 8 mol% Y2O3.", [("8 mol%", "Y2O3 content")]),
        ("The O 1s line lies at 530.2 eV.", [("530.2 eV", "O 1s binding energy")]),
        ("The contacts are 60 nm of Au.", [("60 nm", "Au thickness")]),
        ("The scale shows that oxygen was the major element with 44 %.", [("44 %", "oxygen content")]),
        ("Only 9 % austenite was left.", [("9 %", "austenite fraction")]),
        ("The share is larger than that at 800 °C (27 %).", []),
        ("Only 12 vol.% retained austenite was left.", [("12 vol.%", "retained austenite fraction")]),
        ("Pellets hold 10¹⁷ cm⁻³ of interstitial oxygen.", [("10¹⁷ cm⁻³", "interstitial oxygen concentration")]),
        ("They were doped with 10¹⁶ cm⁻³ of boron.", [("10¹⁶ cm⁻³", "boron doping concentration")]),
        ("Inks of 20 wt% Pt/C were made.", [("20 wt%", "Pt content")]),
        ("Inks of 3 wt% Ni/Al2O3 were made.", [("3 wt%", "Ni content")]),
        ("A bought Pd/C (5 wt%) was used.", [("5 wt%", "Pd content")]),
        ("The fatigue life reached 4000 times under this load.", [("4000", "cycle life")]),
        ("It fell from 2.1 to 1.9 V (9 % of it).", []),
        ("The resin holds 5 wt% N-MP particles.", []),
        ("A trap lies at EC − 0.31 eV.", [("− 0.31 eV", "energy level")]),
        ("A trap lies at EV +0.2 eV.", [("+0.2 eV", "energy level")]),
        ("The lid withstands 4000 opening cycles.", [("4000", "cycle life")]),
    ],
)
def test_what_neighbours_imply(text: str, expected: list[tuple[str, str]]) -> None:
    assert implied(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A 7% Mn cryogenic steel was rolled.",
        "The target was of W (99.9% purity).",
        "It was etched in a 5 % HCl solution.",
        "The O 1s line has a gap of 3.2 eV.",
        "The capacity drops after 500 cycles.",
        "The layer is 20 nm thick.",
        "Rolls of TiO2/C (5 %) were cut.",
    ],
)
def test_what_they_do_not_imply(text: str) -> None:
    assert implied(text) == []

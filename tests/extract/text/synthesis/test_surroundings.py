"""The gas and the apparatus that words of a procedure name."""

import pytest
from matloom.extract.text.synthesis.surroundings import apparatus_in, atmosphere_in


@pytest.mark.parametrize(
    ("text", "gas"),
    [
        ("calcined in flowing argon at 800 °C", "Ar"),
        ("handled in a nitrogen-filled box", "N2"),
        ("reduced under 5% H2/Ar for 2 h", "5% H2/Ar"),
        ("stirred in water for 2 h", None),
    ],
)
def test_the_gas(text: str, gas: str | None) -> None:
    assert atmosphere_in(text) == gas


def test_the_apparatus() -> None:
    assert apparatus_in("heated in a tube furnace for 2 h") == "tube furnace"
    assert apparatus_in("heated for 2 h") is None

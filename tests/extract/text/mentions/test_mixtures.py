"""What a plus joins is one sample."""

import pytest
from matloom.extract.text.mentions.finding import find_mentions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NiO + ZnO films grew, and CuO.", ["NiO + ZnO", "CuO"]),
        ("NiO + ZnO + CuO was pressed", ["NiO + ZnO + CuO"]),
        ("NiO and ZnO + MgO", ["NiO", "ZnO + MgO"]),
        ("NiO + H2 → Ni again", ["NiO", "H2"]),
    ],
)
def test_a_plus_joins_names(text: str, names: list[str]) -> None:
    found = find_mentions(text, phrases=True)
    assert [text[one.start : one.end] for one in found] == names
    assert all(one.composition is None for one in found if "+" in text[one.start : one.end])

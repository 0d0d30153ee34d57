"""What films lie on tells them apart from others of the same material."""

import pytest
from matloom.extract.text.mentions.finding import find_mentions


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("NiO films on MgO", ["on MgO", None]),
        ("NiO was seen, and NiO grown on the Al2O3 crystals.", [None, "on Al2O3", None]),
        ("the annealed NiO on MgO", ["annealed; on MgO", None]),
        ("the effect of NiO on MgO", [None, None]),
        ("NiO depends on MgO", [None, None]),
        ("the samples on MgO", [None, None]),
    ],
)
def test_a_material_on_another_is_told_by_it(text: str, told: list[str | None]) -> None:
    assert [one.processing for one in find_mentions(text, phrases=True)] == told


@pytest.mark.timeout(60)
def test_long_texts_come_to_an_end() -> None:
    assert len(find_mentions("NiO on MgO deposited on the " * 2_000, phrases=True)) >= 4_000

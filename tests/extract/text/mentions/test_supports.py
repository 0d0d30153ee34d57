"""What films lie on tells them apart from others of the same material."""

import time

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


def test_long_texts_take_linear_work() -> None:
    start = time.perf_counter()
    find_mentions("NiO on MgO deposited on the " * 2_000, phrases=True)
    assert time.perf_counter() - start < 20.0

"""Which settings of tables are those of one sample, and of the sample that nothing was added to."""

import pytest
from matloom.extract.findings import Mention
from matloom.extract.link.settings import pure_components, without_addition
from matloom.records.evidence import Evidence

TEXT = Evidence(document="d", kind="text", quote="neat resin", stage="s", version="1")
TABLE = Evidence(document="d", kind="table", quote="0", table="1", stage="s", version="1")


@pytest.mark.parametrize(
    ("row", "same"),
    [
        ("clay content = 0 wt%", True),
        ("40 nm particles, fraction = 0 vol.%", True),
        ("Neat", True),
        ("clay content = 2 wt%", False),
        ("clay content = 0 wt%, curing temperature = 120 degC", False),
        ("resin content = 0 wt%", False),
    ],
)
def test_a_row_without_addition_is_the_neat_material(row: str, same: bool) -> None:
    mentions = [
        Mention(text="neat resin", kind="phrase", evidence=TEXT),
        Mention(text=row, kind="label", evidence=TABLE),
    ]
    assert list(without_addition(mentions)) == ([("neat resin", row)] if same else [])


def test_no_name_for_it_no_join() -> None:
    assert not list(without_addition([Mention(text="clay content = 0 wt%", kind="label", evidence=TABLE)]))


@pytest.mark.parametrize(
    ("row", "same"),
    [
        ("wPLA = 1, wPBS = 0", "PLA"),
        ("PLA = 0 wt%, PBS = 100 wt%", "PBS"),
        ("wPLA = 0.5, wPBS = 0.5", None),
        ("wPLA = 1", None),
        ("wPLA = 1, wPBS = 0, T = 20", None),
        ("wXYZ = 1, wPBS = 0", None),
    ],
)
def test_a_row_of_a_blend_that_is_one_component_alone(row: str, same: str | None) -> None:
    named = [Mention(text=name, kind="label", evidence=TEXT) for name in ("PLA", "PBS")]
    mentions = [*named, Mention(text=row, kind="label", evidence=TABLE)]
    assert list(pure_components(mentions)) == ([(same, row)] if same else [])

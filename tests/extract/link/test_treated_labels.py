"""Labels by what was done to their samples."""

import pytest
from matloom.extract.findings import Definition
from matloom.extract.link.treated_labels import TreatedLabels, done_to
from matloom.records.evidence import Evidence


def definition(short: str, long: str) -> Definition:
    evidence = Evidence(document="sha256:0", kind="text", stage="test", version="1", quote=long)
    return Definition(short=short, long=long, kind="label", evidence=evidence)


TOLD = TreatedLabels(
    (
        definition("PV", "plates were stress relieved at 550 °C for 3 h"),
        definition("PW", "solution annealed at 1100 °C for 1 h"),
        definition("PX", "the as-cast Mg2Ni"),
        definition("4K", "to this powder 4 wt% of CuO were added"),
    ),
    ("PV", "PW", "PX", "D700", "D-750", "D800"),
)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("stress-relieved", "PV"),
        ("annealed at 1100 °C", "PW"),
        ("as cast", "PX"),
        ("after quenching from 750 °C", "D-750"),
        ("annealed at 600 °C", None),
        ("125 nm thick", None),
        ("", None),
    ],
)
def test_the_label_of_a_treatment(words: str, label: str | None) -> None:
    assert TOLD.of(words) == label


def test_of_a_material_only_a_label_that_names_it() -> None:
    assert TOLD.of("as-cast", "Mg2Ni") == "PX"
    assert TOLD.of("as-cast", "MgNi2") is None
    assert TOLD.of("4 wt%", "CuO") == "4K"
    assert TOLD.of("5 wt%", "CuO") is None


def test_what_was_done_is_the_same_however_it_is_spelled() -> None:
    assert done_to("as built") == done_to("as-built") != done_to("built")
    assert done_to("heat-treated at 500 °C") >= done_to("treated")
    assert not done_to("a thin film of 20 nm")

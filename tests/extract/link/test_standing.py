"""How one would call a sample that a table knows by its settings."""

import pytest
from matloom.extract.findings import Mention
from matloom.extract.link.standing import printed_labels
from matloom.records.evidence import Evidence

HERE = Evidence(document="d", kind="table", quote="20", stage="s", version="1")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("P3HT content = 20 %", {"20 % P3HT", "20% P3HT"}),
        ("MgO addition = 0.5 wt%", {"0.5 wt% MgO"}),
        ("Sintering temperature = 900 degC", {"sintered at 900 °C"}),
        ("content = 20 %", set()),
        ("State = aged", {"aged"}),
    ],
)
def test_a_setting_in_words(setting: str, said: set[str]) -> None:
    labels = set(printed_labels(Mention(text=setting, kind="label", evidence=HERE)))
    assert said <= labels
    assert setting in labels
    assert said or labels == {setting}

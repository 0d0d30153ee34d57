"""Words that a line's end had parted."""

import pytest
from matloom.extract.readers.parted_words import without_line_ends


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The temperature rose. At this tem- perature it melts.",
            "The temperature rose. At this temperature it melts.",
        ),
        ("the hard- ness of it", "the hardness of it"),
        ("two lines of hard-\nness", "two lines of hardness"),
        ("the as- received rod", "the as-received rod"),
        ("after heat it was heat- treated", "after heat it was heat-treated"),
        ("a near-band edge, the near- band peak", "a near-band edge, the near-band peak"),
        ("tests were per- formed per day", "tests were performed per day"),
        ("n- and p-type, short- and long-term", "n- and p-type, short- and long-term"),
        ("attack of Cl- would follow", "attack of Cl- would follow"),
    ],
)
def test_a_parted_word_is_one_and_a_compound_keeps_its_hyphen(text: str, wanted: str) -> None:
    assert without_line_ends(text) == wanted

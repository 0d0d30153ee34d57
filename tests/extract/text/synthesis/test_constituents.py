"""Words for the elements of what is made."""

import pytest
from matloom.extract.text.synthesis.constituents import constituents_in, is_constituents


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ingots were prepared by arc melting the constituent elements in argon.", "constituent elements"),
        ("The alloys were cast from high-purity metals (99.9%).", "high-purity metals"),
        ("Buttons were melted from the elements.", "elements"),
        ("They were synthesized from elemental powders in a sealed tube.", "elemental powders"),
        ("The furnace consists of heating elements.", None),
        ("Salts of rare-earth elements were dissolved.", None),
        ("The content of elements was determined.", None),
    ],
)
def test_elements_that_are_not_named(sentence, expected):
    place = constituents_in(sentence)
    assert (None if place is None else sentence[slice(*place)]) == expected
    assert expected is None or is_constituents(expected)

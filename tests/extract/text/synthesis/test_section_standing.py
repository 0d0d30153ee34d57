import pytest
from matloom.extract.text.synthesis.section_standing import standing


@pytest.mark.parametrize(
    ("section", "place"),
    [
        ("2. Experimental > 2.1. Synthesis of LiFePO4", "yes"),
        ("Materials and methods", "yes"),
        ("2. Experimental > 2.2. Characterization", "no"),
        ("2. Experimental > 2.2. Gel characterization > 2.2.1. Swelling", "no"),
        ("3. Results > 4.1. Preparation of inks", "yes"),
        ("2. Experimental > 2.2. Material characterisation", "no"),
        ("2. Test methods", "no"),
        ("2. Materials and characterisation", "yes"),
        ("1. Introduction", "no"),
        ("3. Results and discussion", "maybe"),
        ("", "maybe"),
        ("3.1. Microstructure after heat treatment", "maybe"),
        ("Effects of annealing on the hardness", "maybe"),
    ],
)
def test_sections_that_tell_of_making(section, place):
    assert standing(section) == place

"""Headings that name what is made under them."""

from dataclasses import replace

import pytest
from matloom.extract.document import Block
from matloom.extract.text.synthesis.stage import SynthesisFindings
from matloom.extract.text.synthesis.targets import with_labels
from recipe_texts import blocks_of, recipes, told


def test_a_heading_with_numbers_of_compounds_names_what_is_made_under_it():
    above = "Experimental > Synthesis of the metal complexes"
    paper = blocks_of(
        (above, "Sodium acetate (0.1 g) was added where the pH had to be raised."),
        (f"{above} > Synthesis of complexes 1 and 2", "CuCl2 was added to HLx in ethanol and refluxed for 2 h."),
        (f"{above} > Synthesis of complexes 3 and 4", "NiCl2 was added to HLx in ethanol and refluxed for 4 h."),
    )
    headings = tuple(
        Block(id=f"h{number}", type="heading", section=None, text=f"Synthesis of complexes {words}")
        for number, words in enumerate(("1 and 2", "3 and 4"))
    )
    found = SynthesisFindings()({"parse": replace(paper, blocks=(*headings, *paper.blocks))}).value.recipes
    assert [[target.text for target in recipe.targets] for recipe in found] == [["1", "2"], ["3", "4"]]
    assert [told(recipe.steps[-1]) for recipe in found] == [(None, "2 h"), (None, "4 h")]


def test_a_heading_with_codes_of_its_own_names_what_is_made_and_a_word_that_bears_one_does_not():
    texts = ("It was mixed with water.", "It was refluxed for 3 h, filtered and dried at 60 °C.")
    for heading, names in (("Synthesis of the base, HLx-Me", ["HLx-Me"]), ("Preparation of WQ-coated parts", [])):
        paper = blocks_of(*((f"Experimental > {heading}", text) for text in texts))
        head = Block(id="h", type="heading", section=None, text=heading)
        (recipe,) = SynthesisFindings()({"parse": replace(paper, blocks=(head, *paper.blocks))}).value.recipes
        assert [target.text for target in recipe.targets] == names


def test_samples_that_are_told_apart_by_their_codes_are_the_targets_and_none_of_the_ingredients():
    (recipe,) = recipes(
        "The Fe-free catalysts were synthesized as follows. SiO2 was mixed with CoCl2 and dried at 80 °C for 8 h. "
        "It was pyrolyzed at 1000 °C for 2 h. In sample CX1-A 2 g of urea was added, sample CX2-B has none."
    )
    assert [target.text for target in recipe.targets] == ["CX1-A", "CX2-B"]
    assert [one.name for one in recipe.precursors] == ["SiO2", "CoCl2", "urea"]


def test_a_heading_in_capital_letters_names_its_product_as_the_text_does():
    (recipe,) = recipes(
        "Preparation of NiCo Phosphide Nanosheets. NiCo hydroxide and NaH2PO2 were heated at 300 °C for 2 h in N2."
    )
    assert [target.text for target in recipe.targets] == ["NiCo Phosphide"]


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("QT4/CNT (20 wt%) was successfully synthesized.", ["QT4/CNT"]),
        ("Then, the porous QT4@NC hybrid was prepared.", ["QT4@NC"]),
        ("Both layered QLMO and QNMO were synthesized by one route.", ["QLMO", "QNMO"]),
        ("The gel was heated at 700 °C to obtain the final QNT2 powder.", ["QNT2"]),
        ("It was mixed with sulfur, resulting in the QS1 composite.", ["QS1"]),
        ("The HRTEM images were obtained at 200 kV.", []),
        ("The QX2 solution was prepared with water.", []),
        ("NaOH was obtained from a firm, and the Fe-doped films were grown.", []),
    ],
)
def test_a_papers_own_names_are_of_what_it_says_to_be_made(sentence, codes):
    found = with_labels(sentence, [])
    assert [sentence[one.start : one.end] for one in found] == codes


def test_a_long_word_in_capitals_takes_no_time():
    assert with_labels("A" * 100_000, []) == []


def test_a_polymer_of_which_a_solution_is_prepared_is_no_target():
    (recipe,) = recipes(
        "The 5 wt% poly(vinyl alcohol), respectively 2 wt% κ-carrageenan aqueous solutions were prepared by stirring "
        "at 70 °C for 3 h. They were cast and frozen at -20 °C for 8 h."
    )
    assert recipe.targets == ()

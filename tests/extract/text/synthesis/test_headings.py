"""Headings that stand as paragraphs."""

from matloom.extract.text.synthesis.stage import SynthesisFindings
from recipe_texts import blocks_of, operations


def test_a_heading_that_a_reader_took_for_a_paragraph_heads_what_follows():
    told = (None, "IV. RESULTS"), (None, "The films were annealed."), (None, "II.EXPERIMENTAL DETAILS")
    text = "TiO2 was milled for 6 h and sintered at 1200 °C."
    (recipe,) = SynthesisFindings()({"parse": blocks_of(*told, (None, text))}).value.recipes
    assert operations(recipe) == ["mill", "sinter"]

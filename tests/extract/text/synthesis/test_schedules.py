"""Tables of heat treatments in shorthand, and what they add to a recipe."""

from matloom.extract.document import Block, Document, Table
from matloom.extract.text.synthesis.stage import SynthesisFindings


def recipes_with(cells, text):
    block = Block(id="b0", type="paragraph", section="2. Heat treatment", text=text)
    table = Table(id="t1", label="2", caption="Heat treatments.", cells=cells, page=3)
    paper = Document(doc_id="sha256:0", source="a", reader="r", blocks=(block,), tables=(table,))
    return SynthesisFindings()({"parse": paper}).value.recipes


def recipe_with(cells, text):
    (recipe,) = recipes_with(cells, text)
    return recipe


CELLS = (("Hardening", "Tempering"), ("900/2/OQ", "600/8/AC"))


def test_a_table_tells_how_treatments_were_cooled_out():
    recipe = recipe_with(CELLS, "The steel was heated to 900 °C for 2 h. It was tempered at 600 °C for 8 h.")
    assert [step.operation for step in recipe.steps] == ["heat", "quench", "anneal", "cool"]
    evidence = recipe.steps[1].evidence
    assert (evidence.kind, evidence.table, evidence.cell, evidence.quote) == ("table", "2", (1, 0), "900/2/OQ")


def test_a_cooling_that_the_text_tells_is_told_once():
    recipe = recipe_with(
        CELLS, "The steel was heated to 900 °C for 2 h, quenched in oil and tempered at 550 °C for 8 h."
    )
    assert [step.operation for step in recipe.steps] == ["heat", "quench", "anneal"]


def test_shorthand_in_the_text():
    recipe = recipe_with((("a",),), "The steel was solution treated (1050 °C/1 h/WQ) and aged at 720 °C for 8 h.")
    assert [step.operation for step in recipe.steps] == ["anneal", "quench", "age"]


def test_each_of_several_samples_has_the_cooling_of_its_own_setting():
    first, second = recipes_with(
        CELLS, "The steel was heated to 900 °C for 2 h. Sample T1 was tempered at 600 °C and T2 at 650 °C for 8 h."
    )
    told = [[(s.operation, s.temperature and s.temperature.value) for s in one.steps] for one in (first, second)]
    assert told[0] == [("heat", 900.0), ("quench", None), ("anneal", 600.0), ("cool", None)]
    assert told[1] == [("heat", 900.0), ("quench", None), ("anneal", 650.0)]

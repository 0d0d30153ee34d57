"""Which sentences tell a procedure."""

from recipe_texts import operations, recipes


def test_a_paper_that_tells_no_procedure_says_in_passing_what_was_done():
    (recipe,) = recipes("A thin GDC layer was deposited on the electrolyte to block electrons.", section=None)
    assert operations(recipe) == ["deposit"]
    assert recipes("The layer serves to block electrons after coating.", section=None) == ()


def test_a_sample_named_by_the_measurement_that_it_was_used_for_is_made_all_the_same():
    (recipe,) = recipes(
        "The single crystal used for these measurements was grown by the floating zone method. "
        "It was annealed in oxygen at 900 °C for 6 d."
    )
    assert operations(recipe) == ["melt", "anneal"]


def test_the_effect_of_an_operation_is_none():
    (recipe,) = recipes(
        "ZnO was pressed and sintered at 900 °C for 2 h. The effect of annealing at 500 °C for 1 h was also studied."
    )
    assert operations(recipe) == ["press", "sinter"]

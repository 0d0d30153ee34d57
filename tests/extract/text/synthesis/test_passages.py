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


def test_a_slurry_that_is_fired_is_no_electrode():
    (recipe,) = recipes(
        "Fe2O3 was mixed with SiO2. The slurry was dried at 80 °C for 8 h and heated at 900 °C for 1 h in N2. "
        "The CCMs were made by a firm."
    )
    assert operations(recipe) == ["mix", "dry", "heat"]


def test_steps_that_are_counted_are_told_though_the_sentence_says_that_they_were_carried_out():
    (recipe,) = recipes(
        "The preparation was carried out in three steps: (1) ZnO was pressed; (2) it was sintered at 900 °C for 2 h; "
        "(3) it was polished."
    )
    assert operations(recipe) == ["press", "sinter", "other"]


def test_a_mechanical_test_is_no_step():
    (recipe,) = recipes(
        "The alloy was arc melted and annealed at 900 °C for 5 h. Pillars were compressed at 10−4 s−1 and 500 °C."
    )
    assert operations(recipe) == ["melt", "anneal"]


def test_cutting_test_pieces_out_is_no_step():
    (recipe,) = recipes(
        "The steel was vacuum melted and hot rolled at 1000 °C. Flat tensile specimens were machined along the plate."
    )
    assert operations(recipe) == ["melt", "other"]


def test_test_pieces_by_their_shape_and_a_cell_that_is_clamped_are_no_steps():
    (recipe,) = recipes(
        "The resin was mixed with its hardener, poured into a mould and cured at 90 °C for 3 h. "
        "Dumbbell specimens were machined from the plates. Samples cut from them were machined into small rods. "
        "The cell was compressed with 3 bar."
    )
    assert operations(recipe) == ["mix", "cast", "heat"]

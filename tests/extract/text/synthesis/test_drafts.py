"""Which sentences make up each recipe."""

from recipe_texts import operations, recipes


def test_what_a_finished_material_is_fitted_with_is_a_recipe_of_its_own():
    made, fitted = recipes(
        "PbZrO3 was prepared from PbO and ZrO2. The pellets were sintered at 1150 °C for 3 h. "
        "Gold electrodes were fired at 600 °C for 20 min. Poling was done at 90 °C for 15 min."
    )
    assert operations(made) == ["sinter"]
    assert operations(fitted) == ["calcine", "other"]
    assert [target.text for target in fitted.targets] == ["PbZrO3"]


def test_a_treatment_of_what_was_made_before_is_a_recipe_of_its_own():
    made, treated = recipes(
        "ZnO was prepared from Zn(NO3)2 and calcined at 400 °C for 2 h. "
        "For carbon coating, the powder was stirred with glucose and heated at 600 °C for 4 h."
    )
    assert (operations(made), made.treatment) == (["calcine"], None)
    assert (operations(treated), treated.treatment) == (["stir", "heat"], "coating")


def test_an_electrode_of_something_else_is_a_recipe_of_its_own():
    made, other = recipes(
        "NiO was prepared from Ni(NO3)2 and calcined at 350 °C for 2 h. The IrO2 electrode was prepared by "
        "drop-casting an ink on carbon cloth, dried at 60 °C for 1 h."
    )
    assert operations(made) == ["calcine"]
    assert operations(other)[-1] == "dry"


def test_what_is_done_to_some_of_what_was_made_is_a_recipe_of_those():
    made, treated = recipes(
        "Ni2MnGa was prepared by arc melting and homogenized at 900 °C for 24 h. "
        "Some pieces were annealed at 500 °C for 2 h in argon. All were cut with a wire saw."
    )
    assert operations(made) == ["melt", "anneal", "other"]
    assert (operations(treated), treated.treatment) == (["melt", "anneal", "anneal"], "annealed")


def test_some_samples_with_a_name_have_their_recipe_by_it():
    _, treated = recipes(
        "The steel was vacuum melted and hot rolled at 1100 °C. "
        "A part of the sheets was annealed at 700 °C for 2 h and is named HR7."
    )
    assert ([target.text for target in treated.targets], treated.treatment) == (["HR7"], None)

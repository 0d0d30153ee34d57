"""Recipes of papers: which steps belong to one, in which order, and what is no recipe."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.document import Block
from matloom.extract.text.synthesis.stage import SynthesisFindings
from recipe_texts import blocks_of, document, operations, recipes, told


def test_recipes_of_two_materials_stay_apart():
    first, second = recipes(
        "BaTiO3 was prepared by a solid-state reaction. BaCO3 and TiO2 were milled for 24 h and calcined at 1100 °C.",
        "CaTiO3 was synthesized by a sol-gel route. Ca(NO3)2 was dissolved in water; the gel was fired at 800 "
        "°C for 2 h.",
    )
    assert [mention.text for mention in first.targets] == ["BaTiO3"]
    assert [mention.text for mention in second.targets] == ["CaTiO3"]
    assert (first.route, second.route) == ("solid-state", "sol-gel")
    assert {one.name for one in first.precursors} == {"BaCO3", "TiO2"}


def test_the_same_procedure_at_another_temperature_is_a_recipe_of_its_own():
    first, second = recipes(
        "LaFeO3 was prepared from La2O3 and Fe2O3. They were milled for 6 h and sintered at 1200 °C for 4 h in air. "
        "LaCoO3 was prepared by the same procedure, but at 1000 °C."
    )
    assert [mention.text for mention in second.targets] == ["LaCoO3"]
    assert [told(step) for step in first.steps] == [(None, "6 h"), ("1200 °C", "4 h")]
    assert [told(step) for step in second.steps] == [(None, "6 h"), ("1000 °C", "4 h")]


def test_listed_temperatures_make_a_recipe_each():
    found = recipes(
        "Fe2O3 was prepared by a sol-gel route. The gel was calcined at 300, 400 and 500 °C for 3 h in air."
    )
    assert [recipe.steps[-1].temperature.value for recipe in found] == [300.0, 400.0, 500.0]
    assert found[0].targets[0].processing == "calcined at 300 °C"


def test_electrodes_are_a_second_recipe_and_measurements_none():
    material, cell = recipes(
        "LiFePO4 was synthesized from Li2CO3 and FePO4. They were milled for 6 h and sintered at 700 °C for 10 "
        "h in Ar.",
        "The slurry was prepared by mixing 80 wt% LiFePO4, 10 wt% carbon black and 10 wt% PVDF in NMP. "
        "It was coated onto Al foil and dried at 120 °C for 12 h. Coin cells were assembled in an argon-filled "
        "glove box.",
        "XRD patterns were recorded on a diffractometer at 40 kV after heating at 300 °C for 1 h.",
    )
    assert material.route == "solid-state"
    assert cell.route == "electrode and cell preparation"
    assert [mention.text for mention in cell.targets] == ["LiFePO4"]
    assert [step.operation for step in cell.steps] == ["mix", "coat", "dry", "assemble"]


def test_other_people_s_work_and_results_are_no_recipes():
    told_of = "Smith et al. reported that LiFePO4 was calcined at 700 °C for 10 h and annealed at 500 °C for 2 h."
    assert recipes(told_of, section="1. Introduction") == ()
    assert recipes("The peak shows that the film is heated.", section="3. Results") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Specimens for TEM were ground to 0.1 mm and electropolished at −20 °C.",
        "The microstructure was revealed by etching with nital for 10 s.",
        "For electrical measurements, silver paste was fired on the pellets at 600 °C for 10 min.",
        "After drying at 300 °C for 6 h, the adsorption isotherms were measured.",
        "Cylinders were heated to 860 °C and cooled at rates of 12.8, 6.4, 3.2, 1.28 and 0.64 °C/s.",
    ],
)
def test_what_is_done_for_looking_and_testing_is_no_step(sentence):
    made = "La2O3 and Fe2O3 were milled for 6 h and sintered at 1200 °C for 4 h to obtain LaFeO3."
    (recipe,) = recipes(f"{made} {sentence}")
    assert [step.operation for step in recipe.steps] == ["mill", "sinter"]


def test_samples_that_are_named_by_their_temperature():
    found = recipes(
        "V2O5 was made by a sol-gel route. The gel was calcined at 300, 400 or 500 °C for 3 h in air; the products "
        "were denoted as V300, V400 and V500."
    )
    assert [[mention.text for mention in recipe.targets] for recipe in found] == [["V300"], ["V400"], ["V500"]]
    assert [recipe.steps[-1].temperature.value for recipe in found] == [300.0, 400.0, 500.0]


def test_samples_that_are_named_behind_their_temperature():
    found = recipes("The films were deposited by sputtering and annealed at 600 °C (A600) or 700 °C (A700) for 2 h.")
    assert [[mention.text for mention in recipe.targets] for recipe in found] == [["A600"], ["A700"]]


def test_another_sample_told_by_its_name_is_a_recipe_of_its_own():
    first, second = recipes(
        "The mats were stabilized in air at 280 °C for 2 h and carbonized at 800 °C for 1 h; the product is denoted "
        "CNF-800. Samples carbonized at 1000 °C are denoted CNF-1000."
    )
    assert [mention.text for mention in second.targets] == ["CNF-1000"]
    assert [told(step) for step in second.steps] == [("280 °C", "2 h"), ("1000 °C", "1 h")]
    assert [mention.text for mention in first.targets] == ["CNF-800"]


def test_a_paper_s_own_names_are_targets_and_mixtures_are_none():
    first, second = recipes(
        "ZIF-67 was synthesized in methanol. A solution of Co(NO3)2 was prepared and stirred for 10 min at 30 °C. "
        "The solid was dried at 60 °C for 2 h. "
        "For the preparation of Co@NC, the powder was heated to 700 °C for 3 h and washed."
    )
    assert [mention.text for mention in first.targets] == ["ZIF-67"]
    assert [mention.text for mention in second.targets] == ["Co@NC"]
    assert "Co(NO3)2" in {one.name for one in first.precursors}


def test_an_alloy_that_is_melted_is_the_target_and_one_that_is_treated_the_start():
    (melted,) = recipes("The AISI 4130 steel was melted in vacuum, cast into ingots and annealed at 600 °C for 2 h.")
    (treated,) = recipes("The AISI 4130 steel was heated to 900 °C for 1 h and quenched.", section="2. Experimental")
    assert "AISI 4130" in {mention.text for mention in melted.targets}
    assert "AISI 4130" not in {one.name for one in melted.precursors}
    assert "AISI 4130" in {mention.text for mention in treated.targets}


def test_a_recipe_goes_on_under_the_next_heading_where_that_names_no_product():
    paper = blocks_of(
        ("2. Methods > 2.1. Substrates", "Glass slides were rinsed in acetone and dried in N2."),
        (
            "2. Methods > 2.2. Film deposition",
            "TiO2 films were deposited on them by spin coating at 3000 rpm for 30 s.",
        ),
        ("2. Methods > 2.3. Curing", "The films were cured at 200 °C for 2 h."),
        ("2. Methods > 2.4. Synthesis of ZnO powder", "ZnO was prepared by calcining Zn(NO3)2 at 500 °C for 3 h."),
    )
    first, second = SynthesisFindings()({"parse": paper}).value.recipes
    assert [step.operation for step in first.steps] == ["wash", "dry", "deposit", "heat"]
    assert [mention.text for mention in second.targets] == ["ZnO"]


def test_a_heading_that_names_its_product_begins_a_recipe_of_that_name():
    paper = blocks_of(
        (
            "2. Methods > 2.1. Synthesis of 4-nitro-1-naphthylamine (NNA)",
            "KNO3 was added. It was dried at 60 °C for 9 h.",
        ),
        (
            "2. Methods > 2.2. Synthesis of 1,4-diaminonaphthalene (DAN)",
            "NNA was stirred with hydrazine at 70 °C for 5 h.",
        ),
    )
    headings = [
        Block(id=f"h{number}", type="heading", text=block.section.rpartition(" > ")[2])
        for number, block in enumerate(paper.blocks)
    ]
    paper = replace(paper, blocks=(headings[0], paper.blocks[0], headings[1], paper.blocks[1]))
    found = SynthesisFindings()({"parse": paper}).value.recipes
    assert [[mention.text for mention in recipe.targets] for recipe in found] == [["NNA"], ["DAN"]]


def test_what_gets_ready_ahead_of_the_first_heading_below_belongs_to_its_recipe():
    paper = blocks_of(
        ("2. Experimental", "All glass slides were rinsed and dried in air."),
        ("2. Experimental > 2.1. Synthesis", "A precursor was made by mixing SnCl4 (95%) with NaX (X = F or Cl). "
         "It was stirred for 7 h prior to deposition. Films were deposited at 420 °C, and cooled after deposition."),
    )  # fmt: skip
    (recipe,) = SynthesisFindings()({"parse": paper}).value.recipes
    assert operations(recipe) == ["wash", "dry", "mix", "stir", "deposit", "cool"]
    assert [one.name for one in recipe.precursors] == ["SnCl4"]


def test_steel_that_is_quenched_and_tempered_is_a_recipe_without_settings():
    (recipe,) = recipes("All specimens were quenched and tempered to a strength of 980 MPa.", section="")
    assert operations(recipe) == ["quench", "anneal"]
    assert recipes("This is so for steel that was quenched and tempered.", section="") == ()


def test_an_ink_is_the_beginning_of_its_electrode():
    paper = blocks_of(
        ("4. Methods > 4.1. Catalyst ink preparation", "The powder was mixed with water. It was stirred for 3 h."),
        ("4. Methods > 4.2. MEA preparation", "Decals of the ink were dried for 9 h and hot-pressed on a membrane."),
    )
    (recipe,) = SynthesisFindings()({"parse": paper}).value.recipes
    assert operations(recipe) == ["mix", "stir", "dry", "press"]


def test_a_single_treatment_of_an_alloy_is_a_recipe_in_an_experimental_section_only():
    text = "The alloy was solution-annealed at 1080 °C for 4 min."
    (recipe,) = recipes(text, section="2. Experimental")
    assert [mention.text for mention in recipe.targets] == ["The alloy"]
    assert recipes(text, section="3. Results") == ()
    assert recipes(text, section="4. Results > 4.1. Annealed samples") == ()


def test_two_whole_treatments_are_a_recipe_where_no_heading_tells_the_section():
    text = "The bars are normalized at 850 °C for 30 min, air cooled, and then tempered at 550 °C for 2 h."
    (recipe,) = recipes(text, section=None)
    assert [step.operation for step in recipe.steps] == ["anneal", "cool", "anneal"]


def test_what_was_done_before_a_step_stands_before_it():
    (recipe,) = recipes("The pellets were sintered at 1200 °C for 4 h. Prior to sintering, they were dried at 90 °C.")
    assert [step.operation for step in recipe.steps] == ["dry", "sinter"]


def test_a_treatment_that_is_only_announced_is_no_step():
    (recipe,) = recipes(
        "Heat treatment was applied to all bars. They were austenitized at 860 °C for 1 h and quenched."
    )
    assert [step.operation for step in recipe.steps] == ["heat", "quench"]


def test_a_chain_of_operations_is_a_recipe_wherever_it_stands():
    (recipe,) = recipes("The parts went through casting → hot rolling → quenching → tempering.", section=None)
    assert [step.operation for step in recipe.steps] == ["cast", "other", "quench", "anneal"]


def test_a_lone_operation_behind_measurements_is_a_remark():
    paper = blocks_of(
        ("Methods", "Powders of TiO2 were milled for 2 h and calcined at 500 °C for 1 h."),
        ("Methods", "Spectra were recorded with a spectrometer. The powder was deposited on a window."),
    )
    (recipe,) = SynthesisFindings()({"parse": paper}).value.recipes
    assert [step.operation for step in recipe.steps] == ["mill", "calcine"]


def test_every_step_and_precursor_cites_its_words():
    text = "BaCO3 and TiO2 were ball-milled in ethanol for 24 h and calcined at 1100 °C for 4 h to obtain BaTiO3."
    (recipe,) = recipes(text)
    for item in (*recipe.steps, *recipe.precursors, *recipe.targets):
        spot = text[item.evidence.start : item.evidence.end]
        assert spot in item.evidence.quote
    for one in recipe.precursors:
        assert text[one.evidence.start : one.evidence.end] == one.name


@given(st.text(alphabet="calcined at 900 °C for 2 h, BaTiO3 was;. (\U0001d465)\u2212é", max_size=120))
@settings(max_examples=100)
def test_nothing_is_raised_whatever_the_text(text):
    for recipe in recipes(text):
        assert recipe.steps


def test_every_link_of_a_chain_is_a_step():
    (recipe,) = recipes(
        "The bolts are made so: EAF → ladle furnace → casting → rough turning → quenching and tempering."
    )
    assert operations(recipe) == ["melt", "other", "cast", "other", "quench", "anneal"]


def test_numbers_that_are_normalized_and_what_may_be_done_are_no_steps():
    (recipe,) = recipes(
        "The powder was milled for 2 h and sintered at 900 °C for 4 h.",
        "The currents were normalized to the area. Only the upper face should be coated. "
        "The hardness was influenced by the precipitation in the grains.",
    )
    assert operations(recipe) == ["mill", "sinter"]


def test_steel_is_normalized():
    (recipe,) = recipes("The steel was normalized at 850 °C for 30 min and air cooled.", section="2. Heat treatment")
    assert operations(recipe)[0] == "anneal"


def test_a_chamber_is_got_ready_before_the_film_that_is_told_first():
    (recipe,) = recipes(
        "WO3 films were deposited by sputtering of a W target. The chamber was evacuated to 1 mPa. "
        "The films were annealed at 300 °C for 1 h."
    )
    assert operations(recipe) == ["other", "deposit", "anneal"]


def test_each_catalyst_makes_an_ink_of_its_own():
    found = recipes(
        "Working electrodes were prepared with Pt/C and PtNi/C. The catalyst ink was composed of catalyst, water, "
        "isopropanol and Nafion solution. It was pipetted onto a glassy carbon disk. "
        "The electrolyte was 0.1 M HClO4, in which the oxygen was purged.",
        section="2. Experimental",
    )
    assert [[mention.text for mention in recipe.targets] for recipe in found] == [["Pt/C"], ["PtNi/C"]]
    assert [operations(recipe) for recipe in found] == [["mix", "coat"]] * 2
    first = {one.name for one in found[0].precursors}
    assert "Pt/C" in first
    assert "PtNi/C" not in first
    assert "HClO4" not in first


def test_a_heading_that_stands_as_text_begins_another_recipe():
    found = recipes(
        "ZnO was prepared by calcining Zn(NO3)2 at 500 °C for 3 h.",
        "Preparation of the inks.",
        "TiO2 powder was mixed with ethanol and stirred at 50 °C for 2 h.",
    )
    assert [operations(recipe) for recipe in found] == [["calcine"], ["mix", "stir"]]


def test_a_film_is_a_recipe_apart_from_its_target():
    found = recipes(
        "La2O3 and Co3O4 were milled for 5 h, pressed and sintered at 1200 °C for 12 h to a target. "
        "A LaCoO3 film was deposited by pulsed laser deposition at 600 °C."
    )
    assert [operations(recipe) for recipe in found] == [["mill", "press", "sinter"], ["deposit"]]


def test_a_review_tells_no_recipes():
    paper = document("The powder was milled for 2 h and sintered at 900 °C for 4 h.", section="3. Synthesis")
    reviewed = replace(paper, meta=replace(paper.meta, title="Ceramic electrolytes: a review"))
    assert SynthesisFindings()({"parse": paper}).value.recipes
    assert not SynthesisFindings()({"parse": reviewed}).value.recipes


def test_alternatives_of_a_treatment_are_branches_with_their_gas():
    found = recipes(
        "Samples were etched in H2 at 1300 °C for 9 min. "
        "NH3 annealing at 1100 °C for 20 min or O2 annealing at 900 °C for 50 min was then carried out."
    )
    assert [told(recipe.steps[-1]) for recipe in found] == [("1100 °C", "20 min"), ("900 °C", "50 min")]
    assert [recipe.steps[-1].atmosphere for recipe in found] == ["NH3", "O2"]
    assert [[one.name for one in recipe.precursors] for recipe in found] == [["H2", "NH3"], ["H2", "O2"]]
    assert [recipe.targets[0].processing for recipe in found] == [
        "annealing at 1100 °C for 20 min in NH3",
        "annealing at 900 °C for 50 min in O2",
    ]


def test_stages_in_turn_are_no_branches():
    (recipe,) = recipes("The TiO2 films were annealed at 400 °C for 2 h and 600 °C for 4 h.")
    assert [told(step) for step in recipe.steps] == [("400 °C", "2 h"), ("600 °C", "4 h")]


def test_a_procedure_of_devices_is_that_of_every_device():
    (recipe,) = recipes(
        "Photovoltaic devices were fabricated as follows. ZnO was spin-coated for 40 s and dried at 120 °C."
    )
    assert [target.text for target in recipe.targets] == ["devices"]


def test_a_film_is_apart_from_the_target_that_was_announced_for_its_deposition():
    found = recipes(
        "A target for pulsed laser deposition was made. La2O3 and Co3O4 were milled for 5 h and sintered at 1200 °C "
        "for 12 h to a target. A LaCoO3 film7 was deposited by pulsed laser deposition at 600 °C."
    )
    assert [operations(recipe)[-1] for recipe in found] == ["sinter", "deposit"]


def test_an_evaporation_in_high_vacuum_lays_a_layer_and_any_other_dries():
    (laid,) = recipes(
        "The evaporation of C60 was performed in high vacuum at 300 °C for 1 h and the film cooled in Ar."
    )
    (dried,) = recipes("TiO2 was stirred in ethanol for 2 h and the evaporation of it was performed at 80 °C for 1 h.")
    assert operations(laid)[0] == "deposit"
    assert operations(dried)[-1] == "dry"


def test_a_cut_that_is_told_again_is_one_step():
    (cut,) = recipes("The disk was annealed at 500 °C for 1 h and cut. Six bars were cut from its rim.")
    assert operations(cut) == ["anneal", "other"]


def test_a_calcination_told_of_under_measurements_is_the_recipe_where_no_other_is():
    text = "The zeolite H-Beta was calcined in air at 520 °C for 12 h. Spectra were recorded on a spectrometer."
    (recipe,) = recipes(text, section="Methods > Infrared spectroscopy")
    assert [told(step) for step in recipe.steps] == [("520 °C", "12 h")]
    assert not recipes("The zeolite H-Beta was dried at 80 °C for 12 h.", section="Methods > Infrared spectroscopy")


def test_a_firing_that_only_dates_what_was_seen_is_no_step():
    (recipe,) = recipes("LaCrO3 was pressed at 100 MPa and sintered at 1400 °C for 5 h. It was black after firing.")
    assert operations(recipe) == ["press", "sinter"]

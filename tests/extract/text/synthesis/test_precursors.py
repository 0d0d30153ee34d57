"""What goes into a recipe: precursors, solvents, gases, and what a treatment starts from."""

import pytest
from matloom.extract.text.synthesis.stage import SynthesisFindings
from recipe_texts import blocks_of, operations, recipes


def test_precursors_have_composition_amount_and_role():
    (recipe,) = recipes(
        "2.5 mmol La(NO3)3·6H2O, MnCO3 (1.2 g, 99.9%, Aldrich) and citric acid were dissolved in 40 mL "
        "distilled water. "
        "The gel was calcined at 700 °C for 5 h in an alumina crucible to obtain LaMnO3. "
        "The product was washed with ethanol and dried at 80 °C."
    )
    found = {one.name: (one.role, one.amount.text if one.amount else None) for one in recipe.precursors}
    assert found == {
        "La(NO3)3·6H2O": ("precursor", "2.5 mmol"),
        "MnCO3": ("precursor", "1.2 g"),
        "citric acid": ("additive", None),
        "distilled water": ("solvent", "40 mL"),
    }
    assert [mention.text for mention in recipe.targets] == ["LaMnO3"]
    assert recipe.precursors[0].composition.amounts["La"] == 1.0


def test_elements_that_are_melted_are_precursors():
    (recipe,) = recipes(
        "Ingots of Ti50Zr30Cu20 were prepared by arc melting Ti, Zr, and Cu pure metals under purified argon. "
        "After re-melting four times they were annealed at 800 °C for 24 h."
    )
    assert [one.name for one in recipe.precursors] == ["Ti", "Zr", "Cu"]
    assert recipe.route == "arc melting"
    assert [step.operation for step in recipe.steps] == ["melt", "melt", "anneal"]


def test_a_variant_replaces_and_leaves_out_precursors():
    text = (
        "LiFePO4/C was prepared from Li2CO3, FeC2O4 and NH4H2PO4 with sucrose. "
        "They were milled for 6 h and sintered at 700 °C. "
        "For comparison, LiFePO4 was prepared by the same procedure without sucrose."
    )
    first, second = recipes(text)
    assert "sucrose" in {one.name for one in first.precursors}
    assert "sucrose" not in {one.name for one in second.precursors}
    assert len(second.steps) == len(first.steps)


def test_a_recipe_that_names_nothing_has_the_starting_materials_listed_before_it():
    paper = blocks_of(
        ("2. Experimental > 2.1. Materials", "Li2CO3 (99%, Aldrich) and TiO2 (99.9%) were the starting materials."),
        ("2. Experimental > 2.2. Synthesis", "The powders were mixed, pressed and sintered at 900 °C for 12 h."),
    )
    (recipe,) = SynthesisFindings()({"parse": paper}).value.recipes
    assert [one.name for one in recipe.precursors] == ["Li2CO3", "TiO2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "TiO2 films were deposited from a Ti target on 1.6 mm thick Ni foam at 300 °C for 1 h.",
            {"Ti"},
        ),
        ("Pt/C (47 wt% Pt, 5 wt% Co) was mixed with water for 2 h and dried at 60 °C for 1 h.", {"Pt/C", "water"}),
        ("The resin was dissolved in methyl isobutyl ketone and cured at 70 °C for 8 h.", {"methyl isobutyl ketone"}),
        ("ZrO2 was milled for 2 h and calcined in N2 at 700 °C for 1 h.", {"ZrO2"}),
        (
            "The ink of IrO2 was mixed with Nafion solution for 1 h and sprayed on Nafion 117 at 80 °C.",
            {"IrO2", "Nafion solution", "Nafion 117"},
        ),
        ("The wafers of 4H-SiC epilayers were etched in H2 at 1300 °C for 9 min.", {"4H-SiC", "H2"}),
        ("GaN wafers were annealed in N2 at 800 °C for 1 h and cooled in Ar.", {"GaN"}),
        ("HCl (37% in water) and TiCl4 were mixed and stirred at 60 °C for 3 h.", {"HCl", "TiCl4"}),
        (
            "The wafers of 4H-SiC epilayers were oxidized at 1200 °C for 2 h, and Ti contacts were deposited.",
            {"4H-SiC", "Ti"},
        ),
        ("A TiO2 layer was spin-coated for 20 s and 90 nm thick Al electrodes were evaporated on top.", {"TiO2", "Al"}),
    ],
)
def test_what_goes_in(text, expected):
    (recipe,) = recipes(text)
    assert {one.name for one in recipe.precursors} == expected


def test_reagents_without_formula_are_precursors():
    (recipe,) = recipes(
        "Polyacrylonitrile and dopamine hydrochloride were dissolved in N,N-dimethylformamide with titanium(IV) "
        "isopropoxide, magnesium powder (99%) and 2-methylimidazole at 60 °C for 2 h, and calcined at 800 °C for 1 h."
    )
    names = {one.name for one in recipe.precursors if one.role == "precursor"}
    assert {"Polyacrylonitrile", "titanium(IV) isopropoxide", "magnesium", "2-methylimidazole"} <= names
    assert [one.composition.formula for one in recipe.precursors if one.name == "magnesium"] == ["Mg"]


def test_gases_and_sources_of_a_deposition_go_in_and_those_of_a_furnace_do_not():
    (recipe,) = recipes(
        "WO3 films were deposited by reactive sputtering of a W target (99.9%) in a mixture of Ar and O2. "
        "A 5 nm Ti layer was then deposited by electron-beam evaporation. "
        "The stack was annealed at 400 °C for 1 h in N2."
    )
    assert {(one.name, one.role) for one in recipe.precursors} == {
        ("W", "precursor"),
        ("Ar", "additive"),
        ("O2", "precursor"),
        ("Ti", "precursor"),
    }


def test_a_steel_that_is_treated_is_what_the_recipe_starts_from():
    (recipe,) = recipes(
        "AISI 1045 steel is common in shafts.",
        "The AISI 1045 was heated to 850 °C for 20 min and quenched in oil.",
        section="2. Heat treatment",
    )
    assert [one.name for one in recipe.precursors] == ["AISI 1045 steel"]


def test_an_immersion_before_a_measurement_is_a_step_with_what_it_is_immersed_in():
    (recipe,) = recipes(
        "The membranes were cast onto glass and dried at 60 °C for 12 h. "
        "They were immersed in 1 M KOH at 80 °C for 2 days before measurement."
    )
    assert operations(recipe) == ["cast", "dry", "other"]
    assert [one.name for one in recipe.precursors] == ["KOH"]


def test_what_is_removed_is_none_of_the_ingredients_and_the_acid_etches():
    (recipe,) = recipes("The oxide was removed by HF (5%) for 3 min, and the wafers were annealed at 900 °C for 1 h.")
    assert operations(recipe) == ["etch", "anneal"]


def test_groups_of_a_molecule_are_no_precursors_and_what_a_suspension_is_composed_of_is():
    (recipe,) = recipes(
        "A suspension composed of carbon black, Aquivion (900 g/mol SO3H) and ethylene glycol was prepared. "
        "It was stirred at 30 °C for 5 h and dried at 90 °C."
    )
    assert {one.name for one in recipe.precursors} == {"carbon black", "Aquivion", "ethylene glycol"}


def test_what_is_weighed_goes_in_by_the_name_that_the_paper_gives_it():
    (recipe,) = recipes(
        "BPX-2 (0.40 g, 2 mmol) and decalin (50 mL) were mixed and heated at 150 °C for 6 h. "
        "Then 2 g of QRT-4 was added and (1.2 g, 3 mmol) to (2.4 g, 6 mmol) of it."
    )
    assert [one.name for one in recipe.precursors] == ["BPX-2", "decalin", "QRT-4"]


def test_what_is_in_a_solution_that_was_prepared_goes_in():
    (recipe,) = recipes(
        "An aqueous κ-carrageenan solution was prepared by stirring at 80 °C for 2 h and cast in a dish."
    )
    assert [one.name for one in recipe.precursors] == ["κ-carrageenan"]


def test_a_metal_black_is_the_metal_and_acronyms_of_solvents_have_their_formula():
    (recipe,) = recipes("Ir black was dispersed in N,N-dimethylformamide (DMF) and stirred at 60 °C for 3 h.")
    assert {one.name: one.composition.formula for one in recipe.precursors}["Ir black"] == "Ir"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The epoxy resin was a diglycidyl ether of bisphenol-F, supplied by a local firm, and was cured at 120 °C "
            "for 2 h.",
            ["diglycidyl ether of bisphenol-F"],
        ),
        (
            "Piperidine was used as the curing agent and mixed with tetrahydrophthalic acid anhydride at 80 °C.",
            ["Piperidine", "tetrahydrophthalic acid anhydride"],
        ),
        (
            "An ink of platinum on carbon and propylene glycol methyl ether was prepared and stirred at 40 °C for 6 h.",
            ["platinum on carbon", "propylene glycol methyl ether"],
        ),
        (
            "The layers were transferred onto a Gore membrane M710.12 at 150 °C and annealed at 120 °C for 2 h.",
            ["Gore membrane M710.12"],
        ),
        (
            "The carbon-supported catalyst was sprayed onto a Nafion membrane (NRE 211, a maker) and dried at 60 °C.",
            ["Nafion membrane (NRE 211)"],
        ),
        ("An amine and the ketone were stirred at 60 °C for 2 h with 2 g of LiBr.", ["LiBr"]),
    ],
)
def test_resins_catalysts_and_membranes_go_in_by_their_whole_names(text, names):
    (recipe,) = recipes(text)
    assert [one.name for one in recipe.precursors] == names


def test_a_list_of_what_was_bought_gives_way_to_what_the_steps_name():
    (recipe,) = recipes(
        "NiCl2, CoCl2, FeCl3 and thiourea were purchased from a firm. 2 mmol of NiCl2 and 1 mmol of CoCl2 were "
        "dissolved in 30 mL of water and heated at 150 °C for 5 h in an autoclave."
    )
    assert [one.name for one in recipe.precursors] == ["NiCl2", "CoCl2", "water"]


def test_a_foam_that_goes_along_goes_in():
    (recipe,) = recipes("CoCl2 was dissolved in water, and Ni foam was put in and heated at 150 °C for 5 h.")
    assert [one.name for one in recipe.precursors] == ["CoCl2", "water", "Ni"]


def test_a_deposition_takes_its_sources_from_the_text_before_it():
    parsed = blocks_of(
        ("Methods", "Epitaxial layers were grown by CVD using SiH4 and C2H4 as silicon and carbon precursor."),
        ("Methods", "Etching was performed at 1150 °C for 5 min. The growth was performed with Si and C precursors at "
                    "1400 °C for 30 min."),
    )  # fmt: skip
    (recipe,) = SynthesisFindings()({"parse": parsed}).value.recipes[-1:]
    assert {"SiH4", "C2H4"} <= {one.name for one in recipe.precursors}
    assert not {"Si", "C", "silicon", "carbon"} & {one.name for one in recipe.precursors}


def test_what_is_removed_before_a_product_is_obtained_is_not_made():
    (recipe,) = recipes(
        "LiBH4 and Pd/C (0.02 g) were added to ethanol and stirred at 60 °C for 6 h. "
        "The Pd/C was removed by filtration and the amine was obtained."
    )
    assert "Pd/C" in {one.name for one in recipe.precursors}


def test_what_an_ink_is_prepared_of_belongs_to_the_electrode_that_it_is_laid_on():
    (recipe,) = recipes(
        "The ink of the catalyst was prepared using 4 mg of RuO2 and 9 mL of isopropanol. "
        "It was sonicated for 20 min, spread on a glassy carbon disk and dried at 60 °C."
    )
    assert {"RuO2", "isopropanol"} <= {one.name for one in recipe.precursors}


def test_what_something_hot_is_put_into_does_not_go_in_and_the_liquid_of_a_mill_is_a_solvent():
    (recipe,) = recipes(
        "NiO and Fe2O3 were ball milled in dry ethanol for 12 h and calcined at 900 °C for 4 h. "
        "The pellets were sintered at 1250 °C for 6 h and quenched into cold water."
    )
    told = [(one.name, one.role) for one in recipe.precursors]
    assert told == [("NiO", "precursor"), ("Fe2O3", "precursor"), ("ethanol", "solvent")]


def test_elements_that_are_told_by_that_word_alone_go_in():
    (recipe,) = recipes("Ingots of 20 g were arc melted from pure elements and annealed at 1000 °C for 48 h.")
    assert [one.name for one in recipe.precursors] == ["pure elements"]


def test_what_is_precipitated_from_solutions_does_not_go_in():
    (recipe,) = recipes(
        "Powders of BaWO4 and SrWO4 were precipitated from Ba(NO3)2, Sr(NO3)2 and Na2WO4 solutions and aged for 6 h."
    )
    assert [one.name for one in recipe.precursors] == ["Ba(NO3)2", "Sr(NO3)2", "Na2WO4"]


def test_what_follows_from_behind_a_given_name_goes_in():
    (recipe,) = recipes(
        "Phosphors (named S1, S2) were made from SrCO3, WO3 and Eu2O3, which were milled and fired at 1100 °C."
    )
    assert [one.name for one in recipe.precursors] == ["SrCO3", "WO3", "Eu2O3"]


def test_elements_in_a_ratio_go_in():
    (recipe,) = recipes("Nd, Ir and Sn in the ratio 1:1:20 were held at 1100 °C for 5 h and cooled to 600 °C.")
    assert [one.name for one in recipe.precursors] == ["Nd", "Ir", "Sn"]


def test_the_foam_that_is_cleaned_goes_in_without_what_it_is_cleaned_with():
    (recipe,) = recipes(
        "Nickel foam was cleaned with 2 M HCl and ethanol for 10 min. "
        "CoCl2 and urea were dissolved in water and kept at 110 °C for 8 h in an autoclave."
    )
    assert {one.name for one in recipe.precursors} == {"Nickel", "CoCl2", "urea", "water"}

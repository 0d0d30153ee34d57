"""The names of what goes in: abbreviation and grade beside the name, each substance once."""

from dataclasses import replace

import pytest
from matloom.extract.document import Block, Document
from matloom.extract.link.recipe_states import goes_into
from matloom.extract.text.synthesis.full_names import FullNames, codes_of, plain
from matloom.records.model import Sample
from recipe_texts import recipes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("PVDF", ("PVDF",)),
        ("DGEBF, Araldite GY281", ("DGEBF", "Araldite GY281")),
        ("HFIP, Fluka, Switzerland", ("HFIP",)),
        ("EW 1000", ("EW 1000",)),
        ("Sigma-Aldrich, 99%", ()),
        ("25 um, NRE-212, DuPont", ()),
        ("TCI, USA", ()),
        ("99.9% purity", ()),
    ],
)
def test_a_parenthesis_keeps_its_codes_up_to_maker_purity_and_amount(words, codes):
    assert codes_of(words) == codes


def test_a_name_without_formula_is_told_with_its_abbreviation_wherever_that_is_introduced():
    first = "Polyvinylpyrrolidone (PVP) and graphene oxide (GO) are dispersants."
    second = "PVP and poly(vinylidene fluoride) (PVDF) were dissolved in acetone with GO and cast at 60 °C for 2 h."
    (recipe,) = recipes(first, second)
    named = {one.name: one.composition for one in recipe.precursors}
    assert set(named) == {
        "Polyvinylpyrrolidone (PVP)", "poly(vinylidene fluoride) (PVDF)", "acetone", "graphene oxide (GO)",
    }  # fmt: skip
    assert named["poly(vinylidene fluoride) (PVDF)"] is None
    assert named["acetone"] is not None


def test_two_names_of_one_substance_are_one():
    (recipe,) = recipes(
        "Polyvinylpyrrolidone (PVP) was dissolved in acetone for 2 h. Then PVP was mixed with ZnO and dried at 60 °C."
    )
    assert [one.name for one in recipe.precursors] == ["Polyvinylpyrrolidone (PVP)", "acetone", "ZnO"]


def test_a_compound_that_the_paper_makes_keeps_the_name_that_it_has_there():
    texts = ("The bromonitrobiphenyl (BNB) was stirred at 60 °C for 6 h.", "BNB was prepared by milling for 2 h.")
    assert all("(" not in target.text for recipe in recipes(*texts) for target in recipe.targets)


def test_a_sample_goes_into_a_recipe_that_tells_its_abbreviation():
    (recipe,) = recipes("Polyetherimide (PEI) was dissolved in acetone and cast at 60 °C for 2 h.")
    sample = Sample(id="s", document="sha256:0", labels=("polyetherimide",), evidence=recipe.evidence)
    assert goes_into(sample, recipe)
    assert plain("Polyetherimide (PEI)") == "Polyetherimide"


@pytest.mark.parametrize(
    ("bought", "told"),
    [
        ("Cerium(III) nitrate hexahydrate was bought.", ("cerium(III) nitrate hexahydrate", "Ce(NO3)3·6H2O")),
        ("Cerium(III) nitrate and cerium(III) chloride were bought.", ("Ce(III)", None)),
    ],
)
def test_an_ion_that_is_weighed_is_the_one_salt_of_it_that_the_paper_names(bought, told):
    (recipe,) = recipes(f"{bought} A solution of Ce(III) (2 g, 9 mmol) was added to water and refluxed for 3 h.")
    named = {one.name: one.composition and one.composition.formula for one in recipe.precursors}
    assert told in named.items()


def test_a_name_of_a_quantity_of_a_substance_is_no_name_of_the_substance():
    (recipe,) = recipes("The index of PVP (CrI) is high. PVP was dissolved in water and dried at 60 °C for 2 h.")
    assert "PVP" in {one.name for one in recipe.precursors}


def test_a_symbol_of_no_element_is_none_in_an_oxidation_state_either():
    (recipe,) = recipes("ZnO was milled for 2 h and dried at 60 °C.")
    (oxide,) = recipe.precursors
    said = [replace(oxide, name=name, composition=None) for name in ("Ln", "Rb")]
    block = Block(id=oxide.evidence.block or "", type="paragraph", text=" " * (oxide.evidence.end or 0) + "(III) ions")
    document = Document(doc_id="sha256:0", source="a.txt", reader="plain", blocks=(block,))
    full = FullNames({}, {}).within(document, replace(recipe, precursors=tuple(said)))
    assert [one.name for one in full.precursors] == ["Ln (III)", "Rb(III)"]

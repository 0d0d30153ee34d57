"""Names of samples: spellings of one name agree, names of different samples do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.link.names import (
    composition_key,
    element_key,
    levels_key,
    name_key,
    setting_key,
    variable_assignment,
    variant_key,
)
from matloom.records.compositions import Composition, CompositionFamily


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LiFePO4/graphene", "the LiFePO4/graphene composites"),
        ("LFP–C", "LFP-C"),
        ("pristine LiFePO4", "LiFePO4"),
        ("barium titanate ceramics", "Barium titanate"),
        ("as-prepared ZnO nanoparticles", "ZnO"),
        ("CNT content = 2 wt%", "2 wt.% CNT"),
        ("CNT = 2 wt%", "CNT content = 2 wt%"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("LiFePO4", "LiFePO4/C"), ("S1", "S2"), ("CO", "Co"), ("sample A", "sample B")]
)
def test_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=60))
def test_any_text_has_a_stable_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(name_key(name_key(text)))


@pytest.mark.parametrize(
    ("text", "assignment"),
    [("x = 0.1", ("x", 0.1)), ("x=0", ("x", 0.0)), ("y = −0.5", ("y", -0.5)), ("x", None), ("T = 300 K", None)],
)
def test_variable_assignment(text: str, assignment: tuple[str, float] | None) -> None:
    assert variable_assignment(text) == assignment


def test_compositions_are_equal_up_to_their_size() -> None:
    half = Composition(formula="Li0.5Fe0.5P0.5O2", amounts={"Li": 0.5, "Fe": 0.5, "P": 0.5, "O": 2})
    whole = Composition(formula="LiFePO4", amounts={"Li": 1, "Fe": 1, "P": 1, "O": 4})
    assert composition_key(half) == composition_key(whole)


@pytest.mark.parametrize("text", ["LiFePO4/C", "Ba1-xSrxTiO3", "Fe2O3@C"])
def test_composites_and_open_variables_have_no_key(text: str) -> None:
    family = CompositionFamily.from_text(text).value
    assert [composition_key(c) for c in family.compositions] == [None] * len(family.compositions)


def test_variants_are_told_in_any_spelling() -> None:
    assert variant_key("annealed at 300 °C") == variant_key("Post-annealing temperature = 300 degC")
    assert variant_key("unannealed") == variant_key("non-annealed") != variant_key("annealed")
    assert variant_key(None) == frozenset()


def test_layers_are_counted_in_any_spelling() -> None:
    assert variant_key("30-layered") == variant_key("30 layers") != variant_key("10-layered")


def test_samples_that_only_have_a_number_are_one_by_it() -> None:
    assert name_key("No. 9") == name_key("#9") == name_key("sample 9") != name_key("#8")


@pytest.mark.parametrize(("one", "other"), [("7% Mn", "7Mn"), ("7 wt.% Mn steel", "7 Mn steel")])
def test_the_content_of_an_alloy_with_and_without_percent_sign(one: str, other: str) -> None:
    assert name_key(one.removesuffix(" steel")) == name_key(other.removesuffix(" steel"))


def test_what_was_not_done_is_another_variant() -> None:
    assert variant_key("before annealing") == variant_key("unannealed") != variant_key("after annealing")
    assert variant_key("after annealing at 300 °C") == variant_key("annealed at 300 °C")


@pytest.mark.parametrize(("text", "key"), [("Cu", "Cu"), ("copper", "Cu"), ("graphene", None)])
def test_elements_by_symbol_and_name(text: str, key: str | None) -> None:
    amounts = {"C": 1.0} if text == "graphene" else {"Cu": 1.0}
    assert element_key(text, Composition(formula=next(iter(amounts)), amounts={**amounts})) == key


def test_levels_tell_a_sample_whatever_their_factors_are_called() -> None:
    assert levels_key("Diameter = 40 nm, 5 vol.%") == levels_key("40 nm particles, fraction (f) = 5 vol%")
    assert not levels_key("fraction = 5 vol.%")
    assert not levels_key("a 40 nm film with 5 vol%")


def test_a_setting_whose_level_is_a_bare_number_tells_no_variant_by_its_words():
    assert setting_key("Water load = 4") == frozenset()
    assert setting_key("State = aged") == variant_key("State = aged")
    assert setting_key("Annealing temperature = 300 degC") == variant_key("Annealing temperature = 300 degC")
    assert setting_key("aged film") == frozenset()

"""Which samples the only recipe of a paper can have made."""

from dataclasses import replace

import pytest
from matloom.extract.findings import Recipe
from matloom.extract.link.recipe_takers import made_alike, treated_so
from matloom.extract.text.mentions.formula_tokens import family_of
from matloom.records.evidence import Evidence
from matloom.records.model import Precursor, Sample

EVIDENCE = Evidence(document="sha256:0", kind="text", page=1, quote="", stage="t", version="1")


def composition(formula):
    return None if formula is None else family_of(formula).compositions[0]


def sample(formula):
    return Sample(id="s", document="sha256:0", labels=("S",), composition=composition(formula), evidence=EVIDENCE)


def recipe(*formulas):
    precursors = tuple(Precursor(name=one, composition=composition(one), evidence=EVIDENCE) for one in formulas)
    return Recipe(route=None, precursors=precursors, steps=(), evidence=EVIDENCE)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (None, True),
        ("BaTi0.9Zr0.1O3", True),
        ("BaTiO3", True),
        ("Ba0.8Ca0.2Ti0.9Zr0.1O3", True),
        ("SrTiO3", False),
        ("BaO", False),
        ("BaCO3", False),
    ],
)
def test_what_takes_most_of_the_metals_that_go_in_and_no_other_was_made_so(formula, expected):
    told = recipe("BaCO3", "CaCO3", "TiO2", "ZrO2")
    assert made_alike(sample(formula), [composition("BaTi0.9Zr0.1O3")], told) is expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [("alumina-coated sample", True), ("NCM@Al2O3", True), ("uncoated sample", False), ("sample A", False)],
)
def test_what_was_treated_bears_the_treatment_in_its_name(label, expected):
    treated = replace(recipe(), treatment="coating")
    assert treated_so(replace(sample(None), labels=(label,)), treated) is expected


@pytest.mark.parametrize(
    ("treatment", "label", "expected"),
    [
        ("decoration", "Pd-decorated ZnO", True),
        ("impregnation", "impregnated foam", True),
        ("functionalization", "functionalized fibres", True),
        ("modification", "modified clay", True),
        ("annealed", "annealed ZnO", True),
        ("annealed", "ZnO@C", False),
        ("heat (treated", "ZnO", False),
    ],
)
def test_a_treatment_is_told_by_its_participle_and_a_shell_only_tells_what_is_put_on(treatment, label, expected):
    treated = replace(recipe(), treatment=treatment)
    assert treated_so(replace(sample(None), labels=(label,)), treated) is expected

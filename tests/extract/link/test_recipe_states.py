"""What a sample's state changes in the recipe of its material."""

import pytest
from matloom.extract.findings import Mention, Recipe
from matloom.extract.link.recipe_states import branches_of, made_so
from matloom.records.evidence import Evidence
from matloom.records.model import Sample, SynthesisStep
from matloom.records.quantities import Quantity

EVIDENCE = Evidence(document="sha256:0", kind="text", page=1, quote="", stage="t", version="1")


def step(operation, degrees=None):
    heat = None
    if degrees is not None:
        heat = Quantity(
            text=f"{degrees} °C", value=degrees, unit="degC", canonical_value=degrees + 273.15, canonical_unit="K"
        )
    return SynthesisStep(operation=operation, words=operation, temperature=heat, evidence=EVIDENCE)


BASE = (step("deposit", 150.0), step("anneal", 300.0), step("cool"))


def sample(note=None, labels=("ZnO",)):
    return Sample(id="s", document="sha256:0", labels=labels, note=note, evidence=EVIDENCE)


def told(steps):
    return [(one.operation, one.temperature.value if one.temperature else None) for one in steps]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (None, [("deposit", 150.0), ("anneal", 300.0), ("cool", None)]),
        ("annealed at 450 °C", [("deposit", 150.0), ("anneal", 450.0), ("cool", None)]),
        ("450 °C annealed", [("deposit", 150.0), ("anneal", 450.0), ("cool", None)]),
        ("peak temperature of 350 °C", [("deposit", 150.0), ("anneal", 350.0), ("cool", None)]),
        ("unannealed", [("deposit", 150.0), ("cool", None)]),
        ("as-deposited", [("deposit", 150.0)]),
        ("before annealing", [("deposit", 150.0)]),
        ("125 nm; rolled", [("deposit", 150.0), ("anneal", 300.0), ("cool", None)]),
    ],
)
def test_a_state_changes_the_step_that_it_tells(note, expected):
    assert told(made_so(BASE, sample(note))) == expected


def test_a_label_of_a_table_sets_the_condition_of_its_row():
    labels = ("ZnO", "Annealing temperature = 500 degC")
    assert told(made_so(BASE, sample(labels=labels)))[1] == ("anneal", 500.0)


def test_a_treatment_that_the_recipe_lacks_comes_last():
    assert told(made_so(BASE, sample("aged at 90 °C for 2 d")))[-1] == ("age", 90.0)


def branch(treatment):
    target = Mention(text="samples", kind="anaphor", processing=treatment, evidence=EVIDENCE)
    return Recipe(route=None, precursors=(), steps=BASE, targets=(target,), evidence=EVIDENCE)


@pytest.mark.parametrize(
    ("label", "expected"), [("ZnO-N2", [0]), ("ZnO-O2", [1]), ("500 °C, 20 min", [0]), ("ZnO", [0, 1])]
)
def test_a_sample_is_made_by_the_branch_that_its_name_bears(label, expected):
    branches = [branch("annealed at 500 °C for 20 min in N2"), branch("annealed at 700 °C for 5 min in O2")]
    assert branches_of(sample(labels=(label,)), branches) == [branches[place] for place in expected]


def test_an_alloy_as_cast_was_only_melted():
    steps = (step("melt"), step("anneal", 1000.0), step("quench"))
    assert told(made_so(steps, sample("as-cast"))) == [("melt", None)]

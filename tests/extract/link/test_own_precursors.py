"""What went into each of the samples that one recipe makes."""

from matloom.extract.link.own_precursors import with_own_precursors
from matloom.extract.text.mentions.formula_tokens import family_of
from matloom.records.evidence import Evidence
from matloom.records.model import Precursor, Sample, Synthesis

EVIDENCE = Evidence(document="sha256:0", kind="text", page=1, quote="", stage="t", version="1")


def composition(formula):
    family = family_of(formula)
    return None if family is None else family.compositions[0]


def test_a_precursor_by_the_name_of_a_sample_has_its_composition():
    powder = Sample(
        id="a", document="sha256:0", labels=("NTO",), composition=composition("Na2Ti3O7"), evidence=EVIDENCE
    )
    cell = Sample(id="b", document="sha256:0", labels=("NTO cell",), evidence=EVIDENCE)
    named = (Precursor(name="NTO", evidence=EVIDENCE),)
    told = Synthesis(id="s", sample="b", route=None, precursors=named, steps=())
    (found,) = with_own_precursors([told], {"a": powder, "b": cell}).values()
    assert found.precursors[0].composition.formula == "Na2Ti3O7"


def taken(formulas, made):
    """The names of what went into each of the samples ``made`` of one recipe."""
    precursors = tuple(Precursor(name=one, composition=composition(one), evidence=EVIDENCE) for one in formulas)
    samples = {
        one: Sample(id=one, document="sha256:0", labels=(one,), composition=composition(one), evidence=EVIDENCE)
        for one in made
    }
    told = [Synthesis(id=one, sample=one, route=None, precursors=precursors, steps=()) for one in made]
    found = with_own_precursors(told, samples).values()
    return {one.sample: [each.name for each in one.precursors] for one in found}


def test_the_undoped_member_of_a_series_was_made_without_the_dopant():
    assert taken(["Bi", "Te", "Sb"], ["Bi2Te3", "Bi1.9Sb0.1Te3"]) == {
        "Bi2Te3": ["Bi", "Te"],
        "Bi1.9Sb0.1Te3": ["Bi", "Te", "Sb"],
    }


def test_what_brings_an_element_of_no_sample_was_taken_for_all():
    assert taken(["PbO", "TiO2", "KCl"], ["PbTiO3"]) == {"PbTiO3": ["PbO", "TiO2", "KCl"]}


def test_the_pure_elements_are_those_of_the_sample():
    assert taken(["pure elements"], ["CoCrNi", "CoCrFeNi"]) == {
        "CoCrNi": ["Co", "Cr", "Ni"],
        "CoCrFeNi": ["Co", "Cr", "Fe", "Ni"],
    }


def test_elements_that_are_named_are_not_told_again():
    assert taken(["Zr", "Cu", "pure metals"], ["ZrCu"]) == {"ZrCu": ["Zr", "Cu"]}

"""Noun phrases of samples: where they begin and end, and which of their words tell a sample from others."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import Glossary, find_mentions
from matloom.extract.text.mentions.sample_phrases import find_phrases


@pytest.mark.parametrize(
    ("text", "phrase", "telling"),
    [
        ("In the annealed 80 nm thick film it is high.", "annealed 80 nm thick film", ("annealed", "80 nm")),
        ("We found that the cold-rolled steel breaks.", "cold-rolled steel", ("cold-rolled",)),
        ("of the fast cooled (60 °C/min) sample", "fast cooled (60 °C/min) sample", ("fast", "cooled", "60 °C/min")),
        ("The best performing device lives long.", "best performing device", ("best",)),
        ("The oil quenched steel breaks.", "oil quenched steel", ("oil quenched",)),
        ("The depth of the hardened layer is small.", "hardened layer", ("hardened",)),
        ("A 9 nm-thick porous layer is seen.", "9 nm-thick porous layer", ("9 nm-thick", "porous")),
        ("of the flat cathode supported cells", "cathode supported cells", ("cathode supported",)),
        ("Of the two, the more porous film breaks.", "more porous film", ("porous",)),
        ("The 20-layered stack film is thick.", "20-layered stack film", ("20-layered",)),
        ("The unmodified epoxy polymer is brittle.", "unmodified epoxy polymer", ("unmodified", "epoxy")),
        (
            "of the fine-grained heat-affected zone",
            "fine-grained heat-affected zone",
            ("fine-grained", "heat-affected"),
        ),
    ],
)
def test_phrases_begin_where_their_words_begin(text, phrase, telling):
    (found,) = find_phrases(text)
    assert text[found.start : found.end] == phrase
    assert found.telling == telling


@pytest.mark.parametrize(
    "text",
    [
        "Figure 2 shows films.",
        "Both demonstrate devices.",
        "the unit cell of it",
        "The different samples differ.",
        "a counter electrode",
        "It shows film.",
    ],
)
def test_what_tells_nothing_is_no_phrase(text):
    assert list(find_phrases(text)) == []


def test_a_name_in_a_phrase_keeps_the_phrase_and_its_treatment():
    text = "The annealed 125 nm thick ZnO films are clear."
    (mention,) = find_mentions(text, phrases=True)
    assert text[mention.start : mention.end] == "ZnO"
    assert text[slice(*mention.whole)] == "annealed 125 nm thick ZnO films"
    assert mention.processing == "annealed 125 nm"


def test_a_phrase_that_points_back_is_an_anaphor():
    assert [one.kind for one in find_mentions("The resulting powder is red.", phrases=True)] == ["anaphor"]


def test_a_number_with_its_unit_is_no_label():
    assert all(one.kind == "anaphor" for one in find_mentions("and the films 92% of it, in alloys 5 wt% of it"))
    (label,) = find_mentions("Then sample 9 broke.")
    assert (label.kind, label.start) == ("label", 12)


@given(st.text(alphabet="films a(nealed) 12nm,.steel the As-cast ZnO°%", max_size=120))
@settings(max_examples=100)
def test_phrases_lie_apart_and_inside_of_any_text(text):
    last = 0
    for phrase in find_phrases(text):
        assert last <= phrase.start < phrase.end <= len(text)
        last = phrase.end


def test_a_kind_of_things_is_not_the_sample_before() -> None:
    assert not list(find_phrases("The most widely used anode is cheap."))
    assert [phrase.returning for phrase in find_phrases("The obtained anode is cheap.")] == [True]


def test_an_abbreviation_of_a_carrier_noun_ends_a_phrase() -> None:
    text = "The PtCo/C CL is thin, unlike the dense CL."
    (first, second) = [
        text[slice(*one.whole)]
        for one in find_mentions(text, Glossary(carriers=frozenset({"CL"})), phrases=True)
        if one.phrase
    ]
    assert (first, second) == ("PtCo/C CL", "dense CL")


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("the cell without SnO2 interlayer was", "without SnO2 interlayer"),
        ("a device with a TiO2 blocking layer was", "with a TiO2 blocking layer"),
        ("a cell using YSZ electrolyte was", "using YSZ electrolyte"),
        ("the cell using YSZ was", None),
    ],
)
def test_a_phrase_goes_on_over_what_the_sample_has_or_lacks(text: str, treated: str | None) -> None:
    names = [match.span() for match in re.finditer("SnO2|TiO2|YSZ", text)]
    assert next((phrase.treated for phrase in find_phrases(text, names)), None) == treated

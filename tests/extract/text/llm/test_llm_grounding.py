"""What a passage bears out of a claim, and what not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.llm.grounding import Grounded, Text, ground
from matloom.extract.text.llm.schema import Claim, read_reply

TEXT = (
    "The LFP/C electrode delivered discharge capacities of 166.3, 156.1 and 143.0 mAh g−1 at 0.1, 1 and 3 C, "
    "respectively. A band gap of 3.2 eV was found for ZnO\u00a0films at 300 K in argon. "
    "The coercivity of Fe3O4 rose from 12 to 15 kA/m."
)
CAPACITY = {
    "passage": 1, "quote": "discharge capacities of 166.3, 156.1 and 143.0 mAh g-1 at 0.1, 1 and 3 C",
    "property": "specific_capacity", "property_words": "discharge capacities", "value": "156.1", "unit": "mAh g-1",
    "sample": "LFP/C", "conditions": [{"name": "c_rate", "value": "1", "unit": "C"}],
}  # fmt: skip
GAP = {
    "passage": 1, "quote": "A band gap of 3.2 eV was found for ZnO films at 300 K in argon.", "property": "band_gap",
    "property_words": "band gap", "value": "3.2", "unit": "eV", "sample": "ZnO films",
    "conditions": [
        {"name": "temperature", "value": "300", "unit": "K"}, {"name": "atmosphere", "value": "argon"},
        {"name": "pressure", "value": "1", "unit": "bar"}, {"name": "mood", "value": "argon"},
    ],
}  # fmt: skip


def grounded(claim: dict, **other) -> Grounded | str:
    (made,), none = read_reply(json.dumps({"measurements": [claim | other]}))
    assert none == 0
    return ground(made, Text(TEXT))


def test_a_true_claim_has_every_place_in_the_passages_own_characters():
    found = grounded(CAPACITY)
    assert found.property.name == "specific_capacity"
    assert TEXT[found.span.start : found.span.end] == "156.1"
    assert TEXT[slice(*found.unit)] == "mAh g−1"
    assert TEXT[slice(*found.words)] == "discharge capacities"
    assert TEXT[slice(*found.sample)] == "LFP/C"
    assert [(one.name, one.quantity.value, one.quantity.unit) for one in found.conditions] == [("c_rate", 1.0, "1/h")]


def test_spacing_and_the_look_of_characters_do_not_matter_and_made_up_conditions_go():
    found = grounded(GAP)
    assert TEXT[slice(*found.sample)] == "ZnO\u00a0films"
    assert {one.name: one.text or one.quantity.value for one in found.conditions} == {
        "temperature": 300.0, "atmosphere": "argon",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"value": "3.3"}, "value"),
        ({"value": "3"}, "value"),
        ({"value": ""}, "value"),
        ({"unit": "meV"}, "unit"),
        ({"unit": "J"}, "unit"),
        ({"unit": None}, "unit"),
        ({"quote": "A band gap of 3.3 eV was found for ZnO films"}, "quote"),
        ({"quote": "band gap of 3"}, "quote"),
        ({"quote": ""}, "quote"),
        ({"property_words": "optical gap"}, "property words"),
        ({"property_words": ""}, "property words"),
        ({"property_words": "films", "property": "charm"}, "property"),
        ({"property_words": "films", "property": "density"}, "property"),
        ({"sample": "TiO2"}, "sample"),
        ({"sample": "Zn"}, "sample"),
    ],
)
def test_an_invented_part_sinks_the_claim(other, fault):
    assert grounded(GAP, **other) == fault


def test_printed_words_win_over_the_models_name_for_them():
    assert grounded(GAP, property="activation_energy").property.name == "band_gap"


def test_a_range_stays_a_range_and_its_ends_can_be_claimed_alone():
    claim = {"passage": 1, "quote": "The coercivity of Fe3O4 rose from 12 to 15 kA/m", "property": "coercivity",
             "property_words": "coercivity", "unit": "kA/m", "sample": "Fe3O4"}  # fmt: skip
    whole = grounded(claim, value="12 to 15")
    assert (whole.span.quantity.low, whole.span.quantity.high) == (12, 15)
    assert grounded(claim, value="15").span.quantity.value == 15
    assert grounded(claim, value="15 kA/m", unit=None).span.quantity.value == 15


def test_words_that_name_nothing_are_no_sample():
    assert grounded(GAP, sample="was").sample is None


@pytest.mark.parametrize(
    "reply",
    ["", "I see no values.", "[]", "{}", '{"measurements": 3}', '{"measurements": [', '{"measurements": [}]}', "}{",
     "{" * 5000, '{"measurements": ' + "[" * 5000 + "]" * 5000 + "}"],
)  # fmt: skip
def test_words_without_json_are_no_reply(reply):
    with pytest.raises(ValueError, match=r"."):
        read_reply(reply)


def test_thoughts_and_fences_are_taken_off_and_rows_of_another_shape_counted():
    rows = [GAP, {"value": 3}, 7, GAP | {"quote": "x" * 9999}]
    claims, others = read_reply(f"<think>Hm {{a}}</think>```json\n{json.dumps({'measurements': rows})}\n```")
    assert (len(claims), others) == (1, 3)


@given(st.text(max_size=200), st.text(max_size=40), st.integers(0, 200), st.integers(0, 40))
def test_what_is_found_is_what_was_looked_for(before, wanted, at, size):
    text = before[:at] + wanted + before[at:]
    for start, end in Text(text).find(text[at : at + size]):
        assert 0 <= start < end <= len(text)
    Claim(1, wanted, wanted, wanted, wanted)

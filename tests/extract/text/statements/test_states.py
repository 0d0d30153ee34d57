"""States that a sentence tells of its samples: which words tell one, and which value it is said of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import Sentence, sentences
from matloom.extract.text.statements.states import find_states, state_at
from matloom.records.vocabulary import Vocabulary


def only(text: str) -> Sentence:
    (sentence,) = sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
    return sentence


def states_of(text: str, *values: str) -> list[str | None]:
    """The state of each value of a sentence, in the order given."""
    sentence = only(text)
    places = [(text.index(value), text.index(value) + len(value)) for value in values]
    starts = [start for start, _ in places]
    return [state_at(sentence, find_states(sentence), place, starts) for place in places]


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("The hardness was 5.1 GPa after annealing at 600 °C for 2 h.", "5.1 GPa", "after annealing at 600 °C for 2 h"),
        ("Without passivation the efficiency was 11.2%.", "11.2%", "Without passivation"),
        ("In the as-cast state, its strength is 310 MPa.", "310 MPa", "as-cast state"),
        ("A density of 5.6 g/cm3 was found at a sintering temperature of 1250 °C.", "5.6 g/cm3",
         "sintering temperature of 1250 °C"),
        ("When tempered at 500 °C, the toughness reached 41 J.", "41 J", "tempered at 500 °C"),
        ("The capacity is 120 mAh/g after 50 cycles.", "120 mAh/g", None),
        ("During the following cooling the strain was 0.4%.", "0.4%", None),
        ("The band gap in the ground state is 2.1 eV.", "2.1 eV", None),
    ],
)  # fmt: skip
def test_words_that_tell_a_state(text: str, value: str, state: str | None) -> None:
    assert states_of(text, value) == [state]


def test_each_value_has_the_state_behind_it() -> None:
    text = "The iron content was 3.1 ppm before gettering and 0.7 ppm after gettering."
    assert states_of(text, "3.1 ppm", "0.7 ppm") == ["before gettering", "after gettering"]


def test_levels_of_a_list_are_those_of_the_values_in_order() -> None:
    text = "Grains grew from 12 to 48 μm as the annealing temperature increased from 900 to 1100 °C."
    assert states_of(text, "12", "48") == ["annealing temperature of 900 °C", "annealing temperature of 1100 °C"]


def test_a_change_leads_from_the_state_without_to_the_state_with_it() -> None:
    assert states_of("After ageing the hardness rose from 80 to 112 HV.", "80", "112") == [None, "After ageing"]


@given(st.text(max_size=200))
def test_states_lie_in_their_sentence_apart(text: str) -> None:
    for sentence in sentences(text, "", "paragraph", Glossary(), Vocabulary.load()):
        end = sentence.start
        for state in find_states(sentence):
            assert end <= state.start < state.end <= max(sentence.end, len(text))
            end = state.end


def test_what_a_sample_is_built_with_is_its_state() -> None:
    text = "With the ZnO coating, losses fell from 9.1 and 8.2 W to 4.3 and 3.4 W at 50 and 60 °C, respectively."
    values = ("9.1", "8.2", "4.3", "3.4")
    assert states_of(text, *values) == ["without ZnO coating"] * 2 + ["with ZnO coating"] * 2
    assert states_of("Without a TiO2 interlayer, the voltage was 0.8 V.", "0.8 V") == ["without TiO2 interlayer"]
    assert states_of("Covered with the ZnO coating the voltage was 0.8 V.", "0.8 V") == [None]

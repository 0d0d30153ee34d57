"""Which mention of a sentence a value is said of, and what speaks for it and against it."""

import pytest
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.mentions.formula_tokens import family_of
from matloom.extract.text.mentions.spotted import Spotted
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import statements_by_rule
from matloom.records.vocabulary import Vocabulary


def subjects(text: str) -> list[dict[str, Spotted]]:
    """The subjects of each value of the last sentence, by their words, the likeliest first."""
    *_, sentence = sentences(text, "Results", "paragraph", Glossary(), Vocabulary.load())
    statements, _ = statements_by_rule(sentence, Vocabulary.load())
    return [{text[one.start : one.end]: one for one in reversed(value.subjects)} for value in statements]


@pytest.mark.parametrize(
    ("text", "subject", "cue"),
    [
        ("The band gap of ZnO is 3.3 eV.", "ZnO", "of its words"),
        ("The band gap is 3.3 eV for ZnO.", "ZnO", "for it"),
        ("The band gap is 3.3 eV, which is wider than in TiO2.", "TiO2", "behind"),
        ("ZnO grown from TiO2 has a band gap of 3.3 eV.", "TiO2", "beside"),
        ("A wider band gap is found for WO3 on TiO2 (3.3 eV).", "TiO2", "support"),
        ("Coating led to a band gap of 3.3 eV in relation to that of TiO2.", "TiO2", "over a clause"),
        ("TiO2 has more than those (band gap: 3.3 eV, length: 2 nm) of ZnO.", "ZnO", "in brackets"),
        ("ZnO has, compared with TiO2 and WO3, a band gap of 3.3 eV.", "WO3", "beside"),
        ("The band gap was found to be 3.3 eV for both.", "both", "for it"),
        ("A WO3 film with TiO2 (ZnO) has a band gap of 3.3 eV.", "ZnO", "beside"),
        ("It has a wider band gap of 3.3 eV compared to TiO2.", "TiO2", "compared"),
        ("It has a wider band gap (3.3 eV) than that of TiO2.", "TiO2", "compared"),
        ("With the value used for TiO2, a band gap of 3.3 eV was found.", "TiO2", "beside"),
        ("Miller et al. [3] reported a ZnO film with a band gap of 3.3 eV.", "ZnO", "made by others"),
        ("In 2 M KBr a band gap of 3.3 eV is seen.", "KBr", "helper"),
        ("The band gap is 3.1 eV at 300 K for ZnO, and that of TiO2 fell to 3.3 eV.", "TiO2", "of its words"),
        ("The band gap is 3.1 eV (ZnO) and 3.3 eV (TiO2).", "ZnO", "of the value before"),
        ("The band gap is 3.1 eV when ZnO and 3.3 eV when TiO2 is used.", "ZnO", "of the value before"),
        ("The band gap reached 3.3 eV in the simulated ZnO.", "ZnO", "for it"),
        ("The band gap is 3.3 eV for M = ZnO.", "ZnO", "for it"),
        ("A band gap of 3.3 eV is due to the interface between WO3 and TiO2.", "TiO2", "beside"),
        ("TiN has 20 GPa while the hardness of ZrN is 30 GPa.", "TiN", "over a clause"),
    ],
)
def test_cues(text: str, subject: str, cue: str) -> None:
    assert cue in subjects(text)[-1][subject].cues


def test_a_name_behind_the_value_of_another_clause_is_that_of_the_other() -> None:
    first, second = subjects("The band gap was 3.3 eV where it was 2 eV for TiO2.")
    assert "behind" in first["TiO2"].cues
    assert second["TiO2"].cues == ("for it",)


def test_a_name_within_the_phrase_of_another_is_no_subject() -> None:
    found = subjects("The voltage is 3.3 V for the ZnO TiO2 cell.")[-1]
    assert set(found) == {"TiO2"}


def test_what_a_film_lies_on_gives_way_to_the_film() -> None:
    (found,) = subjects("A wider band gap is found for WO3 on TiO2 (3.3 eV).")
    assert (found["WO3"].distance or 0.0) < (found["TiO2"].distance or 0.0)


def test_what_a_new_part_of_the_sentence_begins_with_is_no_subject_of_the_value_before() -> None:
    found = subjects("At 300 K it is 3.1 eV, and for ZnO and TiO2 the band gaps are 3.3 and 3.2 eV, respectively.")
    assert all("for it" not in cues for cues in (one.cues for one in found[0].values()))


def test_an_element_behind_its_share_is_none() -> None:
    glossary = Glossary(families={"Pt": family_of("Pt")})
    text = "TiO2 has 35 wt% Pt, which gives a band gap of 3.3 eV."
    (sentence,) = sentences(text, "Results", "paragraph", glossary, Vocabulary.load())
    found = {text[one.start : one.end]: one for one in statements_by_rule(sentence, Vocabulary.load())[0][-1].subjects}
    assert "helper" in found["Pt"].cues


def test_what_a_new_part_of_the_sentence_begins_with_is_its_subject() -> None:
    (found,) = subjects("WO3 is a wide one, and for ZnO, the band gap rises to 3.3 eV.")
    assert "within" not in found["ZnO"].cues


def test_a_clause_behind_a_comparison_is_said_of_what_is_compared() -> None:
    assert nearest("The gap of ZnO is wider than that of TiO2, which leads to a band gap of 3.3 eV.") == "ZnO"
    assert nearest("ZnO was covered by TiO2, which has a band gap of 3.3 eV.") == "TiO2"


def test_what_a_value_is_told_for_has_the_next_one_in_the_clause_about_it() -> None:
    assert nearest("It was 3.1 eV for ZnO and 3.5 eV for TiO2, which at 300 K has a band gap of 3.3 eV.") == "TiO2"


def test_parameters_of_the_cell_are_those_of_a_crystal() -> None:
    (found,) = subjects("The cell was closed. The cell volume of ZnO is 47 Å3.")
    assert [text for text, one in found.items() if "earlier sentence" not in one.cues] == ["ZnO"]


def nearest(text: str) -> str:
    """The words of the nearest subject of the last value."""
    found = subjects(text)[-1]
    return min(found, key=lambda words: found[words].distance or 0.0)


def test_the_subject_of_its_own_sentence_is_nearer_than_any_of_the_sentences_before() -> None:
    last = "ZnO had a deep and wide trap, which lies far below the edge and which was seen to have a width of 193 nm."
    assert nearest(f"The films were TiO2. {last}") == "ZnO"
    assert "subject of its sentence" in subjects(f"The films were TiO2. {last}")[-1]["ZnO"].cues


def test_what_a_paragraph_speaks_of_is_not_lost_over_sentences_that_name_nothing() -> None:
    text = "ZnO was grown. Nothing else was seen for a long time. The band gap is 3.3 eV."
    assert subjects(text)[-1]["ZnO"].cues == ("earlier sentence", "over a sentence that names nothing")
    assert "one more sentence back" in subjects(text.replace("Nothing else", "TiO2"))[-1]["ZnO"].cues


def test_a_measure_is_that_of_what_stands_right_behind_it() -> None:
    found = subjects("The film thickness of the cell: a 0.7 μm thick ZnO, 2 μm thick TiO2 and 6 μm thick WO3.")
    nearest_of = [min(one, key=lambda words: one[words].distance or 0.0) for one in found]
    assert nearest_of[-2:] == ["TiO2", "WO3"]
    assert "its measure" in found[-1]["WO3"].cues


def test_a_lone_comma_lists_nothing() -> None:
    (found,) = subjects("Compared with TiO2, ZnO has a band gap of 3.3 eV.")
    assert "beside" not in found["ZnO"].cues
    assert "beside" in found["TiO2"].cues


def test_what_a_device_has_or_lacks_is_no_subject_beside_the_device() -> None:
    (found,) = subjects("The power density of the cell without SnO2 interlayer was 31 mW/cm2.")
    assert "SnO2" not in found
    assert "cell without SnO2 interlayer" in found


def test_values_told_respectively_go_to_as_many_samples_that_stand_apart() -> None:
    first, second = subjects("The band gap of ZnO is wider than that of TiO2 (3.5 and 3.1 eV, respectively).")
    assert (next(iter(first)), next(iter(second))) == ("ZnO", "TiO2")


def test_the_layer_that_a_value_is_the_thickness_of_is_its_subject() -> None:
    (found,) = subjects("A 9 nm thick WO3 layer was grown on top of TiO2 as a barrier.")
    assert "its measure" in found["WO3"].cues
    assert (found["WO3"].distance or 0.0) < (found["TiO2"].distance or 0.0)


def test_a_sample_behind_for_is_that_of_the_value_before_it() -> None:
    found = subjects("The band gap reached 3.1 eV for sample ZnO, 3.3 eV for sample TiO2 and 3.5 eV for sample WO3.")
    nearest_of = [min(one, key=lambda words: one[words].distance or 0.0) for one in found]
    assert nearest_of == ["ZnO", "TiO2", "WO3"]


def test_a_gas_that_something_is_done_in_is_a_helper() -> None:
    assert "helper" in subjects("At 700 °C in dry 5% H2, the hardness rose to 12 GPa.")[-1]["H2"].cues
    assert "helper" not in subjects("The band gap of H2 is 9 eV.")[-1]["H2"].cues


def test_values_of_films_on_two_substrates_are_not_the_substrates() -> None:
    found = subjects("WO3 was made. The thickness was 70 and 90 nm for films grown on MgO and SiC, respectively.")
    assert all("listed" not in one["MgO"].cues and "support" in one["MgO"].cues for one in found[-2:])


def test_the_symbol_of_a_property_is_no_subject() -> None:
    (found,) = subjects("WO3 has a high Pt utilization (UPt) of 80%.")
    assert "UPt" not in found
    assert "WO3" in found


@pytest.mark.parametrize(
    "text",
    [
        "The thicknesses were 21 nm (first), 32 nm (second) and 43 nm (third) for ZnO, TiO2 and WO3, respectively.",
        "Widths of w1 = 2-3 nm, w2 = 4-5 nm and w3 = 6-7 nm were seen for ZnO, TiO2 and WO3, respectively.",
        "The full width at half maximum (FWHM) was 21, 32 and 43 nm for ZnO, TiO2 and WO3, respectively.",
    ],
)
def test_values_told_one_by_one_go_to_samples_in_their_order(text: str) -> None:
    assert [next(iter(one)) for one in subjects(text)] == ["ZnO", "TiO2", "WO3"]


def test_values_told_in_the_order_of_conditions_are_of_one_sample() -> None:
    found = subjects("The band gaps of ZnO and TiO2 films fell to 3.1 eV and 2.9 eV at 300 and 400 K, respectively.")
    assert all("listed" not in cue for one in found for mention in one.values() for cue in mention.cues)


def test_a_colon_gives_a_value_to_the_name_before_it() -> None:
    assert nearest("Their hardness is high in steels and oxides (TiN: 20 GPa, ZrN: 24 GPa).") == "ZrN"

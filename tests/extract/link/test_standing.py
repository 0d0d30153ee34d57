"""How one would call a sample that a table knows by its settings."""

from dataclasses import replace

import pytest
from matloom.extract.findings import Mention
from matloom.extract.link.standing import is_class, listing_tables, printed_labels, space_groups, standing
from matloom.records.compositions import CompositionFamily
from matloom.records.evidence import Evidence

HERE = Evidence(document="d", kind="table", quote="20", stage="s", version="1")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("P3HT content = 20 %", {"20 % P3HT", "20% P3HT"}),
        ("MgO addition = 0.5 wt%", {"0.5 wt% MgO"}),
        ("Sintering temperature = 900 degC", {"sintered at 900 °C"}),
        ("content = 20 %", set()),
        ("State = aged", {"aged"}),
    ],
)
def test_a_setting_in_words(setting: str, said: set[str]) -> None:
    labels = set(printed_labels(Mention(text=setting, kind="label", evidence=HERE)))
    assert said <= labels
    assert setting in labels
    assert said or labels == {setting}


def test_an_amount_in_a_sample_is_said_before_its_name() -> None:
    labels = set(printed_labels(Mention(text="MgO", kind="formula", processing="8 wt%", evidence=HERE)))
    assert labels == {"MgO", "8 wt% MgO"}


def test_what_is_dissolved_is_hardly_a_sample() -> None:
    salt = Mention(text="LiCl", kind="formula", evidence=replace(HERE, quote="It swells in 2 M NaOH + LiCl for a day."))
    assert standing(salt) < 0.1 < standing(replace(salt, evidence=replace(HERE, quote="LiCl was pressed.")))


def test_a_salt_is_a_sample_where_it_is_called_a_solid() -> None:
    salt = Mention(text="NaCl", kind="formula", evidence=replace(HERE, quote="NaCl was added."))
    assert standing(salt) < 0.1 < standing(replace(salt, phrase="NaCl crystals"))


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("12 µm thick ceramic separator", {"ceramic separator"}),
        ("8 nm-thick barrier film", {"barrier film"}),
        ("30 nm film", set()),
        ("polished silicon wafer sample", {"polished silicon wafer"}),
        ("aged sample", set()),
        ("ITO/ZnO/Ag devices", {"ITO/ZnO/Ag"}),
        ("fresh devices", set()),
        ("q-Pd/CB catalysts", {"q-Pd/CB"}),
    ],
)
def test_a_phrase_is_also_said_without_its_measure_or_its_last_word(phrase: str, said: set[str]) -> None:
    assert set(printed_labels(Mention(text=phrase, phrase=phrase, kind="phrase", evidence=HERE))) == {phrase, *said}


def test_a_name_is_also_said_with_its_noun() -> None:
    told = replace(HERE, quote="A mordenite surface and mordenite inclusions were seen, but no mordenite content.")
    name = Mention(text="mordenite", kind="name", evidence=told)
    assert set(printed_labels(name)) == {"mordenite", "mordenite surface"}


def test_a_treatment_is_said_before_the_name_where_the_paper_says_so() -> None:
    told = replace(HERE, quote="The area of the calcined mordenite is large.")
    aged = Mention(text="mordenite", kind="name", processing="calcined", evidence=told)
    assert set(printed_labels(aged)) == {"mordenite", "calcined mordenite"}
    assert set(printed_labels(replace(aged, evidence=HERE))) == {"mordenite"}


def test_a_name_is_also_said_with_the_noun_behind_it() -> None:
    told = replace(HERE, quote="The Aq-700 ionomers swell, and Aq-7000 systems do not.")
    assert set(printed_labels(Mention(text="Aq-700", kind="label", evidence=told))) == {"Aq-700", "Aq-700 ionomers"}


def test_a_film_is_called_by_what_it_lies_on() -> None:
    told = replace(HERE, quote="It is high for NiO films on the MgO substrate.")
    film = Mention(text="NiO", phrase="NiO films", kind="formula", processing="on MgO", evidence=told)
    assert set(printed_labels(film)) == {
        "NiO", "NiO films", "NiO on MgO", "NiO films on MgO", "NiO films on the MgO substrate",
    }  # fmt: skip


def test_labels_that_are_counted_are_no_space_groups() -> None:
    labels = [Mention(text=text, kind="label", evidence=HERE) for text in ("P1", "P2", "P3", "C2/m", "Pnma")]
    assert space_groups(labels) == {"C2/m", "Pnma"}


def test_a_framework_with_its_number_is_one_material() -> None:
    for name, is_one in (("MIL-53", False), ("zeolite", True)):
        family = CompositionFamily.from_text(name).value
        assert is_class(Mention(text=name, kind="name", family=family, evidence=HERE)) == is_one


def test_a_table_with_several_names_lists_samples() -> None:
    rows = [Mention(text=text, kind="label", evidence=replace(HERE, table="2")) for text in ("powder", "pellets")]
    assert listing_tables([*rows, Mention(text="film", kind="label", evidence=replace(HERE, table="1"))]) == {"2"}

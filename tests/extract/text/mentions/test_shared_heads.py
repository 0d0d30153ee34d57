"""Samples that share the last words of their names with others of a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.mentions.finding import find_mentions


def named(text: str) -> list[str]:
    """The names in a text, in full, those of phrases with their treatment."""
    return [one.name or text[one.start : one.end] for one in find_mentions(text, phrases=True) if one.kind != "anaphor"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ca-, Sr-, and Ba-doped LaErO3 were made", ["Ca-doped LaErO3", "Sr-doped LaErO3", "Ba-doped LaErO3"]),
        ("Fe- or Co-doped ZnO nanoparticles", ["Fe-doped ZnO", "Co-doped ZnO"]),
        ("Fe-doped and Co-doped ZnO", ["Fe-doped ZnO", "Co-doped ZnO"]),
        ("undoped and Nb-doped TiO2 films", ["TiO2", "Nb-doped TiO2"]),
        ("pure, 2 and 5 mol% Nb-doped TiO2", ["TiO2", "2 mol% Nb-doped TiO2", "5 mol% Nb-doped TiO2"]),
        ("of the as-cast and annealed alloys", ["as-cast alloys", "annealed alloys"]),
        ("of annealed and as-cast alloys", ["annealed alloys", "as-cast alloys"]),
        ("the 10, 20 and 30 nm thick films", ["10 nm thick films", "20 nm thick films", "30 nm thick films"]),
        ("hot- and cold-rolled steels", ["hot-rolled steels", "cold-rolled steels"]),
    ],
)
def test_each_of_a_list_is_named_in_full(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("quenched and tempered steel", ["tempered steel"]),
        ("between 2 and 5 mol% Nb-doped TiO2", ["5 mol% Nb-doped TiO2"]),
        ("Between 20 and 100 nm thick films", ["100 nm thick films"]),
        ("N- and P-type Bi2Te3", ["Bi2Te3"]),
        ("Cu2Se and Ag-doped Cu2Se", ["Cu2Se", "Ag-doped Cu2Se"]),
    ],
)
def test_others_are_as_they_stand(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_amounts_tell_composites_apart() -> None:
    found = find_mentions("the 1 wt%, 3 wt% and 5 wt% SiC reinforced composites", phrases=True)
    assert [(one.name, one.processing) for one in found] == [("SiC", "1 wt%"), ("SiC", "3 wt%"), (None, "5 wt%")]
    assert found[0].phrase_name == "1 wt% SiC reinforced composites"


@given(st.lists(st.sampled_from(["Ca", "Sr", "Ba", "Mg", "Nb", "Fe"]), min_size=2, max_size=5, unique=True))
def test_as_many_dopants_as_samples(dopants: list[str]) -> None:
    text = f"We made {', '.join(f'{one}-' for one in dopants[:-1])} and {dopants[-1]}-doped LaErO3."
    assert named(text) == [f"{one}-doped LaErO3" for one in dopants]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("part", ["Ca-, ", "pure, ", "2 and ", "as-cast and annealed ", "1 wt%, ", "a- "])
def test_long_texts_come_to_an_end(part: str) -> None:
    text = part * 3_000 + "doped LaErO3"
    assert all(one.start < len(text) for one in find_mentions(text, phrases=True))

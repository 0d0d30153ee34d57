"""What captions, notes and sentences say that a symbol stands for."""

import pytest
from matloom.extract.tables.headers.phrases import read_phrases, text_phrases, tidied


@pytest.mark.parametrize(
    ("text", "symbol", "phrase"),
    [
        ("Here [η] represents the intrinsic viscosity of the solution.", "η", "intrinsic viscosity"),
        ("KH is the Huggins parameter.", "KH", "Huggins parameter"),
        ("Λ is the flux linkage and NPP is the number of pole pairs.", "NPP", "number of pole pairs"),
        ("It follows from the viscosity interaction parameter b (dL/g).", "b", "viscosity interaction parameter"),
        ("Here Qm,eq represents the amount adsorbed in equilibrium.", "Qmeq", "amount adsorbed"),
        ("χ is the Flory–Huggins interaction parameter.", "χ", "Flory–Huggins interaction parameter"),
        ("The contribution of the fibres, ψ, is a combination of two.", "ψ", "contribution"),
        ("At last k2, is the release rate.", "k2", "release rate"),
        ("Plates with the chord length, L, were dropped.", "L", "chord length"),
    ],
)
def test_sentences_explain_symbols(text: str, symbol: str, phrase: str) -> None:
    assert text_phrases([text])[symbol] == phrase


def test_words_figures_and_units_are_no_symbols() -> None:
    assert text_phrases(["This is the best result. See the figure (a). A rate of growth (m/s) was found."]) == {}


def test_notes_gloss_symbols_without_a_sign() -> None:
    found = read_phrases(["RIC calculated retention index, RIL retention index of the literature"])
    assert found["RIL"].startswith("retention index")


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("but the plate width", "plate width"),
        ("volume fraction corresponding", "volume fraction"),
        ("device parameters", None),
        ("Huggins parameter", "Huggins parameter"),
        ("obtained from the pattern", None),
        ("advection terms", None),
    ],
)
def test_a_name_has_no_words_of_the_sentence(phrase: str, name: str | None) -> None:
    assert tidied(phrase) == name


def test_a_phrase_without_how_it_was_found_and_with_all_of_a_known_name() -> None:
    text = "The crystallinity calculated from the fitted patterns (CrF) goes with a reduction in area (Zf) of 40%."
    assert text_phrases([text]) == {"CrF": "crystallinity", "Zf": "reduction in area"}

"""What running text calls the symbols that tables have as headers."""

import pytest
from matloom.extract.document import Table
from matloom.extract.tables.headers.apposed import apposed_phrases, table_symbols
from printed_tables import understood

SYMBOLS = frozenset({"Φb", "n", "J0", "a", "Rq"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The barrier height Φb rose with annealing.", {"Φb": "barrier height"}),
        ("We took the ideality factor n and the barrier height Φb.", {"n": "ideality factor", "Φb": "barrier height"}),
        ("It follows from the leakage current prefactor J0 of the diode.", {"J0": "leakage current prefactor"}),
        ("The lattice parameter a = 4.05 Å.", {"a": "lattice parameter"}),
        ("The film has a of the samples n.", {}),
        ("We show the values Rq and the parameter J0.", {}),
        ("Each contact was measured by Rq twice.", {}),
    ],
)
def test_the_words_before_a_symbol_are_its_name(text: str, found: dict[str, str]) -> None:
    assert apposed_phrases([text], SYMBOLS) == found


def test_the_commonest_phrase_counts() -> None:
    texts = ["the barrier height Φb.", "the barrier height Φb.", "the work function Φb."]
    assert apposed_phrases(texts, SYMBOLS) == {"Φb": "barrier height"}


def test_symbols_are_bare_headers_and_first_cells() -> None:
    cells = (("Diode", "Φb (eV)", "Current density"), ("Rq", "0.7", "5.1"))
    assert table_symbols([Table(id="t", label="1", caption="", cells=cells, header_rows=1)]) == {"Φb", "Rq"}


def test_headers_take_the_names_of_the_text() -> None:
    rows = ["Contact | n | Φb (eV)", "Au/p-Si | 1.62 | 0.71", "Ni/p-Si | 1.48 | 0.66"]
    found = understood(rows, text="From the slope, the ideality factor n and the barrier height Φb are known.")
    assert {f.words for f in found.values} == {"ideality factor (n)", "barrier height (Φb)"}


@pytest.mark.timeout(60)
def test_long_texts_come_to_an_end() -> None:
    assert not apposed_phrases(["the " + "very " * 20_000 + "Φb", "a-" * 50_000], SYMBOLS)

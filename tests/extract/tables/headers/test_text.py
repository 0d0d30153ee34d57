"""What a single header text says of the cells below it."""

from matloom.extract.tables.headers.header import read_header
from matloom.extract.tables.headers.symbols import Symbols


def test_n_counts_unless_the_paper_says_that_it_is_an_exponent() -> None:
    assert read_header(("n",), Symbols()).role == "index"
    assert read_header(("n",), Symbols(said={"n": "number of repeats"})).role == "index"
    told = read_header(("n",), Symbols(said={"n": "strain-hardening exponent"}))
    assert told.words == "strain-hardening exponent (n)"


def test_a_loss_is_no_condition_of_the_temperature_at_which_it_happens() -> None:
    told = read_header(("Temp. at 5% wt. loss (°C)",), Symbols())
    assert (told.words, told.entries[0].name) == ("temperature at 5% wt. loss", "decomposition_temperature")


def test_rates_of_a_result_are_no_settings() -> None:
    assert read_header(("Rate (μmol g−1 h−1)",), Symbols()).role == "property"
    assert read_header(("Growth rate (nm/min)",), Symbols()).role == "property"
    assert read_header(("Heating rate (K/min)",), Symbols()).role == "condition"

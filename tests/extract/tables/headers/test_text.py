"""What a single header text says of the cells below it."""

from matloom.extract.tables.headers.header import read_header
from matloom.extract.tables.headers.symbols import Symbols


def test_n_counts_unless_the_paper_says_that_it_is_an_exponent() -> None:
    assert read_header(("n",), Symbols()).role == "index"
    assert read_header(("n",), Symbols(said={"n": "number of repeats"})).role == "index"
    told = read_header(("n",), Symbols(said={"n": "strain-hardening exponent"}))
    assert told.words == "strain-hardening exponent (n)"

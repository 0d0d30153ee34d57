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


def test_a_known_property_before_a_comma_has_its_condition_behind_it() -> None:
    told = read_header(("ZT, 773 K",), Symbols())
    assert (told.role, told.words) == ("property", "figure of merit (ZT)")
    assert [condition.name for condition in told.conditions] == ["temperature"]
    assert read_header(("Aged, 24 h",), Symbols()).role == "condition"


def test_a_rate_in_the_index_of_a_capacity_is_its_condition() -> None:
    told = read_header(("Q0.1C (mAh/g)",), Symbols())
    assert (told.entries[0].name, told.conditions[0].name) == ("specific_capacity", "c_rate")


def test_an_intensity_with_a_temperature_in_its_index_is_no_iodine() -> None:
    told = read_header(("I450 K (%)",), Symbols())
    assert (told.words, told.element) == ("relative emission intensity (I)", None)
    assert read_header(("I (%)",), Symbols()).element == "I"


def test_a_raised_letter_of_a_note_that_is_elsewhere_is_no_part_of_a_symbol() -> None:
    assert read_header(("Tga (°C)",), Symbols()).entries[0].name == "glass_transition_temperature"
    assert read_header(("Yieldb (%)",), Symbols()).words == "Yield"
    assert read_header(("Epa (V)",), Symbols()).words == "anodic peak potential (Epa)"


def test_a_rate_behind_an_at_is_no_charge() -> None:
    told = read_header(("Capacity at 0.2 C",), Symbols())
    assert [condition.name for condition in told.conditions] == ["c_rate"]


def test_n_at_a_wavelength_counts_nothing() -> None:
    told = read_header(("n at 633 nm",), Symbols())
    assert (told.role, told.words) != ("index", "n")


def test_a_letter_with_two_gases_is_a_selectivity() -> None:
    assert read_header(("α (O2/N2)",), Symbols()).words == "O2/N2 selectivity (α)"
    assert read_header(("S (%)",), Symbols()).element == "S"

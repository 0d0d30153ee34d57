"""How the samples of a table were made, where only its caption and the headers of its columns say so."""

from matloom.extract.tables.making import made_by, setting_words
from printed_tables import conditions, understood


def test_columns_of_temperatures_are_samples_where_the_caption_says_that_they_were_made_so() -> None:
    rows = ["Property | As-grown | 450 °C | 550 °C", "Grain size (nm) | 12 | 18 | 31"]
    made = understood(rows, "Grains of the films annealed at various temperatures.")
    assert [f.subjects[0].text for f in made.values] == ["As-grown", "annealed at 450 °C", "annealed at 550 °C"]
    measured = understood(rows, "Grains of the films.")
    assert conditions(measured.values[1]) == {"temperature": 450}
    assert not measured.values[1].subjects


def test_what_differs_is_told_by_the_caption() -> None:
    assert made_by("Pellets sintered at different temperatures.") == "temperature"
    assert made_by("Pellets at different temperatures.") is None


def test_a_bare_temperature_is_that_of_the_caption() -> None:
    found = understood(
        ["Temperature (°C) | Density (g/cm3)", "1210 | 4.81", "1260 | 4.95"], "Effect of sintering temperature."
    )
    assert [f.subjects[0].text for f in found.values] == [
        "Sintering temperature = 1210 degC", "Sintering temperature = 1260 degC",
    ]  # fmt: skip
    assert setting_words("Films annealed at different temperatures.", "T") == "Annealing temperature"
    assert setting_words("Films at different temperatures.", "T") == "T"

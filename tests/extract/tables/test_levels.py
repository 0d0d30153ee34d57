"""What a row of settings without a name is called."""

from printed_tables import understood


def names(rows: list[str]) -> list[tuple[str, set[str]]]:
    subjects = [f.subjects[0] for f in understood(rows).values]
    return [(one.text, set(one.aliases)) for one in subjects]


def test_of_one_amount_in_two_units_the_first_names_the_sample() -> None:
    rows = ["CNT content (wt%) | CNT content (vol%) | Hardness (GPa)", "2 | 3.1 | 4.5", "4 | 6.2 | 4.9"]
    (first, aliases), _ = names(rows)
    assert first == "CNT content = 2 wt%"
    assert {"2 wt%", "2 wt%, 3.1 vol%"} <= aliases


def test_a_row_with_a_word_among_numbers_is_called_by_it() -> None:
    rows = ["Particle diameter (nm) | Hardness (GPa)", "Unmodified | 4.1", "40 | 4.5", "90 | 4.9"]
    assert [name for name, _ in names(rows)] == ["Unmodified", "Particle diameter = 40 nm", "Particle diameter = 90 nm"]


def test_amounts_below_what_they_are_of_are_called_by_both() -> None:
    rows = [
        "Filler (vol%) | Hardness (GPa)",
        "40 nm particles |",
        "5 | 4.1",
        "10 | 4.5",
        "90 nm particles |",
        "5 | 4.3",
    ]
    found = names(rows)
    assert len({name for name, _ in found}) == 3
    assert "40 nm, 5 vol%" in found[0][1]


def test_samples_are_called_by_the_symbol_of_a_setting() -> None:
    rows = ["wN | E (GPa)", "0.1 | 2.3", "0.2 | 2.6"]
    found = understood(rows, "Modulus E by the nylon weight fraction, wN, of the blends.")
    assert [f.subjects[0].text for f in found.values] == ["wN = 0.1", "wN = 0.2"]

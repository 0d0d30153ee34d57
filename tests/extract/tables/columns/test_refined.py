"""Symbols that the cells of a column, or the table's notes, tell."""

from printed_tables import said, understood


def test_the_unit_of_the_cells_tells_a_symbol() -> None:
    rows = ["Coating | Wear rate | icorr", "A | 2.4 × 10−5 mm3/(N·m) | 1.3 × 10−6 A/cm2"]
    assert said(understood(rows)) == [
        ("wear_rate", "A", 2.4e-05, "mm3/N/m"),
        ("current_density", "A", 1.3e-06, "A/cm2"),
    ]


def test_a_note_is_surer_than_the_usual_meaning_of_a_symbol() -> None:
    notes = ("a Average pore diameter.", "b Total pore volume at high pressure.")
    found = understood(["Catalyst | dp a (nm) | Vp b (cm3/g)", "A | 11.5 | 0.41"], notes=notes)
    assert [(f.property, f.words) for f in found.values] == [
        ("pore_size", "Average pore diameter (dp)"),
        ("pore_volume", "Total pore volume (Vp)"),
    ]


def test_a_note_on_parameters_in_general_names_none() -> None:
    (finding,) = understood(["Film | FFV a (%)", "A | 11.5"], notes=("a Free volume parameters by positrons.",)).values
    assert "parameters" not in finding.words

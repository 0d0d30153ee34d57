"""What a paper calls the symbols of its tables."""

from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.tables.headers.naming import spelled_by
from matloom.extract.tables.headers.short_words import in_full
from matloom.records.units import parse_unit
from printed_tables import said, understood

CAPTION = "Total ionic conductivity, activation energy and relative density of the pellets."


def test_a_caption_names_a_symbol() -> None:
    found = understood(["Sample | σtotal (S/cm) | Ea (eV)", "P1 | 1.2 × 10−4 | 0.41"], CAPTION)
    assert [(f.property, f.words) for f in found.values] == [
        ("ionic_conductivity", "total ionic conductivity (σtotal)"),
        ("activation_energy", "activation energy (Ea)"),
    ]


def test_the_text_tells_which_conductivity() -> None:
    text = (
        "The ionic conductivity rises with x. A high ionic conductivity is wanted, and ionic conductivity was measured."
    )
    (finding,) = understood(["Sample | σ (S/cm)", "P1 | 1.2 × 10−4"], text=text).values
    assert (finding.property, finding.words) == ("ionic_conductivity", "ionic conductivity (σ)")


def test_a_symbol_that_nothing_speaks_of_stays() -> None:
    (finding,) = understood(["Sample | Qz (W)", "P1 | 1.2"], CAPTION).values
    assert finding.words == "Qz"


def test_symbols_of_numbers_need_no_unit() -> None:
    assert said(understood(["Sample | T (K) | ZT", "SnTe | 850 | 0.8"])) == [("figure_of_merit", "SnTe", 0.8, None)]


def test_a_symbol_that_counts_only_whole_numbers() -> None:
    rows = ["Film | n (at 550 nm)", "A | 1.92", "B | 1.97"]
    assert [f.property for f in understood(rows, "Refractive index of the films.").values] == ["refractive_index"] * 2
    assert not understood(["Film | n", "A | 3", "B | 4"], "Refractive index of the films.").values


def test_words_cut_short() -> None:
    assert in_full("coord. no.") == "coordination number"
    assert in_full("Temp.") == "Temperature"
    assert in_full("at.%") == "at.%"
    assert in_full("wt.%") == "wt.%"


def test_words_cut_short_that_only_the_unit_or_the_words_together_tell() -> None:
    assert in_full("Cond.", parse_unit("S/cm")) == "conductivity"
    assert in_full("Sat. magn.", parse_unit("emu/g")) == "saturation magnetization"
    assert in_full("Cap. ret.", parse_unit("%")) == "capacity retention"
    assert in_full("M.p.", parse_unit("degC")) == "melting point"
    assert in_full("Xyz.", parse_unit("K")) == "Xyz."


@given(st.text(max_size=30))
def test_any_words(words: str) -> None:
    assert isinstance(in_full(words), str)
    assert spelled_by(words, words) in (True, False)


def test_initials() -> None:
    assert spelled_by("Vm", "molar volume")
    assert spelled_by("Rct", "charge transfer resistance")
    assert not spelled_by("Rct", "bulk resistance")

"""Headers that need the caption, or the columns beside them, to be understood."""

import pytest
from printed_tables import said, understood


@pytest.mark.parametrize(
    ("caption", "header", "words", "entry"),
    [
        ("Crack length and toughness of the ceramics.", "Length (μm)", "crack length", "length"),
        (
            "Charge and discharge capacities of the cathodes.",
            "Discharge (mAh/g)",
            "discharge capacity",
            "specific_capacity",
        ),
    ],
)
def test_the_caption_completes_a_term(caption: str, header: str, words: str, entry: str) -> None:
    (finding,) = understood([f"Sample | {header}", "A | 112.5"], caption).values
    assert (finding.words, finding.property) == (words, entry)


def test_a_symbol_is_the_property_of_the_caption_that_no_column_has() -> None:
    rows = ["Powder | a (Å) | D (nm)", "A | 8.172 | 38.2"]
    found = understood(rows, "Lattice parameters and crystallite sizes of the powders.")
    assert said(found)[1] == ("crystallite_size", "A", 38.2, "nm")


def test_a_property_that_has_its_value_in_the_caption_is_not_left_over() -> None:
    found = understood(["Plate | B (m)", "A | 1.25"], "Plates of thickness t = 2.5 mm.")
    assert [f.property for f in found.values] == ["b"]


def test_beside_a_conversion_stand_a_selectivity_and_a_yield() -> None:
    found = understood(["Catalyst | X (%) | S (%) | Y (%)", "Ni-1 | 61 | 80 | 49"], "Results at 300 °C.").values
    assert [f.words for f in found] == ["conversion (X)", "selectivity (S)", "yield (Y)"]
    found = understood(["Ash | C (%) | S (%)", "A | 61 | 2.1"], "Analysis of the ashes.").values
    assert [f.property for f in found] == ["element_content", "element_content"]


def test_numbers_of_the_same_kind_in_every_field() -> None:
    found = understood(["Compound | a (Å) | B (GPa) | B/G", "A | 4.21 | 120 | 1.9"], "Calculated data.").values
    assert found[-1].words == "Pugh ratio B/G (B/G)"


def test_a_word_cut_short_is_the_one_of_the_caption_that_begins_so() -> None:
    rows = ["Film | Abs. (%)", "A | 41.5"]
    assert understood(rows, "Absorption of the films.").values[0].words == "absorption (Abs.)"
    assert understood(rows, "Absorption and absorbed power.").values[0].words != "absorption (Abs.)"


def test_n_beside_a_constant_phase_element_is_its_exponent() -> None:
    rows = ["Coating | CPE (μF cm−2 sn−1) | n | Rct (Ω cm2)", "A | 45.2 | 0.81 | 1900"]
    assert "exponent of the constant phase element (n)" in {f.words for f in understood(rows).values}


def test_n_at_a_wavelength_is_a_refractive_index() -> None:
    (finding,) = understood(["Film | n at 589 nm", "A | 1.83"]).values
    assert (finding.property, finding.quantity.value) == ("refractive_index", 1.83)


def test_an_efficiency_beside_joules_in_a_volume_is_of_their_storage() -> None:
    rows = ["Film | We (J/cm3) | η (%)", "A | 2.31 | 81"]
    assert [f.words for f in understood(rows).values][-1] == "energy storage efficiency (η)"
    assert understood(["Cell | FF | η (%)", "A | 0.71 | 18.1"]).values[-1].property == "conversion_efficiency"


def test_two_plateau_pressures_tell_of_a_hydride() -> None:
    rows = [
        "Alloy | Pa (MPa) | Pd (MPa) | Hf | Cmax (wt%)",
        "L1 | 0.82 | 0.61 | 0.31 | 1.72",
        "L2 | 0.91 | 0.7 | 0.28 | 1.65",
    ]
    assert [f.words for f in understood(rows).values][:4] == [
        "absorption plateau pressure (Pa)", "desorption plateau pressure (Pd)", "hysteresis factor (Hf)",
        "maximum hydrogen capacity (Cmax)",
    ]  # fmt: skip
    assert understood(["Alloy | Pd (MPa)", "L1 | 0.61"]).values[0].words != "desorption plateau pressure (Pd)"


def test_a_letter_beside_a_wear_rate_is_a_friction_coefficient() -> None:
    found = understood(["Coating | μ | Wear rate (mm3/N/m)", "A | 0.21 | 0.00018"])
    assert [f.property for f in found.values] == ["friction_coefficient", "wear_rate"]

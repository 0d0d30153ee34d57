"""Codes that a paper gives values of are names of samples, those of quantities, techniques and units are not."""

import pytest
from matloom.extract.text.mentions.valued_codes import valued_codes


@pytest.mark.parametrize(
    "text",
    [
        "The gap is 3.1 eV for QX and 2.9 eV for pure oxide. QX (4.2 nm) is rough. Cells reach 31 mV (QX).",
        "QX: 5.1 GPa, others 4 GPa. A strength of 210 MPa was measured in QX, and QX retains 80% of it.",
        "The toughness of others exceeds that of QX. It is 4.1 MPa for QX, and 12 GPa in QX.",
    ],
)
def test_that_values_are_given_of_a_code_tells_a_sample(text: str) -> None:
    assert list(valued_codes(text, ())) == ["QX"]


def test_a_code_with_a_mark_needs_fewer_values() -> None:
    assert list(valued_codes("The films have 3 eV (T-QX) and 5 nm for T-QX.", ())) == ["T-QX"]
    assert list(valued_codes("The films have 3 eV (TQX) and 5 nm for TQX.", ())) == []


@pytest.mark.parametrize(
    "text",
    [
        "A PQE of 12 % (PQE) is found for PQE. PQE was 14 %, PQE = 15 %, and it has 13 % in PQE.",
        "By QTM 3 nm (QTM), by QTM 4 nm (QTM). QTM images show 5 nm for QTM, QTM patterns as well.",
        "It rises from 4 (GPa) to 5 (GPa) and 6 (GPa).",
        "Films have 3 eV for TiO2, 4 eV (TiO2), 5 nm (TiO2).",
    ],
)
def test_quantities_techniques_units_and_formulas_are_no_codes(text: str) -> None:
    assert list(valued_codes(text, ())) == []


def test_what_the_paper_explains_otherwise_is_none() -> None:
    assert list(valued_codes("It has 3 eV for QX, 4 eV (QX), and 5 eV in QX.", {"QX"})) == []

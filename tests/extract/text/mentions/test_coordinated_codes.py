"""Codes that are listed beside names of samples."""

import pytest
from matloom.extract.text.mentions.coordinated_codes import coordinated_codes

OFTEN = " We like QZ. That of QZ was low. On QZ it was high."


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("It was 3, 4 and 5 MPa for Q1, QZ and QZW." + OFTEN, {"QZ"}),
        ("It was high (Q1, Q2 (wet), QZ)." + OFTEN, {"QZ"}),
        ("It was 3 and 4 MPa for Q2 and QZ." + OFTEN, set()),
        ("It was 3 and 4 MPa for Q1 and QZ.", set()),
        ("Q1, GPa" + " GPa" * 4 + ", Fe2O3 Fe2O3 Fe2O3 Fe2O3 and Q1, Fe2O3 by Q1 and SEM" + " SEM" * 4, set()),
        ("For Q1 and QV-T; for QV-T and QZ. Of QV-T and QV-T." + OFTEN, {"QV-T", "QZ"}),
    ],
)
def test_a_code_in_a_list_with_a_sample_is_a_sample(text: str, codes: set[str]) -> None:
    assert coordinated_codes(text, {"Q1"}, frozenset({"SEM"})) == codes

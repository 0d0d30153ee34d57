import pytest
from matloom.records.space_groups import centring, crystal_system, space_group_number, standard_symbol


@pytest.mark.parametrize(
    ("symbol", "number"),
    [("Pnma", 62), ("Pbnm", 62), ("Pmcn", 62), ("P63/mmc", 194), ("P6_3/m m c", 194), ("Fm-3m", 225), ("Fm3m", 225),
     ("Fd3m", 227), ("Ia3d", 230), ("Pa3", 205), ("I4/mmm", 139), ("P21/n", 14),
     ("P21/a", 14), ("I2/a", 15), ("R-3m", 166), ("R-3c", 167),
     ("P-1", 2), ("I41/amd", 141), ("Pm-3m:1", 221), ("225", 225), ("P 1 21/c 1", 14), ("Cmce", 64), ("Cmca", 64)],
)  # fmt: skip
def test_symbols_of_any_setting(symbol, number):
    assert space_group_number(symbol) == number


@pytest.mark.parametrize("symbol", [None, "", "Xyz", "0", "231", "Pnmaa", "LiFePO4"])
def test_what_is_no_space_group(symbol):
    assert space_group_number(symbol) is None


def test_every_standard_symbol_leads_back_to_its_number():
    assert [space_group_number(standard_symbol(number)) for number in range(1, 231)] == list(range(1, 231))


def test_crystal_systems_and_centrings():
    assert [crystal_system(n) for n in (2, 15, 62, 142, 166, 194, 225)] == [
        "triclinic", "monoclinic", "orthorhombic", "tetragonal", "trigonal", "hexagonal", "cubic",
    ]  # fmt: skip
    assert (
        centring("F m -3 m") == "F" and centring("R-3m") == "R" and centring(None) is None and centring("225") is None
    )

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matloom.corpus.materials import composition_key, identity_of, space_group_number
from matloom.records.compositions import Composition, CompositionFamily


def read(text: str) -> Composition:
    return CompositionFamily.from_text(text).value.compositions[0]


@pytest.mark.parametrize(
    "spellings",
    [
        ("LiFePO4", "LFP", "LiFe(PO4)", "lithium iron phosphate"),
        ("LiNi0.8Co0.1Mn0.1O2", "NMC811", "LiNi0.8Mn0.1Co0.1O2"),
        ("0.7PMN-0.3PT", "0.3PbTiO3-0.7Pb(Mg1/3Nb2/3)O3"),
        ("LiFePO4/C", "LFP/C", "C/LiFePO4"),
        ("YBCO", "YBa2Cu3O7-δ"),
        ("carbon fibres", "carbon fibers"),
    ],
)
def test_one_material_has_one_id_under_all_its_spellings(spellings):
    found = {identity_of(read(text)).id for text in spellings}
    assert len(found) == 1


def test_what_is_another_material_has_another_id():
    texts = ["LiFePO4", "LiFePO4/C", "TiO2", "rutile", "anatase", "graphite", "graphene", "PVA", "CH3CHO", "6H-SiC"]
    assert len({identity_of(read(text)).id for text in texts}) == len(texts)


def test_name_phase_and_space_group_of_a_polymorph_agree():
    same = [
        identity_of(read("rutile")), identity_of(read("TiO2"), phase="rutile"),
        identity_of(read("TiO2"), space_group="P42/mnm"),
    ]  # fmt: skip
    assert len({one.id for one in same}) == 1
    assert {one.space_group for one in same} == {136}
    assert len({one.composition for one in (*same, identity_of(read("TiO2")))}) == 1


def test_symbols_that_are_none_have_no_number():
    assert space_group_number("Pnma") == 62
    assert space_group_number("no group") is None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(["Li", "Fe", "P", "O", "Ba", "Ti"]), st.integers(1, 40), min_size=2),
    st.integers(1, 9),
    st.randoms(),
)
def test_neither_scale_nor_order_matters(amounts, factor, random):
    order = list(amounts)
    random.shuffle(order)
    one = Composition(formula="a", amounts={symbol: float(amount) for symbol, amount in amounts.items()})
    other = Composition(formula="b", amounts={symbol: float(amounts[symbol] * factor) for symbol in order})
    assert composition_key(one) == composition_key(other)

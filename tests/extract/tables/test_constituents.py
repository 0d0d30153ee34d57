"""Tables that list what a mixture is made of: whose part, how much, of which mixture."""

from printed_tables import conditions, said, understood


def test_parts_in_rows_and_mixtures_in_columns() -> None:
    found = understood(
        ["Component | % N1 | % N2", "α-pinene | 12.1 | 8.0", "limonene | – | 30.5"],
        "Composition of the oils of two harvests.",
    )
    assert said(found) == [
        ("constituent_content", "N1", 12.1, "%"),
        ("constituent_content", "N2", 8.0, "%"),
        ("constituent_content", "N2", 30.5, "%"),
    ]
    assert conditions(found.values[2])["constituent"] == "limonene"


def test_unit_of_the_corner_and_the_mixture_of_the_caption() -> None:
    found = understood(["Oxides (wt.%) | Value", "SiO2 | 44.0", "CaO | 31.2"], "Composition of blast furnace slag.")
    assert [(f.words, f.quantity.unit, f.subjects[0].text) for f in found.values] == [
        ("SiO2 content", "wt%", "blast furnace slag"),
        ("CaO content", "wt%", "blast furnace slag"),
    ]


def test_an_index_beside_the_contents_is_the_parts_own() -> None:
    found = understood(
        ["Compound | RI | Area (%)", "thymol | 1290 | 5.5", "carvone | 1246 | 2.1"],
        "Constituents of the oil.", notes=("RI, retention index",),
    )  # fmt: skip
    assert ("retention_index", "thymol", 1290, None) in said(found)
    assert [f.quantity.value for f in found.values if f.property == "constituent_content"] == [5.5, 2.1]


def test_a_list_of_compounds_with_properties_is_no_mixture() -> None:
    found = understood(["Compound | Melting point (°C)", "NaCl | 801", "KCl | 770"], "Melting points of salts.")
    assert said(found) == [("melting_temperature", "NaCl", 801, "degC"), ("melting_temperature", "KCl", 770, "degC")]

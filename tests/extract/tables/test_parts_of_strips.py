"""Tables of several strips side by side."""

from printed_tables import said, understood


def test_strips_side_by_side_are_one_table() -> None:
    found = understood(["Compound | a (Å) | Compound | a (Å)", "P1 | 8.354 | Q1 | 8.294", "P2 | 8.349 | Q2 | 8.287"])
    assert [(sample, value) for _, sample, value, _ in said(found)] == [
        ("P1", 8.354), ("P2", 8.349), ("Q1", 8.294), ("Q2", 8.287),
    ]  # fmt: skip
    assert [f.evidence.cell for f in found.values] == [(1, 1), (2, 1), (1, 3), (2, 3)]


def test_headers_that_differ_are_no_strips() -> None:
    found = understood(["Compound | a (Å) | c (Å)", "P1 | 8.354 | 8.294"])
    assert [sample for _, sample, _, _ in said(found)] == ["P1", "P1"]

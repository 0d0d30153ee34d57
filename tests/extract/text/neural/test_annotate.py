"""Quantities of grammar and model together: what both see, what either adds."""

from matloom.extract.text.neural.annotate import joined
from matloom.extract.text.neural.decode import ScoredSpan
from matloom.records.quantity_grammar import find_quantities

TEXT = "At most 5 cycles, at least 2, for some minutes."


def seen(words: str, label: str, score: float) -> ScoredSpan:
    return ScoredSpan(TEXT.index(words), TEXT.index(words) + len(words), label, score)


def test_what_the_model_is_sure_is_one_quantity_becomes_a_list_of_what_the_grammar_read() -> None:
    whole = seen("5 cycles, at least 2", "QUANTITY", 0.9)
    (found,) = joined(TEXT, find_quantities(TEXT), [whole])
    assert (found["text"], found["kind"]) == ("5 cycles, at least 2", "list")
    assert [item["value"] for item in found["items"]] == [5, 2]
    doubtful = joined(TEXT, find_quantities(TEXT), [seen("5 cycles, at least 2", "QUANTITY", 0.6)])
    assert [one["value"] for one in doubtful] == [5, 2]


def test_what_only_one_sees_is_left_out_or_taken_where_the_model_is_sure() -> None:
    found = joined(TEXT, find_quantities(TEXT), [seen("5", "NUMBER", 0.4), seen("minutes", "QUANTITY", 0.9)])
    assert [(one["text"], one["value"], one["kind"]) for one in found] == [
        ("5", 5, "count"),
        ("minutes", None, "words"),
    ]
    assert [one["text"] for one in joined(TEXT, find_quantities(TEXT), [seen("minutes", "QUANTITY", 0.6)])] == []

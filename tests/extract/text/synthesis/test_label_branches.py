"""Samples that a sentence labels behind their treatments."""

import pytest
from recipe_texts import operations, recipes


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "They were normalized at 900 °C for 1 h (N) or tempered at 550 °C for 2 h with oil quench (T).",
            {"N": ["melt", "anneal"], "T": ["melt", "anneal", "quench"]},
        ),
        (
            "Some were kept as-cast (AC), others were homogenized at 1100 °C for 8 h (HT).",
            {"AC": ["melt"], "HT": ["melt", "anneal"]},
        ),
        (
            "They were hot rolled at 1000 °C (HR), annealed at 800 °C for 1 h (AN) and aged at 500 °C for 9 h (AG).",
            {"HR": ["melt", "other"], "AN": ["melt", "other", "anneal"], "AG": ["melt", "other", "anneal", "age"]},
        ),
    ],
)
def test_labelled_alternatives_and_states(sentence, expected):
    found = recipes(f"Ingots were arc melted under argon. {sentence}")
    assert {one.targets[0].text: operations(one) for one in found if one.targets[0].kind == "label"} == expected


def test_one_label_is_no_branch():
    (recipe,) = recipes("Ingots were arc melted under argon. They were annealed at 900 °C for 1 h (AN) and crushed.")
    assert operations(recipe) == ["melt", "anneal", "grind"]

import json
from pathlib import Path

import pytest
from recipe_paragraphs import score

DATA = Path(__file__).parents[3] / "data"


@pytest.mark.parametrize(
    ("name", "steps", "precursors", "targets"),
    [("recipes", 0.90, 0.85, 0.70), ("recipes_blind", 0.90, 0.72, 0.68)],
)
def test_recipes_of_written_procedures_do_not_get_worse(name, steps, precursors, targets):
    scores = score(json.loads((DATA / f"{name}.json").read_text("utf-8")))
    assert scores["steps"].f1 >= steps
    assert scores["precursors"].f1 >= precursors
    assert scores["targets"].f1 >= targets

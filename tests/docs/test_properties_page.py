"""The page of properties says what the vocabulary says."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_current() -> None:
    made = runpy.run_path(str(DOCS / "properties_page.py"))["page"]()
    assert (DOCS / "reference" / "properties.md").read_text(encoding="utf-8") == made

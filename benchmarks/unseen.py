"""Nothing in, the names of the papers out that no model may be fitted to: those of the ``unseen_*`` folders."""

from functools import cache
from pathlib import Path
from typing import Final

ANNOTATED: Final = Path(__file__).parents[1] / "tests/data/annotated_papers"


@cache
def unseen() -> frozenset[str]:
    """Every name of every unseen paper, by the names of the files alone."""
    return frozenset(path.name.removesuffix(".gold.json") for path in ANNOTATED.glob("unseen_*/*.gold.json"))

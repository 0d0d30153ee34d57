"""Nothing in, the names of the papers out that no model may be fitted to: those of the ``unseen_*`` folders.

The annotated sentences of MuLMS hold the open-access papers under names of their own.
"""

from functools import cache
from pathlib import Path
from typing import Final

ANNOTATED: Final = Path(__file__).parents[1] / "tests/data/annotated_papers"
IN_MULMS: Final = {"S0040609012014393": "oastm_03"}
"""The name that MuLMS has for a paper which is not called by it."""


@cache
def unseen() -> frozenset[str]:
    """Every name of every unseen paper, by the names of the files alone."""
    papers = {path.name.removesuffix(".gold.json") for path in ANNOTATED.glob("unseen_*/*.gold.json")}
    return frozenset(papers | {IN_MULMS[name] for name in papers if name in IN_MULMS})

"""A built dataset in, what its confidences are worth out: how each was made, and the table of their reliability."""

import re
from pathlib import Path
from typing import Final

from ..records.calibration import calibration
from .markdown import markdown_table
from .statistics import counted

CALIBRATED: Final = "calibrated"
ESTIMATED: Final = "estimated"
CALIBRATED_SINCE: Final = 5
"""Version of the stage ``link`` from which on a confidence is the calibrated probability."""
_OWN_VERSION: Final = re.compile(r"(?P<number>\d+)(?:-[0-9a-f]{8})?")
"""A version of matloom's own linker; with the digest of the calibration behind it, since there is one."""

_INTRODUCTION: Final = (
    "`confidence` is between 0 and 1. `confidence_method` says how it was made: `calibrated` is the probability that "
    "value, property and sample are all right, `estimated` the extraction's own estimate of it, not fitted to anything "
    "that a person checked; `judged by ...` is an expert's own.\n"
)


def how_made(link_version: str | None) -> str:
    """How the confidences of a paper were made that was linked by this version of the stage ``link``."""
    own = _OWN_VERSION.fullmatch(link_version or "")
    return CALIBRATED if own and int(own["number"]) >= CALIBRATED_SINCE else ESTIMATED


def confidence_section(target: Path) -> str:
    """The card's section, from the measurements table."""
    low = "round(floor(confidence * 10) / 10, 1)"
    spread = counted(target, "measurements", f"(confidence_method, {low})")
    rows = sorted((*kind, count) for kind, count in spread)
    parts = ["## Confidence\n", _INTRODUCTION, markdown_table(("confidence_method", "confidence from", "values"), rows)]
    if any(kind == CALIBRATED for kind, *_ in rows):
        parts.append(_reliability())
    return "\n".join(parts)


def _reliability() -> str:
    model = calibration()
    head = ("confidence from", "to", "values checked", "mean confidence", "share right")
    rows = [(r.low, r.high, r.values, f"{r.mean_confidence:.2f}", f"{r.share_right:.2f}") for r in model.rows]
    return (
        f"How it was calibrated: {model.method} Fitted on {model.fitted_on} Its expected calibration error is "
        f"{model.expected_error:.3f}. The papers that were checked are not those of this dataset: check some values of "
        f"your own before a threshold matters.\n\n{markdown_table(head, rows)}"
    )

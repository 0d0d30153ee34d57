"""Licences in, what of a row may be published out. Numbers always may; words and pictures need a licence."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

from ..records.errors import MatloomError
from ..records.identity import bare_doi
from .rows import Payload, SourceRow

Grant: TypeAlias = Literal["open", "noncommercial", "no"]

OPEN: Final = frozenset({
    "CC0-1.0", "PDDL-1.0", "Unlicense", "public-domain", "US-Gov-PD", "NIST-PD",
    "CC-BY-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0",
    "CC-BY-SA-3.0", "CC-BY-SA-4.0", "ODC-By-1.0", "ODbL-1.0", "CDLA-Permissive-1.0", "CDLA-Permissive-2.0",
    "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC",
})  # fmt: skip
"""SPDX ids whose text, crops and figures may be redistributed by anyone, adapted, with attribution."""
NONCOMMERCIAL: Final = frozenset({
    "CC-BY-NC-2.0", "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0",
})  # fmt: skip
"""The same, not for commercial use: only in a release that is itself under one of these."""
SHARE_ALIKE: Final = frozenset({"CC-BY-SA-3.0", "CC-BY-SA-4.0", "ODbL-1.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0"})
"""Material under one of these may only go out under the same one."""

PROTECTED: Final = {
    "text": ("text",),
    "images": ("image", "caption"),
    "measurements": ("quote", "words"),
    "processing": ("steps.words",),
}
"""Modalities with words or pictures of others, and the columns (or parts of lists of them) that hold them."""


def grant(licence: str | None, release: str) -> Grant:
    """What an SPDX id (or several joined by AND) allows in a release under ``release``; no derivatives is a no."""
    parts = re.split(r"\s+AND\s+", licence.strip()) if licence else [""]
    grants: list[Grant] = []
    for part in parts:
        if part in SHARE_ALIKE and part != release:
            return "no"
        grants.append("open" if part in OPEN else "noncommercial" if part in NONCOMMERCIAL else "no")
    return "no" if "no" in grants else "noncommercial" if "noncommercial" in grants else "open"


@lru_cache(maxsize=4096)
def may_publish(licence: str | None, release: str, noncommercial: bool) -> bool:
    """Whether words and pictures under ``licence`` may go into the release."""
    given = grant(licence, release)
    return given == "open" or (given == "noncommercial" and noncommercial and release in NONCOMMERCIAL)


def read_retractions(path: Path) -> frozenset[str]:
    """DOIs in a CSV; the column is ``doi`` or Retraction Watch's ``OriginalPaperDOI``. Raises MatloomError."""
    if not path.is_file():
        raise MatloomError("E001", path=path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        column = next((name for name in rows.fieldnames or () if name.lower() in ("doi", "originalpaperdoi")), None)
        if column is None:
            raise MatloomError("B011", why=f"{path.name} has no column 'doi' or 'OriginalPaperDOI'")
        return frozenset(bare_doi(row[column]) for row in rows) - {""}


@dataclass(frozen=True, slots=True)
class RightsFilter:
    """Takes words and pictures out of rows whose licence does not allow them."""

    release: str
    noncommercial: bool
    retracted: frozenset[str] = frozenset()

    def __call__(self, row: SourceRow) -> tuple[SourceRow, dict[str, int]]:
        """The row with what may be published, and how much was withheld in each modality."""
        if may_publish(row.licence, self.release, self.noncommercial):
            return row, {}
        withheld = {name: len(row.payloads[name]) for name in PROTECTED if row.payloads.get(name)}
        payloads = {name: _without_words(name, rows) for name, rows in row.payloads.items()}
        return replace(row, payloads={name: rows for name, rows in payloads.items() if rows}), withheld

    def is_retracted(self, row: SourceRow) -> bool:
        """Whether the row's paper is on the list."""
        return bool(self.retracted) and bare_doi(row.doi) in self.retracted


def _without_words(name: str, rows: Iterable[Payload]) -> tuple[Payload, ...]:
    if name not in PROTECTED:
        return tuple(rows)
    if name == "measurements":
        return tuple(row | dict.fromkeys(PROTECTED[name]) for row in rows)
    if name == "processing":
        return tuple(row | {"steps": [step | {"words": None} for step in row["steps"]]} for row in rows)
    return ()

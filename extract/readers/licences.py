"""Licence URLs and sentences in, one SPDX licence id out; where they disagree, the one that allows least."""

import re
from typing import Final

_URL: Final = re.compile(r"creativecommons\.org/(?:licen[sc]es|publicdomain)/(CC-)?([a-z-]{2,14})(?:/(\d\.\d))?", re.I)
_SHORT: Final = re.compile(r"\bCC[ -](BY(?:[ -](?:NC|ND|SA)){0,2}|0)\b(?:[ -]?(\d\.\d))?", re.I)
_LONG: Final = re.compile(
    r"creative commons[\s,:-]{1,3}(attribution(?:[\s,-]{1,3}(?:and |non-?\s?commercial|no-?\s?deriv\w*(?: works)?"
    r"|share-?\s?alike)){0,3})(?:[^.]{0,40}?\b([1-4]\.\d)\b)?",
    re.I,
)
_PUBLIC: Final = {"zero": "CC0-1.0", "mark": "CC-PDDC", "0": "CC0-1.0"}
_PARTS: Final = (
    ("NC", r"non-?\s?commercial|\bnc\b"),
    ("ND", r"no-?\s?deriv|\bnd\b"),
    ("SA", r"share-?\s?alike|\bsa\b"),
)


def spdx_licence(*texts: str | None) -> str | None:
    """The SPDX id of the Creative Commons licence named in ``texts``; None if none is named.

    A version named anywhere is used for a licence of the same kind named without one. Without any version
    there is no SPDX id, and the answer is ``LicenseRef-CC-BY`` and the like.
    """
    found: list[tuple[str, str | None]] = []
    for text in texts:
        found.extend(_named(text or ""))
    if not found:
        return None
    kind = max((kind for kind, _ in found), key=_restrictions)
    if kind.startswith(("CC0", "CC-PDDC")):
        return kind
    version = max((version for other, version in found if other == kind and version), default=None)
    return f"{kind}-{version}" if version else f"LicenseRef-{kind}"


def _named(text: str) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for match in _URL.finditer(text):
        found.append((_kind(match[2]), match[3]))
    for pattern in (_SHORT, _LONG):
        for match in pattern.finditer(text):
            found.append((_kind(match[1]), match[2]))
    return found


def _kind(words: str) -> str:
    words = words.strip("-").lower()
    if words in _PUBLIC:
        return _PUBLIC[words]
    return "-".join(["CC-BY", *(part for part, pattern in _PARTS if re.search(pattern, words))])


def _restrictions(kind: str) -> tuple[int, str]:
    return (("NC" in kind) * 2 + ("ND" in kind) * 2 + ("SA" in kind) + kind.startswith("CC-BY"), kind)

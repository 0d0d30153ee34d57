"""The label of a row in, the length or angle between atoms that it is out, by the units that the caption has for them.

``Zr–O ×6`` and ``O–Zr–O`` are rows of a table of "bond lengths (Å) and angles (°)", whose columns name the samples.
"""

import re
from typing import Final

from .headers.meaning import Meaning
from .headers.phrases import is_bond
from .headers.units import read_unit
from .rows import Column
from .sheet import Block, Grid

_COUNT: Final = re.compile(r"^\d{1,2}\s?[×x·]\s?|\s?[×x·]\s?\d{1,2}$|\s?\(\s?[×x]?\s?\d{1,2}\s?[×x]?\s?\)$")
_LENGTHS: Final = re.compile(
    r"\b(?:lengths?|distances?)[^().;]{0,30}(?:\((?P<unit>[^()]{1,10})\)|in (?P<bare>\S{1,10}))", re.I
)
_ANGLES: Final = re.compile(r"\bangles?[^().;]{0,30}(?:\((?P<unit>[^()]{1,10})\)|in (?P<bare>\S{1,10}))", re.I)


def bond_rows(grid: Grid, block: Block, columns: tuple[Column, ...]) -> bool:
    """Whether the first column has mostly bonds, and no other column says what stands in it."""
    texts = [text for row in block.rows if (text := grid.text(row, 0))]
    told = any(c.numeric and c.meaning.names_property for c in columns)
    return not told and len(texts) > 1 and 2 * sum(is_bond(_COUNT.sub("", text)) for text in texts) > len(texts)


def bond_meaning(text: str, caption: str) -> Meaning | None:
    """What a row called like a bond says: a length between two atoms, an angle between more; None without a unit."""
    atoms = _COUNT.sub("", text.strip())
    if not is_bond(atoms):
        return None
    pattern = _LENGTHS if len(re.findall(r"[-–—−]", atoms)) == 1 else _ANGLES
    match = pattern.search(caption)
    found = read_unit((match["unit"] or match["bare"]).rstrip(".,")) if match else None
    if found is None or found[1] is None:
        return None
    return Meaning(words=atoms, role="property", unit=found[1], spelled=found[2], factor=found[0])

"""A block of a table in, which of its columns list atomic sites out; and whether a text is such a site."""

import re
from typing import Final

from ...records.composition_grammar import ELEMENTS
from .headers.units import split_unit
from .sheet import Block, Grid

_SITE: Final = re.compile(
    r"(?P<element>[A-Z][a-z]?)\d?(?:\s?/\s?[A-Z][a-z]?\d?)*,?\s?[(\[]?\d{1,3}[a-l][)\]]?(?:[\s,(].*)?"
)


def is_site(text: str) -> bool:
    """Whether a row is of an atomic site, with its Wyckoff letter: ``Mg (8e) (0, 0, z)``."""
    match = _SITE.fullmatch(text.strip())
    return match is not None and match["element"] in ELEMENTS


def site_columns(grid: Grid, block: Block) -> dict[str, int] | None:
    """Which column holds atom, x, y, z, occupancy and Wyckoff letter; None if this is no table of sites."""
    roles: dict[str, int] = {}
    for column in range(grid.width):
        texts = [grid.text(row, column) for row in block.header]
        head = split_unit(next((t for t in reversed(texts) if t), "")).words.lower().replace(" ", "")
        if re.fullmatch(r"[xyz](?:/[abc])?", head):
            roles.setdefault(head[0], column)
        elif re.fullmatch(r"atoms?|sites?|elements?|ions?|species|atomlabel|label", head):
            roles.setdefault("atom", column)
        elif re.fullmatch(r"g|occ\w*\.?|s\.?o\.?f\.?|siteoccupanc\w+|occupationfactor|n", head):
            roles.setdefault("occupancy", column)
        elif re.fullmatch(r"wyckoff(?:\w*|\.\w*)|wyck\.?|position|multiplicity", head):
            roles.setdefault("wyckoff", column)
    roles.setdefault("atom", 0)
    return roles if {"x", "y", "z"} <= roles.keys() else None

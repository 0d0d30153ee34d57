"""A sentence in, the words out by which it says that a material was made of its elements without naming them."""

import re

OTHERS = "".join(
    rf"(?<!{word}\s)"
    for word in ("rare[- ]earth", "rare", "alloying", "heating", "trace", "transition", "alkali", "noble", "other")
)
"""Elements of which a group is told, not what a material is made of."""
PURE = r"(?:high[- ]purity|(?:commercially\s)?pure|constituent|constituting|component|raw|metallic|elemental)"
CONSTITUENTS = re.compile(
    r"\b(?:from|with|using|melting|mixing|weighing|(?:amounts?|mixtures?|charges?|ratios?|purity|melting|mixing)\sof)\s"
    r"(?:the\s|their\s|its\s)?(?:[\w.%≥>-]+\s){0,3}?"
    rf"(?P<name>(?:{PURE}\s){{0,3}}{OTHERS}(?:elements|metals)|elemental\s(?:powders|constituents|pieces|shots))\b"
    r"(?!\s(?:of|were\sanaly|content))"
)
"""``arc melted from the pure elements``; not the elements of a table, nor rare-earth elements."""


def constituents_in(sentence: str) -> tuple[int, int] | None:
    """Start and end of the words for the elements of a material."""
    match = CONSTITUENTS.search(sentence)
    return match.span("name") if match is not None else None


def is_constituents(name: str) -> bool:
    """Whether the name of a precursor stands for the elements of what is made."""
    return constituents_in(f"from {name}") is not None

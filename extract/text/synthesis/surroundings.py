"""Words of a procedure in, the gas and the apparatus that they name out."""

import re
from functools import cache

from .triggers import vocabulary

ATMOSPHERE = re.compile(
    r"\b(?:in|under|with|of|by|using|at|into)\s+(?:an?\s+|the\s+)?(?:(?:flowing|pure|dry|static|dynamic|high|"
    r"high-purity|protective|"
    r"reducing|inert|constant|controlled|ambient|flow(?: of)?|stream of|atmosphere of|mixed|purified|continuous|"
    r"wet|slow|low|"
    r"Ti-gettered|gettered|oxygen-free|ultra-?high|purity|forced|still|open|normal|rough)[\s,-]+){0,4}"
    r"(?P<gas>(?:\d+(?:\.\d+)?\s?(?:vol)?\.?\s?%\s?)?(?:[Aa]rgon|Ar|[Nn]itrogen|N2|[Oo]xygen|O2|[Hh]ydrogen|H2S|H2|"
    r"[Aa]ir|[Vv]acuum|NH3|CO2|CH4|"
    r"[Hh]elium|He|forming gas|inert gas|ambient|inert|reducing|CS2|"
    r"CO)(?:\s?[/–+-]\s?(?:\d+(?:\.\d+)?\s?%\s?)?(?:H2S|H2|Ar|N2|O2|CO2|CO|air|He|CH4))?)"
    r"(?=\s*(?:\(|[,.;)]|at\b|for\b|and\b|to\b|with\b|atmospheres?|flow|gas|protection|environment|filled|-filled|"
    r"stream|using|in\b|oven|"
    r"furnace|conditions?|until|overnight|or\b|followed|by\b|mixture|pressure|during|then\b|over\b|from\b|$|\[|"
    r"inside|ambient|containing))"
)
FILLED = re.compile(r"\b(?P<gas>[Aa]rgon|Ar|[Nn]itrogen|N2|vacuum)[- ](?:filled|protected|sealed)\b")


def atmosphere_in(text: str) -> str | None:
    """The gas that the words name, ``vacuum``, or None."""
    match = ATMOSPHERE.search(text) or FILLED.search(text)
    if match is None:
        return None
    gas = re.sub(r"\s*([/–+-])\s*", "/", match.group("gas")).strip()
    known: dict[str, str] = vocabulary()["atmospheres"]
    bare = known.get(gas.lower())
    if bare is not None:
        return bare
    parts = [known.get(re.sub(r"^[\d.]+\s?(?:vol)?\.?\s?%\s?", "", part).lower(), part) for part in gas.split("/")]
    percent = re.search(r"[\d.]+\s?(?:vol)?\.?\s?%", gas)
    return f"{percent.group()} {'/'.join(parts)}" if percent is not None else "/".join(parts)


def apparatus_in(text: str) -> str | None:
    """The apparatus that the words name."""
    match = apparatus_words().search(text)
    return match.group() if match is not None else None


@cache
def apparatus_words() -> re.Pattern[str]:
    """A pattern of every apparatus of the vocabulary."""
    names = sorted(vocabulary()["apparatus"]["names"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)

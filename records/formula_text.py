"""A formula as printed in, the same in plain characters out: one dash, one dot, one kind of bracket."""

import re
import unicodedata
from typing import Final

DASHES: Final = "‐‑‒–—―−﹣－⁃\u00adϪ"
DOTS: Final = "·⋅•∙・∗*✕●⸱‧×⨯"
VACANCIES: Final = "□◻☐▢"
SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₓ", "0123456789+-()x")
ODD_LETTERS: Final = str.maketrans(
    {"∂": "δ", "ẟ": "δ", "᙭": "x", "х": "x", "О": "O", "С": "C", "Н": "H", "К": "K", "␦": "δ", "؊": "-"}
)
BRACKETS: Final = str.maketrans("[]{}【】〔〕［］\u0351\u0352", "()()()()()()")

SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]*[⁺⁻]")
ISOTOPE = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=[A-Z])")
BROKEN_MINUS = re.compile(r"(?<=[0-9δxyz])À(?=[0-9a-zδ])")
BROKEN_POINT = re.compile(
    r"(?<=[A-Za-z][01]):(?=\d{1,3}(?:[A-Z(),]|$))|(?<=[A-Za-z]\d):(?=\d{2,3}[A-Z(),])|(?<=[A-Za-z]\d),(?=\d{1,3}[A-Z(])"
)
"""A colon or a comma that is a decimal point, as fonts without their tables or authors have it."""
UNCERTAINTY = re.compile(r"(?<=\d)\(\d{1,2}\)(?=[A-Z·(]|$)")
LISTED_GROUP = re.compile(r"\((?:[A-Z][a-z]?[0-9.x/-]+,)+[A-Z][a-z]?[0-9.x/-]+\)")
SPACE = re.compile(r"\s+")
HYDRATE_POINT = re.compile(r"([A-Za-z)](?:[1-9]\d{0,2})?)\.((?:\d{1,2}|[xyzn])?H2O)\b")
CHARGE_MARK: Final = "^"


def plain(text: str) -> str:
    """``text`` with Unicode dashes, dots, brackets, sub- and superscripts written plainly.

    A superscript charge is marked with ``^`` (``Fe³⁺`` -> ``Fe^3+``); a superscript mass number is left out.
    """
    text = ISOTOPE.sub("", text)
    text = SUPERSCRIPT_RUN.sub(lambda found: CHARGE_MARK + found.group().translate(SUPERSCRIPTS), text)
    text = text.translate(SUBSCRIPTS)
    text = unicodedata.normalize("NFKC", text).translate(ODD_LETTERS).translate(BRACKETS)
    text = re.sub(f"[{re.escape(DASHES)}]", "-", text)
    text = re.sub(f"[{VACANCIES}]", "□", text)
    text = BROKEN_MINUS.sub("-", text)
    text = text.replace("⁄", "/").replace("delta", "δ")
    return SPACE.sub(" ", text).strip()


def plain_formula(text: str) -> str:
    """``text`` after :func:`plain`, with one kind of dot and no spaces: what the formula grammar reads."""
    text = text.replace(" ", "")
    for dot in DOTS:
        text = text.replace(dot, "·")
    text = BROKEN_POINT.sub(".", text)
    if "." in text:
        text = UNCERTAINTY.sub(lambda found: "" if in_decimal(text, found.start()) else found.group(), text)
    text = LISTED_GROUP.sub(lambda found: found.group().replace(",", ""), text)
    return HYDRATE_POINT.sub(r"\1·\2", text)


def in_decimal(text: str, end: int) -> bool:
    """Whether the number that ends at ``end`` has a decimal point."""
    start = end
    while start > 0 and text[start - 1] in "0123456789.":
        start -= 1
    return "." in text[start:end]


def balanced(text: str) -> bool:
    """Whether every parenthesis has its partner."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def mend_brackets(text: str) -> str:
    """``text`` with a parenthesis that has no partner left out (papers lose them at line ends)."""
    kept: list[str] = []
    open_at: list[int] = []
    for character in text:
        if character == ")":
            if not open_at:
                continue
            open_at.pop()
        elif character == "(":
            open_at.append(len(kept))
        kept.append(character)
    for position in reversed(open_at):
        del kept[position]
    return "".join(kept)


def top_level(text: str, marks: str) -> list[int]:
    """Where a character of ``marks`` stands outside of all parentheses."""
    depth, found = 0, list[int]()
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and character in marks:
            found.append(position)
    return found

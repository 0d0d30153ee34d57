"""A paper's text in, the codes out that it gives values of, whether or not it says what they are: ``3 eV for QX``.

What a code is, is told by what stands around it: values are those ``of QX`` and ``for QX``, whereas a quantity's short
form is what a value follows (``PCE of 12 %``), and a technique's is what something is found by.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from ....records.material_names import is_chemical
from ....records.units import parse_unit
from .formula_tokens import formula_at
from .sample_phrases import words

_CODE: Final = r"(?=[\w@/+‐–-]*[A-Z])(?:[A-Z0-9]|[a-z](?=[‐–-]))(?:[\w@/+‐–-]|\.(?=\d)){1,15}"
_NUMBER: Final = r"(?<![\w.–-])[−-]?\d[\d.,]{0,8}(?:\s?±\s?[\d.]+|\(\d+\))?"
_UNIT: Final = r"\s?[^\s\d,;:()]{1,10}"
_APART: Final = r"(?<![\w@/+‐–-])"
_ENDS: Final = (
    r"(?=[,;:)]|\.(?!\w)|$|\s\(|\s(?:and|or|as|but|while|whereas|to|than|vs|versus|compared|with|at|in|after|before|"
    r"which|is|was|are|were)\b)"
)
_HAS: Final = (
    r"(?:has|had|have|(?:retain|possess|attain|exhibit|contain|deliver|maintain|develop)(?:s|es|ed)?)\s[^.;]{0,40}?"
)
_OF_IT: Final = re.compile(
    rf"{_NUMBER}(?:{_UNIT}){{0,3}}?\s(?:(?:for|in|of|with)\s(?:the\s)?(?P<behind>{_CODE}){_ENDS}|\((?P<bracketed>{_CODE})\))"
    rf"|{_APART}(?P<ahead>{_CODE})(?:(?:\s\(|:\s|,\s){_NUMBER}(?:\s?±|{_UNIT})|\s{_HAS}{_NUMBER})"
    rf"|\b(?:that|those)\s(?:of|for|in)\s(?:the\s)?(?P<other>{_CODE}){_ENDS}",
    re.MULTILINE,
)
"""``3 eV for QX``, ``3 eV (QX)``; ``QX (3 eV)``, ``QX: 3 eV``, ``QX has a gap of 3 eV``; ``that of QX``."""
_ITS_VALUE: Final = r"\)?\s(?:(?:values?|was|is|of|are|were|to|as|up|high|about)\s|[=≈~<>]\s?){1,4}[−-]?\d"
"""What follows the short form of a quantity: ``is 3``, ``= 3``."""
_FOUND: Final = (
    r"\s(?:patterns?|images?|spectr\w+|analys\w+|measure\w+|results?|data|tests?|curves?|plots?|peaks?|methods?|"
    r"techniques?|maps?|micrographs?|observations?|experiments?|studies|calculations?|simulations?|process\w*|activity|"
    r"performance|values?)\b"
)
"""What follows the short form of a technique or a reaction."""
_WORD: Final = re.compile(r"[A-Z]?[a-z]+(?:[‐–-][A-Z]?[a-z]+)*|[\d.,–-]+\w{1,3}|[A-Z]{2,}s")
_MARKED: Final = re.compile(r"[\d@/+‐–-]")
"""What is in no acronym."""
OFTEN: Final = 3
"""How many more values a paper gives of a sample than it uses its code otherwise."""
SHARE: Final = 5
"""One in so many uses of a sample's code comes with a value at least."""


def valued_codes(text: str, known: Collection[str]) -> Iterator[str]:
    """Codes of samples, told by values that ``text`` gives of them; none of ``known``, short names of other things."""
    values = Counter(match[match.lastgroup or 0] for match in _OF_IT.finditer(text))
    for code, count in values.items():
        if count < OFTEN - 1 or code in known or not _may_name(code):
            continue
        use = rf"{_APART}{re.escape(code)}(?![\w@/+‐–-])"
        otherwise = re.findall(rf"\b(?:by|using|via)\s(?:the\s|an?\s)?{use}|{use}(?:{_ITS_VALUE}|{_FOUND})", text)
        least = OFTEN - 1 if _MARKED.search(code) else OFTEN
        if count - len(otherwise) >= least and SHARE * count >= len(re.findall(use, text)):
            yield code


def _may_name(code: str) -> bool:
    """Whether it is no word, noun of samples, unit, reagent or formula."""
    if _WORD.fullmatch(code) or code in words().no_modifiers or code.lower() in words().carriers:
        return False
    return parse_unit(code) is None and not is_chemical(code) and formula_at(code, 0, len(code), {}) is None

"""The words by which papers name their parts in, patterns for headings, front matter and back matter out."""

import re
from typing import Final


def _one_of(*words: str, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(f"^{before}(?:{'|'.join(words)}){after}", re.IGNORECASE)


_NUMBER: Final = r"(?:\d{1,2}\.?\s+(?:\|\s*)?|[IVX]{1,4}\.\s+|[A-H]\.\s+)?"
_CLOSE: Final = r"\s*[.:]?$"

NUMBERED_HEADING: Final = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-H]\.)\s+(?:\|\s*)?(?=[A-Z(βαγ])"
)

_BACK: Final = (
    r"acknowledge?ments?(?: and funding)?",
    r"authors?['’]? contributions?(?: statement)?",
    r"(?:competing(?: financial)?|conflicts? of|declaration of(?: competing)?) interests?(?: statement)?s?",
    r"conflicts? of interests?",
    r"disclosures?",
    r"additional information",
    r"(?:data|code|materials?)(?: and (?:data|code|materials?))? availability(?: statement)?",
    r"availability of data(?: and materials?)?",
    r"funding(?: statement| information| sources?)?",
    r"ethics(?: statement| approval)?",
    r"ethical (?:issues|approval|statement)",
    r"consent for publication",
    r"author (?:information|details)",
    r"abbreviations",
    r"orcid",
    r"publisher['’]s note",
    r"how to cite(?: this article)?",
    r"supporting information",
    r"supplementary (?:materials?|information|data)",
    r"associated content",
)
SECTIONS: Final = _one_of(
    *_BACK,
    r"abstract", r"summary", r"introduction", r"background", r"results?(?: and discussions?)?",
    r"discussions?", r"conclusions?(?: and (?:outlook|perspectives?|future work))?", r"concluding remarks",
    r"(?:materials? and )?methods?", r"methods? and materials?", r"materials", r"methodology",
    r"experimental(?: (?:section|procedures?|methods?|details|part|work))?", r"theory",
    r"computational (?:methods?|details)", r"references(?: and notes)?", r"literature(?: cited)?", r"bibliography",
    r"appendix(?: [A-Z])?", r"keywords?", r"nomenclature", r"outlook", r"perspectives?",
    before=_NUMBER, after=_CLOSE,
)  # fmt: skip
BACK_MATTER: Final = _one_of(*_BACK, before=_NUMBER, after=r"\s*(?:[.:–—]|$)")
"""The heading, or the bold words at the head, of what papers print after their last section."""
REFERENCES: Final = _one_of(
    r"references(?: and notes| cited)?", r"literature(?: cited)?", r"bibliography", r"works cited",
    before=_NUMBER, after=r"\s*:?$",
)  # fmt: skip
AFTER_REFERENCES: Final = _one_of(
    *_BACK, r"appendix", r"manuscript received", r"accepted manuscript", r"©", r"copyright", r"publisher"
)
ABSTRACT: Final = re.compile(r"^(?:abstract|summary)\b\s*[:.—–-]?\s*", re.IGNORECASE)
OPENING: Final = re.compile(r"^(?:\d{1,2}\.?\s*(?:\|\s*)?|I\.\s*)?(?:introduction|background)\b", re.IGNORECASE)

FRONT: Final = _one_of(
    r"received\b", r"accepted\b", r"published\b", r"revised\b", r"correspond", r"e-?mail", r"\*", r"†", r"§",
    r"keywords?\b", r"key words\b", r"edited by", r"reviewed by", r"citation\b", r"how to cite", r"doi\b", r"https?:",
    r"copyright", r"©", r"specialty section", r"open access", r"academic editors?", r"department\b", r"school of",
    r"institute\b", r"faculty of", r"university\b", r"pacs\b", r"article info", r"supporting information for",
    r"dedicated to", r"\[\*\]", r"these authors contributed",
)  # fmt: skip
"""How a block of addresses, dates and notices begins on the first page."""
FRONT_ANYWHERE: Final = re.compile(
    r"@[\w-]{1,40}\.|\buniversit|\binstitut|\bdepartment of\b|creative commons|open.access article|\breceived:? \d"
    r"|\baccepted:? \d|all rights reserved|licen[sc]ee?\b|orcid|\bpublished by\b|supporting information",
    re.IGNORECASE,
)
NOTICE: Final = re.compile(
    r"creative commons|open.access article|^copyright|^©|all rights reserved|publisher['’]s note|how to cite",
    re.IGNORECASE,
)
"""Words of licence and copyright notices, wherever they stand."""

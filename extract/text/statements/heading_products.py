"""A paper's headings in, the products that they name beside the paper's own short name of each out.

A chemist tells each compound under a heading of its own, ``Synthesis of 2-nitrobiphenyl (NBP)``: what is told under it
without a subject, its yield, spectra and analysis, is told of that compound, not of a reagent.
"""

import re
from dataclasses import replace
from typing import Final

from ...document import Document
from ...findings import Mention
from ..mentions.finding import cite_mention
from ..mentions.spotted import Spotted

PRODUCT_HEADING: Final = re.compile(
    r"^[\d.\s]*(?:Synthesis|Preparation|Fabrication|Production|Growth) of (?:the\s)?(?P<name>.{3,})\s"
    r"\((?P<label>(?=[^()]*[A-Z][^()]*[A-Z\d])[\w,.@/‐‑–-]+)\)\.?$"
)
"""A heading that names one thing that is made, with the paper's own name of it in parentheses."""
_LONGEST: Final = 120


def heading_products(document: Document, stage: str, version: str) -> dict[str, Mention]:
    """The product of each heading that names one, by the path of its section: a label that has the long name too."""
    found: dict[str, Mention] = {}
    for block in document.blocks:
        match = PRODUCT_HEADING.match(block.running) if block.type == "heading" and block.section else None
        if match is not None and block.section:
            product = cite_mention(document, block, Spotted(*match.span("label"), "label"), stage, version)
            aliases = (match["name"],) if len(match["name"]) <= _LONGEST else ()
            found[block.section] = replace(product, aliases=aliases)
    return found

"""A paper and what its tables call their samples in, all that it calls its materials out.

Every stage that reads its sentences goes by the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..document import Document
from ..findings import Definition, Findings, Mention
from .mentions.compound_numbers import number_definitions, number_families, numbered_compounds
from .mentions.definitions import document_definitions
from .mentions.finding import Glossary
from .mentions.sample_names import sample_names, title_elements
from .statements.heading_products import heading_products


@dataclass(frozen=True, slots=True)
class PaperNames:
    """The names as a glossary, those that the paper explains, and the products that its headings name by section."""

    glossary: Glossary
    definitions: tuple[Definition, ...]
    products: Mapping[str, Mention]


def paper_names(document: Document, tables: Findings | None, stage: str, version: str) -> PaperNames:
    """What ``document`` calls its materials; ``stage`` and its ``version`` are who says so."""
    definitions = document_definitions(document, stage, version)
    products = heading_products(document, stage, version)
    names = sample_names(document, definitions, tables) | {product.text for product in products.values()}
    texts = tuple(block.text for block in document.body())
    numbered = numbered_compounds(document)
    glossary = Glossary.of(definitions, texts, names, title_elements(document))
    return PaperNames(
        replace(glossary, numbers=number_families(numbered)),
        (*definitions, *number_definitions(document, numbered, stage, version)),
        products,
    )

"""Paragraphs in, the recipes that are read in them out: what tests of recipes share."""

from matloom.extract.document import Block, Document
from matloom.extract.text.synthesis.stage import SynthesisFindings


def document(*paragraphs, section="2. Experimental > 2.1 Synthesis"):
    blocks = tuple(
        Block(id=f"b{number}", type="paragraph", section=section, text=text) for number, text in enumerate(paragraphs)
    )
    return Document(doc_id="sha256:0", source="a", reader="r", blocks=blocks)


def recipes(*paragraphs, **options):
    return SynthesisFindings()({"parse": document(*paragraphs, **options)}).value.recipes


def told(step):
    return tuple(quantity.text if quantity is not None else None for quantity in (step.temperature, step.time))


def blocks_of(*told):
    paragraphs = [
        Block(id=f"b{number}", type="paragraph", section=section, text=text)
        for number, (section, text) in enumerate(told)
    ]
    return Document(doc_id="sha256:0", source="a", reader="r", blocks=tuple(paragraphs))


def operations(recipe):
    return [step.operation for step in recipe.steps]

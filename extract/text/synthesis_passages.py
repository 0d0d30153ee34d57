"""A document in, the stretches of it that tell how something was made out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..document import Block, Document
from .sentences import sentence_at, sentence_spans
from .synthesis_steps import FoundStep, find_steps

Kind = Literal["material", "cell"]

MAKING = re.compile(
    r"\b(?:experiment\w*|methods?|methodology|materials?|synthes[ie]\w*|preparation\w*|fabrication\w*|processing|"
    r"procedures?|samples?|specimens?|"
    r"growth|deposition|crystal growth|sample production|manufactur\w*)\b",
    re.IGNORECASE,
)
SYNTHESIS = re.compile(
    r"\b(?:synthes[ie]\w*|preparation\w*|fabrication\w*|processing|growth|deposition|manufactur\w*|production)\b",
    re.IGNORECASE,
)
MEASURING = re.compile(
    r"\b(?:characteri[sz]ation\w*|measurements?|analys[ie]s|test(?:s|ing)?|calculations?|computational|"
    r"simulations?|theor\w+|modell?ing|"
    r"dft|microscopy|diffraction|spectroscopy|instrument\w*|introduction|results|discussion|conclusions?|"
    r"acknowledge?ments?|"
    r"abstract|background|statistic\w*|data|references|supporting|author\w*|funding|equations?)\b",
    re.IGNORECASE,
)
RESULTS = re.compile(
    r"\b(?:introduction|results?|discussion|conclusions?|background|acknowledge?ments?|review|outlook)\b", re.IGNORECASE
)
ELECTROCHEMICAL = re.compile(r"electrochemical|electrode|\bcells?\b|battery", re.IGNORECASE)
CELL = re.compile(
    r"\b(?:slurry|coin[- ]?cells?|CR2032|CR2025|CR2016|2032|2025|half[- ]?cells?|separator|Celgard|PVDF|"
    r"polyvinylidene fluoride|"
    r"current collector|working electrodes?|counter electrode|Super P|acetylene black|carbon black|LiPF6|"
    r"button cells?|pouch|"
    r"Swagelok|binder)\b"
)
MEASURED = re.compile(
    r"\b(?:diffractometer|microscop[ey]\w*|spectromet\w*|spectroscop\w*|were (?:recorded|measured|investigated|"
    r"characteri[sz]ed|examined|"
    r"evaluated|analy[sz]ed|studied|collected (?:on|using|with|at|in)|performed|conducted|tested|determined|"
    r"carried out (?:on|using|with|by))|"
    r"was (?:recorded|measured|investigated|characteri[sz]ed|examined|evaluated|analy[sz]ed|studied|"
    r"collected (?:on|using|with)|performed|conducted|tested|"
    r"determined|carried out (?:on|using|with|by))|XRD|SEM|TEM|XPS|FTIR|BET|TGA|DSC|Raman|galvanostat\w*|"
    r"cyclic voltammetry|"
    r"potentiostat|impedance|calculated|DFT|software|Rietveld|indentation|tensile test\w*|adsorption isotherm\w*|"
    r"hardness)\b"
)
MADE_HERE = re.compile(r"\b(?:synthesi[sz]ed|prepared by|calcined|sintered|annealed|milled|dissolved|stirred)\b")
RECORDED = re.compile(r"\b(?:diffractometer|microscope|spectrometer|recorded|measured)\b")
EVALUATED = re.compile(
    r"\b(?:et al|have been reported|has been reported|reported by|was reported|were reported|"
    r"previous(?:ly)? (?:work|stud)|in the literature)\b"
)
SHOWN = re.compile(
    r"\b(?:shows?|shown|exhibits?|indicat\w+|suggest\w*|reveal\w*|observed|demonstrat\w+|confirm\w*|attributed|"
    r"compared (?:with|to))\b"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one block that tell a procedure, and the steps found in them."""

    block: Block
    kind: Kind
    sentences: tuple[tuple[int, int], ...]
    steps: tuple[FoundStep, ...]


def find_passages(document: Document) -> list[Passage]:
    """The passages of a paper in reading order."""
    found: list[Passage] = []
    for block in document.body():
        if block.type in ("paragraph", "list", "abstract"):
            found.extend(passages_in(block))
    return found


def passages_in(block: Block) -> Iterator[Passage]:
    """The procedure of one block: material first, then cell; none where too little of it tells of making."""
    if block.type == "abstract":
        return
    place = standing(block.section or "")
    if place == "no" and not ELECTROCHEMICAL.search(block.section or ""):
        return
    sentences = tuple(span for span in sentence_spans(block.text) if of_making(block.text[span[0] : span[1]], place))
    if not sentences:
        return
    cells = tuple(span for span in sentences if CELL.search(block.text[span[0] : span[1]]))
    first_cell = cells[0][0] if len(cells) > 1 or (cells and len(sentences) < 4) else None
    material = tuple(span for span in sentences if first_cell is None or span[0] < first_cell)
    steps = tuple(find_steps(block.text, material)) if place != "no" else ()
    if steps and (place == "yes" or convincing(block.text, material, steps)):
        yield Passage(block, "material", material, steps)
    cell = tuple(span for span in sentences if first_cell is not None and span[0] >= first_cell)
    steps = tuple(step for step in find_steps(block.text, cell) if of_cell(block.text, step))
    if len(steps) > 1:
        yield Passage(block, "cell", cell, steps)


def of_cell(text: str, step: FoundStep) -> bool:
    """Whether a step of an electrode's making is one: the salt dissolved in an electrolyte is told as a fact."""
    start, end = sentence_at(text, step.start)
    return step.operation != "dissolve" or "lectrolyte" not in text[start:end]


def standing(section: str) -> Literal["yes", "maybe", "no"]:
    """Whether a section tells of making: by its own heading, then by those above it."""
    headings = [heading.strip() for heading in section.split(">") if heading.strip()]
    for heading in reversed(headings):
        if SYNTHESIS.search(heading):
            return "yes"
        if RESULTS.search(heading):
            return (
                "maybe"
                if not re.search(r"introduction|conclusion|acknowledg|review|background", heading, re.IGNORECASE)
                else "no"
            )
        if MEASURING.search(heading):
            return "no" if heading is headings[-1] and not MAKING.search(heading) else "yes"
        if MAKING.search(heading):
            return "yes"
    return "maybe"


def of_making(sentence: str, place: str) -> bool:
    """Whether a sentence may belong to a procedure: it does not tell of a measurement or of others' work."""
    if MEASURED.search(sentence):
        return place == "yes" and MADE_HERE.search(sentence) is not None and RECORDED.search(sentence) is None
    return (
        place == "yes"
        or (CELL.search(sentence) is not None and place == "no")
        or not (EVALUATED.search(sentence) or SHOWN.search(sentence))
    )


def convincing(text: str, sentences: tuple[tuple[int, int], ...], steps: tuple[FoundStep, ...]) -> bool:
    """Whether steps outside of an experimental section are a procedure: three, two with conditions, in the past."""
    conditions = sum(step.temperature is not None or step.time is not None for step in steps)
    past = any(re.search(r"\b(?:was|were)\b", text[start:end]) for start, end in sentences)
    return len(steps) >= 3 and conditions >= 2 and past

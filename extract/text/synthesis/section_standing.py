"""The headings that a block stands under in, whether they tell of making out."""

import re
from typing import Literal

MAKING = re.compile(
    r"\b(?:experiment\w*|methods?|methodology|materials?|synthes[ie]\w*|preparation\w*|fabrication\w*|processing|"
    r"procedures?|samples?|specimens?|alloys?|heat[- ]treatments?|"
    r"growth|deposition|crystal growth|sample production|manufactur\w*)\b",
    re.IGNORECASE,
)
SYNTHESIS = re.compile(
    r"\b(?:synthes[ie]\w*|preparation\w*|fabrication\w*|processing|growth|deposition|manufactur\w*|production|"
    r"heat[- ]treatments?|thermal treatments?|sintering|annealing|assembly|casting|electrospinning|milling|"
    r"(?:welding|rolling|forging|printing|forming|coating|curing|melting|joining|oxidation|irradiation|infiltration) "
    r"(?:process(?:es)?|procedures?|conditions))\b",
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
HOW = re.compile(r"methods?|methodology|procedures?|processing", re.IGNORECASE)
"""Behind a word of measuring these tell how that was done."""
AND = re.compile(r"\band\b|[&,/]", re.IGNORECASE)
RESULTS = re.compile(
    r"\b(?:introduction|results?|discussion|conclusions?|background|acknowledge?ments?|review|outlook)\b", re.IGNORECASE
)
OF_RESULTS = re.compile(
    r"\b(?:effects?|influences?|impacts?|roles?|evolution|development|dependence|properties|behaviou?rs?|performance|"
    r"microstructur\w*|morpholog\w*)\b",
    re.IGNORECASE,
)
"""Words of headings that tell what came of a treatment: ``Microstructure after annealing``."""
NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.?\s")


def standing(section: str) -> Literal["yes", "maybe", "no"]:
    """Whether a section tells of making: by its own heading, then by those above it."""
    headings = under_own([heading.strip() for heading in section.split(">") if heading.strip()])
    for heading in reversed(headings):
        above = any(RESULTS.search(one) for one in headings[: headings.index(heading)])
        if SYNTHESIS.search(heading) and not RESULTS.search(heading):
            return "maybe" if above or OF_RESULTS.search(heading) else "yes"
        if RESULTS.search(heading):
            return (
                "maybe"
                if not re.search(r"introduction|conclusion|acknowledg|review|background", heading, re.IGNORECASE)
                else "no"
            )
        if MEASURING.search(heading):
            return "no" if only_measures(heading) else "maybe" if above else "yes"
        if MAKING.search(heading):
            return "maybe" if above else "yes"
    return "maybe"


def only_measures(heading: str) -> bool:
    """Whether a heading with a word of measuring has none of making beside it: "Material characterisation" has not."""
    making = list(MAKING.finditer(heading))
    if not making or AND.search(heading):
        return not making
    measuring = list(MEASURING.finditer(heading))
    return measuring[-1].start() > making[-1].start() or HOW.fullmatch(making[-1].group()) is not None


def under_own(headings: list[str]) -> list[str]:
    """The headings without those above the last one that its number does not belong to: "4.1" is no part of "3"."""
    own = NUMBERED.match(headings[-1]) if headings else None
    if own is None:
        return headings
    numbers = [NUMBERED.match(heading) for heading in headings]
    return [
        heading
        for heading, number in zip(headings, numbers, strict=True)
        if number is None or f"{own[1]}.".startswith(f"{number[1]}.")
    ]

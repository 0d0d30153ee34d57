"""Patterns by which labels, designations and words that point back are told in running text."""

import re
from typing import Final

from .sample_phrases import words

HINT = re.compile(r"[A-Z0-9(]")
"""What every formula and label holds; most words hold none of it."""
DIGITS: Final = "0123456789"
RADIATION: Final = r"(?:Ag|Al|Co|Cr|Cu|Fe|Mg|Mo)[\s–-]?K\s?[αβ]\d?"
"""``Cu Kα``: a characteristic line of X-rays, as a pattern."""
NUMBERED_LABEL = re.compile(r"^[A-Za-z][A-Za-z/-]{0,7}\d{1,4}$")
TOKEN = re.compile(r"\S+")
SPACED_OPERATOR = re.compile(r"(?<=[\w)\]])\s(?:[−–-]\s(?=[\d(xyzδ])|\+\s(?=\d[\d.]*\s?(?:wt|mol|at|vol)))")
DESIGNATION = re.compile(
    r"(?<![\w-])(?:(?:EN\s)?AW[- ]?\d{4}[A-Z]?|AA\s?\d{4}[A-Z]?|(?:AISI|SAE|SUS)\s?\d{3,4}[A-Z]?|(?:Inconel|Hastelloy|"
    r"Haynes|Incoloy|"
    r"Eurofer|Hardox|Weldox|Strenx|Monel|Nimonic|Waspaloy|Ren[eé]|Stellite|Zircaloy|Vitreloy|CMSX)[- ]?\w{1,6}|"
    r"\d{3}[LNH]?\s(?:austenitic\s)?stainless\ssteels?|[Ss]tainless\ssteels?\s\d{3}[LNH]{0,2}|"
    r"(?:(?:SLM|LPBF|L-PBF|DED|LMD)\s)?3(?:04|10|16|17|21|47)(?:L|LN|N|H)|"
    r"HEA[- ]?\d\w?|"
    r"(?:[A-Z][a-z]?[-–])?(?:MOF|ZIF|UiO|MIL|HKUST|IRMOF|COF|SBA|MCM|ZSM)[-–]\d{1,4}(?:-NH2)?|"
    r"(?:Pt|Pd|Ir|Ru|Rh|Au|Ag)[ -]black|(?:Fe|Co|Mn|Cu|Ni|M)[-–−]N[-–−]C(?![-–−])|"
    r"X?\d{2,3}(?:Cr|Ni|Mo|Mn|Si|V|W|Al|Nb|Ti|B|Co|Cu|S|Pb){1,5}\d{0,2}(?:-\d{1,2}){0,3}(?![\w/·.-]))(?!\w)"
)
"""Alloys by their designation in a standard (``42CrMo4`` is one of EN 10027) or by their trade name."""
LIGAND: Final = re.compile(
    r"(?<![\w-])(?:[A-Z][a-z]?\d*){1,3}\((?!acac\b|thd\b|tmhd\b|hfac\b|aq\b|ads\b|gas\b|liq\b|sol\b)[a-z]{3,8}\)\d*"
    r"(?:[·•][\w.]+)?(?:-[A-Z]\w+)*(?![\w(])"
)
"""A coordination compound whose ligand is an abbreviation: ``Zn4O(bdc)3``."""
ARTICLE: Final = re.compile(r"A\s[A-Za-z]")
SENTENCE_END: Final = re.compile(r"[.!?:]\s$")
MODIFIES: Final = re.compile(
    r"[-–‐](?:free|rich|poor|lean|bearing|containing|added|alloyed|(?:co-?)?doped|treated|modified|substituted|grafted|"
    r"coated|decorated|functionali[sz]ed|loaded|reinforced|toughened|passivated|implanted|infiltrated|impregnated)\b"
)
"""What follows a name by which it only says what a sample has or lacks: ``Fe-free alloy``."""
ADDITIVE: Final = re.compile(
    r"(?:\b(?:with|by|containing)\s(?:(?!composition|formula|stoichiometry)[a-z-]+\s){0,2}"
    r"|\d\s?(?:(?:wt|mol|at|vol)\.?\s?)?%\s)(?:of\s)?$"
)
"""Words before what a sample has besides what it is made of: ``with expanded``, ``2 wt% of``."""
DEVICE: Final = re.compile(
    r"\b(?:cells?|batter(?:y|ies)|electroly[sz]ers?|modules?|devices?|capacitors?|transistors?|diodes?|sensors?|reactors?)$",
    re.IGNORECASE,
)
"""Last words of a long form that is a device, and not the material that it is named after."""
SAMPLE_LABEL = re.compile(
    rf"\b(?i:(?:{'|'.join(sorted(words().carriers | words().numbered))})(?:e?s)?|cavit(?:y|ies)|series)\s+"
    r"(?:(?:[Nn]o\.?|[Nn]umber)\s)?"
    r"(?P<label>[A-Z]{1,3}[-–]?\d{1,3}[A-Za-z]?|[A-Z]|#?\d{1,2}|[A-Z]{2,4}[-–]\w{1,6})(?![\w.]?\d|\w|[-‐–]rays?\b|\s\d[spdf]\b)"
    r"(?!\s?(?:[%°±×–]|[µμ]|(?:[nmkcMG]?[mgsAVWJLNh]|[MGk]?Pa|[mk]?eV|K|wt|at|mol|vol|h|min|samples?|cycles?|times)\b))"
)
_FIGURE: Final = re.compile(
    r"\b(?i:figs?|figures?|tables?|schemes?|sections?|movies?|videos?|equations?|eqs?)\.?\s?(?:\w{1,5}(?:,|,?\sand)\s)*\Z"
)
"""Words before what is the number of a figure and no label of a sample: ``Figs. 13 and SI12``."""
_SUPPLEMENT: Final = re.compile(r"SI?\d{1,2}[a-z]?")
"""The number of a figure of the supplement, which reads as a formula."""
DISSOLVED: Final = re.compile(r"\d[\d.]{0,9}\s?(?:M|mol/L|mol L[-−–]1)\s(?:\S{1,40}\s(?:\+|and)\s)?\Z")
"""Words before what is dissolved in a solution, and no sample: ``1 M NaOH``, ``6 M NaOH + NaCl``."""
NO_LABEL: Final = frozenset(("A", "I", "XRD", "SEM", "TEM", "XPS", "EDS", "DSC", "TGA"))
VARIABLE_SAMPLE = re.compile(
    r"(?<![A-Za-z0-9])(?P<label>(?P<name>[xyzδ])\s?=\s?(?P<value>\d+(?:\.\d+)?))"
    r"(?=\s*(?:\(|sample|specimen|ceramic|composition|film|compound|material|alloy|powder|cathode|electrode|,|and|"
    r"or|to \d+(?:\.\d+)? (?:for|at|with|when) [xyzδ] ?=|"
    r"$|\)|;|\.(?!\d)|(?:has|have|had|shows?|showed|exhibits?|reach(?:es)?|is|was|are|were|gives?|in|at|delivers?)\b))"
)
ASSIGNED: Final = re.compile(r"\b(?P<name>[xyzδ])\s?=\s?\d+(?:\.\d+)?(?![\d.]*\s?[–-]\s?\d)")
"""The value that words give a variable."""
NOUNS = (
    r"(?:nano)?(?:composites?|materials?|samples?|specimens?|compounds?|ceramics?|films?|alloys?|powders?|electrodes?|"
    r"cathodes?|anodes?|catalysts?|electrolytes?|products?|glass(?:es)?|crystals?|phosphors?|coatings?|membranes?|"
    r"nanoparticles|pellets?|oxides?|perovskites?|system|devices?|cells?|modules?|steels?|joints?|fib(?:re|er)s?|layers?|"
    r"scaffolds?|wires?|foils?|blends?|polymers?|hydrogels?|mortars?|variants?|nanowires|batter(?:y|ies)|mixtures?|zones?)"
)
MANNERS = (
    r"(?:as[- ](?:prepared|synthesi[sz]ed|cast|deposited|grown|obtained|made|sintered|received|milled)|prepared|"
    r"synthesi[sz]ed|obtained|resulting|resultant|present|final|pristine|undoped|doped|pure|bare|sintered|annealed|"
    r"calcined|fabricated|studied|investigated)"
)
DOPANTS: Final = {
    "fluorine": "F", "iodine": "I", "bromine": "Br", "chlorine": "Cl", "nitrogen": "N", "boron": "B", "sulfur": "S",
    "sulphur": "S", "phosphorus": "P", "antimony": "Sb", "niobium": "Nb", "tantalum": "Ta", "gallium": "Ga",
}  # fmt: skip
"""Elements by name before a host's name: ``fluorine-doped tin oxide`` is no SnO2."""
NO_MATERIAL = re.compile(
    r"[\s-]?(?:alloys?|steels?|atoms?|ions?|cations?|contents?|concentrations?|contamination|doping|K\s?(?:α|[-‐]?alpha)|grids?|tapes?|"
    r"targets?|sources?|salts?|precursors?|vacanc\w+|interstitials?|edges?)\b|\s?\d?[+⁺]"
)
"""Words behind an element's name by which it is no material: ``copper grid``, ``Cu Kα``."""
COUNTED: Final = r"(?:[Aa]ll\s+(?:the(?:se)?\s+)?|[Tt]he(?:se)?\s+)(?:two|three|four|five|six)"
ANAPHOR = re.compile(
    rf"\b(?:(?:[Tt]his|[Tt]hese|[Ss]uch|[Oo]ur|[Bb]oth|[Aa]ll(?:\s+the)?|{COUNTED})\s+(?:{MANNERS}\s+)?{NOUNS}|"
    rf"(?:(?<=\bfor\s)|(?<=\b(?:in|of)\s))both(?=\s?[.,;)]|$)|[Bb]oth\scases(?!\sof\b)|[Tt]he\s+{MANNERS}\s+{NOUNS}|"
    rf"[Tt]he\s+(?:sample|specimen|composite|compound|ceramic|alloy|product|"
    rf"film|coating|device|cell|module|steel|glass|glass-ceramic|membrane|scaffold|joint|laminate|hydrogel|catalyst|pellet|"
    rf"electrode|powder|fibre|fiber|magnet|polymer|phosphor|wire|ribbon)s?(?!\s(?:with|without|of|containing|transitions?)\b)|"
    rf"[Tt]he\s+(?:former|"
    rf"latter)(?!\s+(?:is|was)\s+"
    rf"(?:due|because))|(?<![-\w])[Aa]s[- ](?:prepared|synthesi[sz]ed|cast|deposited|grown)\s+{NOUNS})\b"
)

_PEOPLE: Final = (
    r"(?:(?:(?:also|then|first|have|had|further|thus|\w{2,14}ly)\s){0,2}(?:reported|found|fixed|observed|obtained|"
    r"used|studied|investigated|prepared|fabricated|synthesi[sz]ed|measured|developed|proposed|varied|compared|"
    r"noted|concluded|carried out|conducted|tested|applied|employed|attributed|explained|claimed|added|"
    r"replaced|calculated|estimated|determined|deposited|grew|made)\b)"
)
"""What people do and samples do not: ``they carefully varied``."""
PRONOUN = re.compile(
    rf"(?<![\w-])(?:[Ii]t\b|[Tt]hey\b(?!\s{_PEOPLE}))(?!(?:\s\w+){{1,4}}\s(?:that|how|whether|why|to)\b)"
)
POINTS = re.compile(r"(?:this|these|such|both|all|the (?:former|latter|two|three|four|five|six))\b", re.IGNORECASE)
"""How words begin that point back and name nothing, whatever stands between them and their noun."""


def numbers_figure(text: str, start: int, end: int, *, label: bool) -> bool:
    """Whether a label or the name of a supplement's figure is the number of a figure and stands for no sample."""
    named = label or _SUPPLEMENT.fullmatch(text, start, end) is not None
    return named and _FIGURE.search(text, max(0, start - 40), start) is not None

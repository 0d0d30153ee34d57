"""The bare words of a header in, what they are out: a role such as sample, condition, unit, reference or method."""

import re
from typing import Final, Literal, TypeAlias

Role: TypeAlias = Literal[
    "property", "element", "condition", "factor", "sample", "composition", "reference", "unit", "symbol", "parameter",
    "value", "uncertainty", "statistic", "index", "method", "phase", "symmetry", "text",
]  # fmt: skip
FRACTIONS: Final = frozenset({"wt%", "at.%", "mol%", "vol.%", "%", "ppm", "mg/kg", "ug/g", "ppb", "mg/L"})
_POINT: Final = (
    r"(?<!melting )(?<!boiling )(?<!freezing )(?<!flash )(?<!fire )(?<!pour )(?<!cloud )(?<!dew )(?<!yield )(?<!curie )"
    r"(?<!softening )(?<!critical )(?<!transition )(?<!isoelectric )(?<!ignition )(?<!smoke )(?<!plugging )points?"
)
"""A place on a sample, and no point at which something happens: not ``flash point``."""
_SAMPLE_NOUNS: Final = (
    r"samples?|specimens?|alloys?|materials?|compounds?|systems?|catalysts?|electrodes?|cathodes?|anodes?|films?|steels?"
    r"|glass(?:es)?|ceramics?|complex(?:es)?|ligands?(?:/complex)?|devices?|cells?|products?|oxides?|polymers?|composites?"
    r"|powders?|types?|codes?|designations?|labels?|species|minerals?|adsorbents?|membranes?|electrolytes?|crystals?"
    rf"|joints?|wafers?|{_POINT}|spots?|regions?|spectr(?:um|a)|batch(?:es)?|blends?|substances?|description|biomass(?:es)?"
)
_PATTERNS: Final[dict[Role, str]] = {
    "reference": r"\W*(?:refs?|references?|sources?|literature|lit|authors?|citations?|works?)\W*(?:no)?\W*",
    "unit": r"units?",
    "symbol": r"(?:symbols?|notation)",
    "parameter": r"(?:parameters?|propert(?:y|ies)|quantit(?:y|ies)|meaning|items?|characteristics?|names?|variables?)",
    "value": r"(?:values?|magnitudes?|results?|data)",
    "uncertainty": r"(?:s\.?d\.?|std\.?(?: ?dev\w*\.?)?|standard deviations?|errors?|±|\+/-|uncertaint(?:y|ies)"
    r"|e\.?s\.?d\.?|rsd|c\.?v\.?)%?"
    r"|(?:rel(?:ative|\.)? |abs(?:olute|\.)? |percent(?:age)? |mean )?(?:deviations?|differences?|errors?)%?",
    "statistic": r"(?:adj(?:usted|\.)?[ -]?)?[Rr]\s?\^?[2²]|correlation coefficients?|coefficients? of determination"
    r"|years?(?: of publication)?|[pFt][ -]?values?|S/N(?: ratios?)?|signal[ -]to[ -]noise ratios?",
    "index": r"(?:no\.?|nr\.?|number|#|run|entry|s\.? ?no\.?|exp(?:eriment)?s?\.?(?: no\.?)?|test(?: no\.?)?|row)",
    "symmetry": r"(?:crystal )?(?:space|symmetry)[ -]?group.*"
    r"|(?:crystal(?:lographic)?|lattice) (?:system|symmetry|type)|symmetry"
    r"|structure type",
    "phase": r"(?:(?:crystal(?:line)?|possible|likely|probable|identified) )?phases?(?: type)?",
    "method": r"(?:methods?|techniques?|radiation|source of data)",
    "composition": r"(?:(?:nominal|chemical|measured|actual|target|alloy)? ?(?:compositions?|formulae?|formulas?)"
    r"|stoichiometry|(?-i:M\.? ?F\.?)|(?:molecular|empirical) formula)",
    "sample": r"(?:abbreviations?|acronyms?|short names?|codes?|ids?|labels?|designations?|identifiers?)"
    rf"|(?:the )?(?:\w+[ -]){{0,2}}(?:{_SAMPLE_NOUNS})"
    r"(?: ?(?:codes?|names?|no\.?|ids?|numbers?|labels?|designations?|types?|description|test no\.?))?\W*",
}
_ROLES: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = tuple(
    (role, re.compile(pattern, re.I)) for role, pattern in _PATTERNS.items()
)
_TREATMENTS: Final = (
    r"(?:(?:post-?|pre-?)?(?:measur\w+|test\w*|anneal\w*|sinter\w*|calcin\w*|heat(?:ing|[- ]treatment)?|growth"
    r"|temper\w*|austeniti\w*|solution\w*|hot[- ]press\w*|normali\w*|homogeni\w*|deposition|substrate|process\w*"
    r"|peak|reaction|operating|working|age?ing|quench\w*|treatment|mill\w*|dwell|holding|soaking"
    r"|room|curing|drying|pyrolysis|carboni[sz]ation|activation|synthesis|preparation|hydrothermal|firing|ball"
    r"|experimental|cooling|bias|gas|partial|base|working"
    r"|scan\w*|sweep|strain|charge|discharge|current|flow|melting|welding|stirring|ramp|laser|beam|rf|applied"
    r"|magnetic|electric|input|c)[ -]){0,3}"
)
CONDITION: Final = re.compile(
    rf"(?!(?:growth|deposition) rates?){_TREATMENTS}(?:temperatures?(?: (?:range|interval)s?)?|temp\.?"
    r"|T|times?|durations?|t|pressures?|p|ph|atmospheres?|frequenc(?:y|ies)|f|rates?"
    r"|(?:applied )?(?:stress|load)"
    r"|qcr|\(?hkl\)?"
    r"|(?:crystal(?:lographic)? |lattice )?planes?|reflections?|miller ind(?:ex|ices)"
    r"|current densit(?:y|ies)|powers?|speeds?|voltages?|potentials?|humidity|rh"
    r"|fields?(?: changes?)?|doses?|fluences?|cycles?"
    r"|cycle numbers?|number of cycles|wavelengths?|swelling medium|media|medium|states?|conditions?"
    r"|treatments?|(?:[A-Z][a-z]?\d? )?flows?(?: rates?)?)[^\w+]*"
    r"|(?:pre-?|post-?)?(?:austeniti[sz](?:ing|ation)|tempering|annealing|sintering|calcination|quenching|age?ing"
    r"|solution(?:ing|i[sz]ing)|homogeni[sz]ation|normali[sz]ing|hot rolling|cold rolling)"
    r"(?: conditions?| parameters?)?",
    re.I,
)
_AMOUNT: Final = re.compile(
    r"(?:(?:relative|peak|mean|average|total|mass|weight|atomic|oil|chemical|amino acid|fatty acid|mineral)\s){0,2}"
    r"(?:contents?|percentages?|percent|areas?|abundances?|amounts?|concentrations?|compositions?|proportions?"
    r"|fractions?|quantit(?:y|ies)|values?|results?|levels?|conditions?)?\W*",
    re.I,
)
ORGANISM: Final = re.compile(
    r"(?:(?:test(?:ed)?|indicator|bacterial|microbial|fungal)\s)*"
    r"(?:strains?|micro-?organisms?|organisms?|bacteri(?:a|um)|fung(?:i|us)|pathogens?|cell lines?)\W*",
    re.I,
)
"""What a sample was tried on, which is no sample of the paper."""
DIRECTION: Final = re.compile(
    r"(?:(?:test(?:ing)?|tensile|load(?:ing)?|sampl\w+|specimen|sample|measur\w+|rolling|strain(?:ing)?|stress|compression)"
    r"[ -])?(?:directions?|orientations?)\W*",
    re.I,
)
"""Along what a sample was tried, which makes it no other sample."""
PART: Final = re.compile(
    r"(?:(?:vibrational|vibration|normal|phonon|raman|ir|infrared|absorption|emission|diffraction|xps|xrd|nmr|bond|atomic"
    r"|coordination|scattering|core|functional|electronic|optical)[ -])?"
    r"(?:modes?|vibrations?|bands?|peaks?|signals?|resonances?|transitions?|bonds?|types? of bond|shells?|paths?|pairs?"
    r"|levels?|orbitals?|groups?|atoms?|sites?|elements?|(?:(?:band|peak) )?assignments?(?:,? .*)?)\W*",
    re.I,
)
"""A part of a spectrum or of a structure, which tells values of one sample apart."""
FACTOR: Final = re.compile(
    r"(?:.*\b(?:content|concentration|fraction|amount|ratio|doping|dopant|loading|level|dosage|additions?)\b.*|x|y|z|δ"
    r"|particle diameter|vol\.?\s?%|wt\.?\s?%|mol\.?\s?%|at\.?\s?%|(?-i:w(?!R)[A-Z]\w*)|\[.*\])",
    re.I,
)
SHARES: Final = frozenset({"wt%", "vol.%", "mol%", "at.%"})
AMOUNTS: Final = frozenset({"element_content", "phase_fraction", "composition_ratio"})
"""Properties that a column also names when it says what the samples were made with."""
NOT_PROPERTY: Final = re.compile(
    r"(?:(?:number|no\.?|n\.?) of .*|.*solution volume|colou?r|.*\bdate\b.*"
    r"|.*\b(?:beam|laser|focal|focus|scanning|pulse|settings|(?<!initial )(?<!final )setting(?! time))\b.*)",
    re.I,
)
METHOD: Final = re.compile(
    r"\b(?:exp(?:eriment\w*|t?l?)?|calc\w*|simulat\w*|theor\w*|dft|gga|lda|pbe|hse06|measured|predict\w*|model\w*|numerical"
    r"|p?xrd|pxd|pnd|npd|sc-?xrd|x-ray|neutron|xps|ed[sx]|icp\S*|tem|sem|afm)\b\.?",
    re.I,
)
FOUND: Final = re.compile(r"\b(?:measured|actual|observed|obtained|experimental|found|determined|analy[sz]ed)\b", re.I)
STEM: Final = re.compile(r"(?<=[A-Za-zα-ω])[\d.,%-]+$")
HEADING: Final = re.compile(r"propert|parameter|respons|variable|results?\b|data\b|values?\b", re.I)
ELEMENT: Final = re.compile(
    r"(?:%|\[|wt%|at%|[Tt]ot(?:al|\.))?\s?(?P<symbol>[A-Z][a-z]?)\]?(?:\s(?:content|concentration|%))?"
)


LOGARITHM: Final = re.compile(r"-?\s?(?:log|lg|ln)(?:10)?[\s(\[]|log[₁1]|ln[A-Zα-ωΑ-Ω]")
"""Numbers under such a header are no values of the quantity in it."""
GLUED_CONDITION: Final = re.compile(
    r"(?P<symbol>[A-Za-zα-ωΑ-Ω]{1,5})_?(?P<condition>\d{1,4}(?:\s?[-–]\s?\d{1,4})?\s?(?:°\s?C|℃|K)"
    r"|(?:(?<=\b[CQ])|(?<=\b[CQ]_))\d{1,2}(?:\.\d{1,2})?\s?C(?:/\d+)?)"
)
"""A symbol with the temperature, or a capacity's with the rate, in its index: ``CTE50–300°C``, ``Q0.1C``."""
VARIABLE: Final = re.compile(r"[a-zα-ω]\s?=\s?[\d.]+")
"""The value of a formula's variable, which names a sample: ``x = 0.1``."""


def is_amount(words: str) -> bool:
    """Whether words only say that there is so much of something: ``Weight percent``, ``Content``."""
    return bool(_AMOUNT.fullmatch(words))


def case_name(words: str) -> str:
    """What kind of condition words without a number are."""
    if METHOD.search(words):
        return "method"
    if re.search(
        r"anneal|cast|sinter|quench|treat|heat(?! input)|\baged|\bage?ing\b|deform|rolled|calcin", words, re.I
    ):
        return "treatment"
    return "case"


def role_of(text: str) -> Role | None:
    """What a header is by its bare words; None where they are no role."""
    text = text.strip().rstrip(".:")
    for role, pattern in _ROLES:
        if pattern.fullmatch(text):
            return role
    return None

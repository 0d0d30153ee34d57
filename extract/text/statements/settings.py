"""A value and the phrase that is said of it in, whether it was set by somebody rather than found out."""

import re
from typing import Final

from ....records.quantity_grammar import QuantitySpan
from ....records.vocabulary import Property
from .conditions import is_condition
from .property_phrases import PropertyPhrase
from .sentence_view import Sentence

AT_WORDS: Final = re.compile(
    r"\b(?:at|under|using|by applying)\s(?:(?:the|a|an|different|various|same|constant|fixed|low|high|large|small|"
    r"lower|higher|applied|test|an applied)\s){0,3}$",
    re.IGNORECASE,
)
SET_DIMENSIONS: Final = frozenset({
    "temperature", "current density", "specific current", "current", "frequency", "voltage", "pressure", "length",
    "magnetic field strength", "magnetic flux density", "electric field", "temperature rate", "concentration",
    "power density", "time", "flow rate", "velocity", "force", "power", "areal energy", "mass", "volume",
})  # fmt: skip
"""Dimensions of what one sets in an experiment: ``at a current density of`` names a condition."""
SETTING_WORDS: Final = re.compile(
    r"\b(?:heated|stirred|sintered|annealed|calcined|dried|milled|ball-milled|dissolved|washed|centrifug\w+|sonicated|"
    r"pressed|cooled|quenched|evaporated|purchased|supplied|equipped|operat\w+|scann\w+|recorded|collected|"
    r"accelerat\w+|"
    r"weighed|mixed|added|immersed|kept|held|maintained|sealed|transferred|polished|sputter\w+|deposited|spin-coated|"
    r"irradiated|aged|autoclave|furnace|performed|conducted|carried[ -]out|using|tested|cycled|swept|ramped|soaked|"
    r"cut|machined|was set|were set|set to|set at|chosen|selected|applied|fixed)\b",
    re.IGNORECASE,
)
EXPERIMENT: Final = re.compile(
    r"experiment|method|synthes[ie]s|preparation|characteri[sz]ation|fabrication|procedure|materials and|"
    r"measurements?$|instrument|assembly",
    re.IGNORECASE,
)
SETTLED_IN_EXPERIMENT: Final = frozenset({
    "mass_loading", "density", "relative_density", "grain_size", "specific_surface_area", "purity", "band_gap",
    "element_content", "specific_capacity", "particle_size", "porosity", "molar_mass",
})  # fmt: skip
"""What an experimental section tells of materials in many words."""
SET_IN_EXPERIMENT: Final = frozenset({
    "cell_voltage", "current_density", "length", "diameter", "width", "height", "emission_wavelength",
    "absorption_wavelength", "resonance_frequency",
    "diffraction_angle", "resistance", "photon_energy_feature", "total_energy", "hubbard_u", "electrochemical_window",
    "field_induced_strain", "stress_strain_strain", "absorbed_dose", "aspect_ratio", "raman_shift", "infrared_band",
    "open_circuit_voltage", "production_rate", "flow_stress_exponent", "weibull_modulus", "avrami_exponent",
    "fractal_dimension", "relaxation_time", "response_time", "viscosity", "volume_change", "composition_ratio",
    "cell_power_density", "number_density", "mass_loss", "luminance", "quality_factor", "retention_time", "creep_rate",
    "shear_strength",
})  # fmt: skip
"""What there is as often an instrument's or a recipe's."""
_NEVER_SET: Final = frozenset({"critical_cooling_rate"})
_OF_CHEMICALS: Final = frozenset({"purity", "element_content", "constituent_content", "molar_mass"})
BOUGHT: Final = re.compile(r"\b(?:purchased|Aldrich|Alfa Aesar|as received|supplied by|ellipsoids)\b")
CALIBRATED: Final = re.compile(r"\b(?:calibrat|referenced to|reference of|adventitious)", re.IGNORECASE)
"""``referenced to the C 1s peak at 284.8 eV``: what a scale was set by."""
INSTRUMENT: Final = re.compile(
    r"\b(?:lasers?|targets?|baths?|furnaces?|beams?|cantilevers?|detectors?|cameras?|diffractometers?|spectrometers?|"
    r"microscopes?|radiation|lamps?|slits?|nozzles?|chambers?|tapping mode|scale bars?|probes?|analy[sz]ers?|"
    r"electrolytes?|solutions?|binders?|slurr(?:y|ies)|assembl(?:y|ies)|vials?|balls|crucibles?|holders?)\b",
    re.IGNORECASE,
)
GENERALLY: Final = re.compile(
    r"\b(?:typical(?:ly)?|usual(?:ly)?|often|general(?:ly)?|commonly|normally|many|most|various)\b", re.IGNORECASE
)
SUPPOSED: Final = re.compile(
    r"\b(?:if|should|would|targets?|goals?|requir\w+|acceptable|permissible|standards?|must|suppos\w+|assum\w+)\b",
    re.IGNORECASE,
)
"""What is wished for or assumed, and not found."""
GEOMETRY: Final = frozenset({"diameter", "width", "height", "length", "film_thickness", "aspect_ratio"})
_SPECIMEN: Final = 5e-4
_ALWAYS_SET: Final = re.compile(
    r"(?:heating|scan|scanning|sweep|ramp|ramping|stirring|rotation|crosshead)\s(?:rate|speed)s?$"
)
_DRAWN: Final = re.compile(r"(?:\s\([A-Za-z]{1,6}\))?\s(?:curves?|diagrams?|plots?)\b")
_SWEPT_OVER: Final = re.compile(
    r"(?:^|\s)(?:voltage|potential|frequency|wavelength|wavenumber|spectral|current(?:\sdensity)?|scan(?:ning)?|2θ|energy|"
    r"d-spacing|concentration)\s(?:ranges?|regions?|intervals?)$",
    re.IGNORECASE,
)
"""``in the voltage range of 2-4 V``: what somebody ran through."""
_SWEPT_FROM: Final = re.compile(r"\bfrom\s(?:the\s|an?\s|its\s)?$")
_SWEPT_TO: Final = re.compile(r"(?:\s\([A-Za-z]{1,6}\))?\s(?:down\s|up\s)?to\s(?:about\s|~\s?)?$")
_SCALE: Final = re.compile(r"\bscale[- ]bars?\b[^.;]{0,40}$", re.IGNORECASE)
_PEAKS: Final = re.compile(
    r"DSC|DTA|DTG|TGA?\b|exotherm|endotherm|thermogra|heat flow|calorimet|TPD|TPR|glow|permittivit|dielectric|anomal|"
    r"desorption|reduction",
    re.IGNORECASE,
)


def is_setting(
    sentence: Sentence, span: QuantitySpan, entry: Property, phrase: PropertyPhrase | None, cost: float
) -> bool:
    """Whether a value is a setting of an instrument, a step of a synthesis, a size of a test piece or a condition."""
    if cost > 100.0 and is_condition(sentence, span):
        return True
    if entry.name in GEOMETRY and is_specimen(span):
        return True
    if (
        phrase
        and entry.name not in _NEVER_SET
        and entry.dimension in SET_DIMENSIONS
        and _is_set(sentence, phrase, span)
    ):
        return True
    if (entry.domain == "open" or entry.name in _OF_CHEMICALS) and BOUGHT.search(sentence.own):
        return True
    if entry.name == "electrochemical_window" and SETTING_WORDS.search(sentence.own):
        return True
    if entry.name == "peak_temperature" and not _PEAKS.search(sentence.own):
        return True
    if EXPERIMENT.search(sentence.section):
        return not _settled(entry, cost)
    window = sentence.text[max(sentence.start, span.start - 60) : span.start]
    return (cost >= 40.0 or entry.domain == "open") and bool(SETTING_WORDS.search(window))


def is_always_set(sentence: Sentence, phrase: PropertyPhrase) -> bool:
    """Whether words are of what only an experimenter sets, save ``critical`` ones: heating and scan rates."""
    words = sentence.text[phrase.start : phrase.end]
    return bool(_ALWAYS_SET.search(words)) and "critical" not in words


def is_scale(sentence: Sentence, span: QuantitySpan) -> bool:
    """Whether a quantity is what a scale bar or a calibration (``referenced to C 1s at 284.8 eV``) stands for."""
    ahead = sentence.text[max(sentence.start, span.start - 60) : span.start]
    return bool(_SCALE.search(ahead)) or (span.quantity.unit == "eV" and bool(CALIBRATED.search(sentence.own)))


def is_swept_over(sentence: Sentence, phrase: PropertyPhrase) -> bool:
    """Whether words are of a range that a measurement runs through: ``voltage range``, ``wavenumber region``."""
    return _SWEPT_OVER.search(sentence.text[phrase.start : phrase.end]) is not None


def is_drawn(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan) -> bool:
    """Whether words tell of what sort a curve or a sweep is (``polarization curves``, ``from the OCP to 1.2 V``)."""
    ahead = sentence.text[max(sentence.start, phrase.start - 10) : phrase.start]
    swept = _SWEPT_FROM.search(ahead) and _SWEPT_TO.fullmatch(sentence.text[phrase.end : span.start])
    return bool(swept or _DRAWN.match(sentence.text, phrase.end))


def _settled(entry: Property, cost: float) -> bool:
    """What an experimental section may say of a material itself, in plain words."""
    if entry.name in SETTLED_IN_EXPERIMENT:
        return cost < 12.0
    return cost < 10.0 and entry.domain != "open" and entry.name not in SET_IN_EXPERIMENT


def _is_set(sentence: Sentence, phrase: PropertyPhrase, span: QuantitySpan) -> bool:
    """``at a current density of 1 A/g``, ``the sintering temperature was``: what was set, not what came out."""
    if phrase.setting:
        return True
    ahead = sentence.text[max(sentence.start, phrase.start - 40) : phrase.start]
    return phrase.start < span.start and bool(AT_WORDS.search(ahead))


def is_specimen(span: QuantitySpan) -> bool:
    """Whether a length is one of a test piece (a rod of 10 mm), which is how it was cut and not a property."""
    sizes = [item.quantity.canonical_value for item in span.items] or [span.quantity.canonical_value]
    return any(size is not None and size >= _SPECIMEN for size in sizes)

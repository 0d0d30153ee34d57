"""The labels of a plot's axes in, the kind of measurement that it shows out."""

import re
from typing import Final

_KINDS: Final[tuple[tuple[str, str, str], ...]] = (
    ("xrd", r"2\s*(θ|theta|ϑ)|two[- ]theta|diffraction angle", r""),
    ("raman", r"raman", r""),
    ("ftir", r"wave\s?number", r"transmi|absorb|reflect"),
    ("xps", r"binding energy", r""),
    ("uv_vis", r"wavelength", r"absor|reflect|transmi"),
    ("photoluminescence", r"wavelength", r"intensity|lumin"),
    ("dos", r"(e\s*[-−–]\s*e_?f|energy)", r"dos|density of states|states"),
    ("nyquist", r"z\s*['′]|z_?re|re\s*\(?z", r"z\s*['′\"″]|im"),
    ("charge_discharge", r"capacity", r"voltage|potential"),
    ("cycling", r"cycle", r"capacity|efficiency|retention"),
    ("cyclic_voltammetry", r"potential|voltage", r"current"),
    ("arrhenius", r"1000\s*/\s*t|1\s*/\s*t|10\^?3\s*/\s*t", r""),
    ("thermogravimetry", r"temperature", r"weight|mass|tg"),
    ("isotherm", r"relative pressure|p\s*/\s*p_?0", r""),
    ("magnetization", r"field", r"magnet|moment"),
    ("stress_strain", r"strain", r"stress"),
    ("temperature_dependence", r"temperature", r""),
)


def kind_of_plot(x_label: str | None, y_label: str | None) -> str:
    """The kind that both labels fit, ``other`` if none does."""
    x, y = (x_label or "").lower(), (y_label or "").lower()
    for kind, across, up in _KINDS:
        if re.search(across, x) and re.search(up, y):
            return kind
    return "other"

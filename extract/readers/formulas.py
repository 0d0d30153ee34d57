"""A MathML element or a TeX formula in, one line of text out: ``1.2 × 10−4``, ``LixCoO2``, ``(a + b)/c``."""

import re
from typing import Any, Final

_SPACED: Final = frozenset("=<>≤≥≈≃≅≡≠∼~→←↔⇌×±∝≪≫")
_COMMANDS: Final = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "approx": "≈",
    "sim": "∼", "neq": "≠", "ne": "≠", "rightarrow": "→", "to": "→", "leftarrow": "←", "rightleftharpoons": "⇌",
    "circ": "°", "degree": "°", "infty": "∞", "partial": "∂", "nabla": "∇", "int": "∫", "sum": "∑", "prod": "∏",
    "sqrt": "√", "hbar": "ℏ", "ell": "ℓ", "prime": "′", "propto": "∝", "ll": "≪", "gg": "≫", "equiv": "≡", "cdots": "…",
    "ldots": "…", "dots": "…", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "AA": "Å", "ohm": "Ω", "quad": " ", "qquad": " ",
    "textdegree": "°", "upmu": "μ", "textmu": "μ", "%": "%", "&": "&", "_": "_", "#": "#", "$": "$", ",": " ", ";": " ",
    ":": " ", "!": "", " ": " ", "{": "{", "}": "}", "\\": "; ",
}  # fmt: skip
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[{}^_~&]|[^\\{}^_~&]+", re.S)
_BODY: Final = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.S)
_ENVIRONMENT: Final = re.compile(
    r"\\(?:begin|end)\{[A-Za-z]{1,20}\*?\}(?:\{[lcr|]{1,20}\})?|\\(?:label|tag)\{[^{}]{0,80}\}"
)
_ARGUMENT: Final = r"\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
_FRACTION: Final = re.compile(rf"\\[dt]?frac\s*{_ARGUMENT}\s*{_ARGUMENT}")
_MINUS: Final = re.compile(r"(?<![A-Za-z])-")
_UP: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str, before: str) -> str:
    """How an exponent is written after ``before``: joined, but as ``⁵`` after a digit, where ``105`` would lie."""
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit() and before[-1:].isdigit():
        return stripped.translate(_UP)
    return text


def mathml_text(element: Any) -> str:
    """The text of a MathML element, fractions as ``a/b``, sub- and superscripts joined to their base."""
    return re.sub(r"\s+", " ", _node(element)).strip()


def _node(element: Any) -> str:
    if not isinstance(element.tag, str):
        return ""
    name = element.tag.rpartition("}")[2]
    if name in ("annotation", "annotation-xml", "maligngroup", "malignmark", "mphantom"):
        return ""
    if name == "mspace":
        return " "
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return _leaf(name, " ".join((element.text or "").split()))
    parts = [_node(child) for child in children]
    if name in ("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"):
        return _scripts(name, parts)
    if name == "mfrac" and len(parts) == 2:
        return f"{_wrap(parts[0])}/{_wrap(parts[1])}"
    if name in ("msqrt", "mroot"):
        return f"√{_wrap(''.join(parts[:1]) if name == 'mroot' else ''.join(parts))}"
    if name == "mfenced":
        return element.get("open", "(") + ", ".join(parts) + element.get("close", ")")
    if name in ("mtr", "mlabeledtr"):
        return " ".join(parts) + "; "
    return "".join(parts)


def _leaf(name: str, text: str) -> str:
    if name == "mo" and text in _SPACED:
        return f" {text} "
    if name == "mo":
        return {"-": "−", ",": ", "}.get(text, text.translate({0x2061: "", 0x2062: "", 0x2063: ""}))
    return text


def _scripts(name: str, parts: list[str]) -> str:
    base, scripts = parts[0], parts[1:]
    if name == "mover" and scripts and scripts[0].strip() in "¯‾―˙^~→ˉ_\u0305":
        return base
    if name == "msup":
        return base + raised("".join(scripts), base)
    return base + "".join(scripts)


def _wrap(text: str) -> str:
    text = text.strip()
    return text if re.fullmatch(r"[\w.°′{}^]{1,40}|\([^()]*\)", text) else f"({text})"


def tex_text(source: str) -> str:
    """The text of a TeX formula: commands as their letters, ``\\frac`` as ``a/b``, fonts and spacing dropped."""
    body = _BODY.search(source[:20_000])
    text = (body[1] if body else source[:20_000]).strip().strip("$")
    text = _ENVIRONMENT.sub("", re.sub(r"\\([\[\]()])", "", text))
    for _ in range(4):
        text = _FRACTION.sub(lambda m: f"{_wrap(m[1])}/{_wrap(m[2])}", text)
    out: list[str] = []
    power = False
    for piece in _TOKEN.findall(text):
        if piece == "^":
            power = True
        elif piece in ("{", "}", "_", "&"):
            continue
        else:
            word = _word(piece)
            out.append(raised(word, "".join(out[-1:])) if power else word)
            power = power and not word
    return re.sub(r"\s+", " ", _MINUS.sub("−", "".join(out))).strip()


def _word(piece: str) -> str:
    if piece == "~":
        return " "
    if not piece.startswith("\\"):
        return piece
    return _COMMANDS.get(piece[1:], "")

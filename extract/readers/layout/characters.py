"""Glyphs with the codes their fonts give them in, glyphs with the characters a reader sees out."""

import re
import unicodedata
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from .content import REPLACEMENT, SPACES, Flags, Floats, Font, Glyphs, Ints

LIGATURES: Final = {
    0x2103: "°C",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}

# Adobe's Symbol encoding, 0x20 to 0xFE; what fonts map to U+F020..U+F0FE (PDF 32000-1, annex D.5).
_SYMBOL_LOW = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
SYMBOL: Final = {0x20 + i: ord(c) for i, c in enumerate(_SYMBOL_LOW)} | {
    0xA0 + i: ord(c) for i, c in enumerate(_SYMBOL_HIGH)
}
# Adobe's corporate use area for pieces of tall brackets, as glyph lists of fonts give them.
_BRACKETS = dict(zip(range(0xF8E5, 0xF8FF), "‾®©™®©™⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⌠⎮⌡⎞⎟⎠⎤⎥⎦", strict=False))
_SINGLE: Final = {0x2126: 0x3A9, 0x212B: 0xC5, 0x00B5: 0x3BC, 0x223C: 0x7E} | {
    code: ord(c) for code, c in _BRACKETS.items()
}
_ACCENTS: Final = {
    0xA8: 0x308, 0xB4: 0x301, 0x60: 0x300, 0x2C6: 0x302, 0x2DC: 0x303, 0xAF: 0x304, 0x2C7: 0x30C, 0x2D8: 0x306,
    0x2DA: 0x30A, 0xB8: 0x327, 0x2D9: 0x307, 0x2DD: 0x30B,
}  # fmt: skip


_MATHEMATICAL_PI: Final = {
    0xBC: 0x3D, 0xBD: 0x5B, 0xF0: 0x28, 0xDE: 0x29, 0xFE: 0x2B, 0x21: 0x2192, 0x04: 0x5D,
}  # fmt: skip
TEX_SYMBOL_FONT: Final = "AdvP4C4E74"
_TEX_SYMBOL_LETTERS: Final = {
    0x30: 0x2032, 0x31: 0x221E, 0x32: 0x2208, 0x3F: 0x22A5, 0x66: 0x7B, 0x67: 0x7D, 0x68: 0x27E8,
    0x69: 0x27E9, 0x6A: 0x7C, 0x6B: 0x2225, 0x70: 0x221A, 0x72: 0x2207,
}  # fmt: skip
"""What stands at the places of TeX's symbols: ``k`` is the sign of parallels, ``0`` a prime."""
SLASH: Final = 0.58
"""Of an em: a glyph given as an equals sign that is narrower is a slash; equals signs take two thirds and more."""
WORD_GAP: Final = 0.12
"""Of an em: letters further apart are of two words, where a file has no spaces."""
SYMBOL_FONTS: Final = ("p4c4e", "symb", "math", "cmsy", "sym", "pi1", "advpi")
_TEX_SYMBOLS: Final = {
    0: 0x2212, 1: 0xB7, 2: 0xD7, 3: 0x2217, 4: 0xF7, 5: 0x22C4, 6: 0xB1, 7: 0x2213, 14: 0xB0, 15: 0x2022,
    20: 0x2264, 21: 0x2265, 24: 0x223C, 25: 0x2248, 26: 0x2282, 33: 0x2192, 49: 0x221E, 50: 0x2208, 112: 0x221A,
}  # fmt: skip
_CORK: Final = {27: 0xFB00, 28: 0xFB01, 29: 0xFB02, 30: 0xFB03, 31: 0xFB04, 21: 0x2013, 22: 0x2014}
_NAMES: Final = {
    "minus": 0x2212, "hyphen": 0x2D, "ff": 0xFB00, "fi": 0xFB01, "fl": 0xFB02, "ffi": 0xFB03, "ffl": 0xFB04,
    "f_f": 0xFB00, "f_i": 0xFB01, "f_l": 0xFB02, "f_f_i": 0xFB03, "f_f_l": 0xFB04, "degree": 0xB0, "mu": 0x3BC,
    "multiply": 0xD7, "plusminus": 0xB1, "lessequal": 0x2264, "greaterequal": 0x2265, "approxequal": 0x2248,
    "similar": 0x223C, "endash": 0x2013, "emdash": 0x2014, "bullet": 0x2022, "arrowright": 0x2192,
    "periodcentered": 0xB7, "Delta": 0x394, "Omega": 0x3A9, "alpha": 0x3B1, "beta": 0x3B2, "gamma": 0x3B3,
    "delta": 0x3B4, "epsilon": 0x3B5, "theta": 0x3B8, "lambda": 0x3BB, "rho": 0x3C1, "sigma": 0x3C3, "pi": 0x3C0,
    "quoteright": 0x2019, "quoteleft": 0x2018, "quotedblleft": 0x201C, "quotedblright": 0x201D, "Aring": 0xC5,
}  # fmt: skip


def spelled_out(glyphs: Glyphs, fonts: tuple[Font, ...]) -> Glyphs:
    """``glyphs`` with ligatures as letters, symbols of private codes mapped, and letters under their accents."""
    if not len(glyphs):
        return glyphs
    codes = _mapped(glyphs.codes, glyphs.fonts, fonts)
    codes = _mathematical_italic(glyphs, _mathematical_pi(codes, glyphs.fonts, fonts), fonts)
    codes = _minus_signs(glyphs, codes)
    glyphs = glyphs.with_codes(_degrees(glyphs.with_codes(codes)))
    return _accented(_unligated(_without_soft_hyphens(glyphs)))


def _without_soft_hyphens(glyphs: Glyphs) -> Glyphs:
    """Soft hyphens that stand beside a hyphen or take no room are left out; the others were printed."""
    soft = glyphs.codes == 0xAD
    if not soft.any():
        return glyphs
    width = glyphs.boxes[:, 2] - glyphs.boxes[:, 0]
    before = np.concatenate([[0], glyphs.codes[:-1]])
    return glyphs.take(~(soft & ((width < 0.05 * glyphs.sizes) | np.isin(before, (0x2D, 0x2010)))))


def shared_out(glyphs: Glyphs) -> Glyphs:
    """A ligature that the file maps to several letters is one box, on the first letter or on all: it is shared out."""
    if not len(glyphs):
        return glyphs
    x0, x1 = glyphs.boxes[:, 0], glyphs.boxes[:, 2]
    narrow = (x1[1:] - x0[1:] <= 0.01) & ((np.abs(x0[1:] - x1[:-1]) < 0.02) | (np.abs(x0[1:] - x0[:-1]) < 0.02))
    same = (np.abs(glyphs.boxes[1:] - glyphs.boxes[:-1]) < 0.01).all(axis=1) & (x1[1:] > x0[1:])
    same &= (glyphs.codes[1:] != glyphs.codes[:-1]) | (glyphs.codes[1:] == ord("f"))
    follows = np.concatenate([[False], (narrow | same) & (glyphs.turns[1:] == 0)])
    follows &= ~np.isin(glyphs.codes, SPACES)
    if not follows.any():
        return glyphs
    first = np.flatnonzero(~follows)
    group = np.cumsum(~follows) - 1
    count = np.diff(np.append(first, len(follows)))[group]
    rank = np.arange(len(follows)) - first[group]
    boxes, origins = glyphs.boxes.copy(), glyphs.origins.copy()
    left = x0[first[group]]
    share = (x1[first[group]] - left) / count
    boxes[:, 0], boxes[:, 2] = left + rank * share, left + (rank + 1) * share
    origins[:, 0] = np.where(count > 1, boxes[:, 0], origins[:, 0])
    return replace(glyphs, boxes=boxes, origins=origins)


def _mapped(codes: Ints, font_of: Ints, fonts: tuple[Font, ...]) -> Ints:
    """``codes`` with private codes of symbol fonts and doubled letters (the ohm sign) as plain Unicode.

    Letters of the mathematical alphabets become the plain ones.
    """
    odd = ((codes < 0x20) & (codes != 9)) | (codes == 0xB5) | (codes > 0x2100)
    if not odd.any():
        return codes
    codes = codes.copy()
    for code in np.unique(codes[odd]).tolist():
        here = codes == code
        if 0xF020 <= code <= 0xF0FE:
            symbol = np.array(["symb" in font.name.lower() for font in fonts])[font_of]
            codes[here & symbol] = SYMBOL.get(code - 0xF000, REPLACEMENT)
            codes[here & ~symbol] = code - 0xF000 if code < 0xF07F else REPLACEMENT
        elif 0x1D400 <= code <= 0x1D7FF:
            codes[here] = ord(unicodedata.normalize("NFKC", chr(code)))
        elif code in _SINGLE:
            codes[here] = _SINGLE[code]
    return codes


def _mathematical_pi(codes: Ints, font_of: Ints, fonts: tuple[Font, ...]) -> Ints:
    """Signs of the Mathematical Pi fonts, whose codes files give out as the Latin letters of the same places."""
    chosen = np.array([font.name.startswith(("AdvP4C4E", "MathematicalPi")) for font in fonts], bool)
    if not chosen.any():
        return codes
    here = chosen[font_of]
    codes = codes.copy()
    for latin, sign in _MATHEMATICAL_PI.items():
        codes[here & (codes == latin)] = sign
    codes[here & ((codes == REPLACEMENT) | (codes == 2))] = 0x2212
    symbols = np.array([font.name.startswith(TEX_SYMBOL_FONT) for font in fonts], bool)[font_of]
    for latin, sign in _TEX_SYMBOL_LETTERS.items():
        codes[symbols & (codes == latin)] = sign
    return codes


def _mathematical_italic(glyphs: Glyphs, codes: Ints, fonts: tuple[Font, ...]) -> Ints:
    """Signs of fonts that keep the places of TeX's mathematical italic, where ``=`` is a slash and ``;`` a comma.

    Physical Review is set so: its ``MHz=T`` is MHz/T. A slash is half an em wide, an equals sign is wider
    (Knuth, The TeXbook, appendix F).
    """
    chosen = np.array(
        [font.name.startswith("AdvP4C4E") or (font.name.startswith("AdvTT") and font.italic) for font in fonts], bool
    )
    places = np.flatnonzero(chosen[glyphs.fonts] & (glyphs.codes == 0x3D))
    width = glyphs.boxes[places, 2] - glyphs.boxes[places, 0]
    slashes = places[width < SLASH * glyphs.sizes[places]]
    if not len(slashes):
        return codes
    codes = codes.copy()
    codes[slashes] = 0x2F
    codes[np.isin(glyphs.fonts, glyphs.fonts[slashes]) & (codes == 0x3B)] = 0x2C
    return codes


def _degrees(glyphs: Glyphs) -> Ints:
    """Small circles that stand for a degree sign (behind a number, before C or F) as U+00B0.

    So are codes that say nothing between a number and a C that ends its word.
    """
    codes = glyphs.codes
    circles = np.isin(codes, (0x25E6, 0x2218, 0x2DA, 0xBA))
    places = np.flatnonzero(circles | _unknown(codes))
    if not len(places):
        return codes
    printed = np.flatnonzero(~np.isin(codes, SPACES))
    rank = np.searchsorted(printed, places)
    before = codes[printed[np.maximum(rank - 1, 0)]]
    after = codes[printed[np.minimum(rank + 1, len(printed) - 1)]]
    number = (before >= 0x30) & (before <= 0x39)
    unit, behind = np.minimum(places + 1, len(codes) - 1), np.minimum(places + 2, len(codes) - 1)
    apart = np.abs(glyphs.boxes[behind, 0] - glyphs.boxes[unit, 2]) > WORD_GAP * glyphs.sizes[unit]
    celsius = (codes[unit] == 0x43) & (apart | ~_is_letter(codes[behind]) | (behind == unit))
    codes = codes.copy()
    codes[places[np.where(circles[places], number | (after == 0x43) | (after == 0x46), number & celsius)]] = 0xB0
    return codes


def _is_letter(codes: Ints) -> Flags:
    return ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A)


def _unknown(codes: Ints) -> Flags:
    """Codes that are no character of any text."""
    return ((codes < 0x20) & ~np.isin(codes, SPACES)) | (codes == REPLACEMENT) | ((codes >= 0x7F) & (codes < 0xA0))


def by_glyph_name(name: str, font: str, code: int) -> int:
    """The character that a glyph's name gives, where the file maps its code to none; ``code`` if it says nothing.

    Names such as "C25" are positions: in symbol fonts those of TeX's symbol font (Knuth, The TeXbook,
    appendix F), in text fonts those of Latin-1 and, below 32, the ligatures of TeX's Cork encoding. A digit or
    a suffix behind a name ("Omega1", "mu.italic") marks another cut of the same character.
    """
    numbered = re.fullmatch(r"[CcGg](\d{1,3})", name)
    if numbered:
        position = int(numbered[1])
        if any(word in font.lower() for word in SYMBOL_FONTS):
            return _TEX_SYMBOLS.get(position, code)
        return position if 0xA0 <= position <= 0xFF else _CORK.get(position, code)
    variant = re.sub(r"(?<=[a-z]{2})(?:\d|\.\w{1,8})$", "", name)
    return _NAMES.get(name, _NAMES.get(variant, code))


def _minus_signs(glyphs: Glyphs, codes: Ints) -> Ints:
    """Unknown codes that stand where only a minus can, before a raised digit ("cm?1"), become U+2212."""
    places = np.flatnonzero(_unknown(codes)[:-1])
    if not len(places):
        return codes
    codes = codes.copy()
    digit = (codes[places + 1] >= 0x30) & (codes[places + 1] <= 0x39)
    before = np.maximum(places - 1, 0)
    raised = glyphs.origins[before, 1] - glyphs.origins[places + 1, 1] > 0.15 * glyphs.sizes[before]
    ends = (codes[before] >= 0x30) & (codes[before] <= 0x39) & ~digit
    ends &= (glyphs.sizes[before] < 0.8 * glyphs.sizes[np.maximum(places - 2, 0)]) & (places > 1)
    codes[places[(digit & raised) | ends]] = 0x2212
    return codes


def _unligated(glyphs: Glyphs) -> Glyphs:
    """Every ligature as its letters, which share its box."""
    counts = np.ones(len(glyphs), np.intp)
    for code, letters in LIGATURES.items():
        counts[glyphs.codes == code] = len(letters)
    if counts.max() == 1:
        return glyphs
    index = np.repeat(np.arange(len(glyphs)), counts)
    rank = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
    wide = glyphs.take(index)
    codes, boxes, origins = wide.codes.copy(), wide.boxes.copy(), wide.origins.copy()
    for code, letters in LIGATURES.items():
        for position, letter in enumerate(letters):
            codes[(wide.codes == code) & (rank == position)] = ord(letter)
    share = ((wide.boxes[:, 2:] - wide.boxes[:, :2]) / counts[index][:, None]).astype(np.float32)
    flat = wide.turns % 2 == 0
    _share_out(boxes, origins, share, rank, flat)
    return replace(wide, codes=codes, boxes=boxes, origins=origins)


def _share_out(boxes: Floats, origins: Floats, share: Floats, rank: npt.NDArray[np.intp], flat: Flags) -> None:
    """Cut each box into the part of its ``rank``, along x for level text."""
    shift = rank * share[:, 0]
    boxes[flat, 0] += shift[flat]
    boxes[flat, 2] = boxes[flat, 0] + share[flat, 0]
    origins[flat, 0] += shift[flat]


def _accented(glyphs: Glyphs) -> Glyphs:
    """An accent drawn over (or before) a letter becomes part of that letter."""
    accents = np.flatnonzero(np.isin(glyphs.codes[:-1], list(_ACCENTS)))
    if not len(accents):
        return glyphs
    codes, keep = glyphs.codes.copy(), np.ones(len(glyphs), bool)
    for place in accents.tolist():
        accent, letter = glyphs.boxes[place], glyphs.boxes[place + 1]
        over = min(accent[2], letter[2]) - max(accent[0], letter[0]) > 0.3 * (accent[2] - accent[0])
        composed = unicodedata.normalize("NFC", chr(codes[place + 1]) + chr(_ACCENTS[int(codes[place])]))
        if over and len(composed) == 1 and chr(codes[place + 1]).isalpha():
            codes[place + 1], keep[place] = ord(composed), False
    return glyphs.with_codes(codes).take(keep)

"""A micrograph and the words printed in it in, its scale bar and instrument line out: nanometres a pixel."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ...records.evidence import Box
from ..readers.layout.backend import Picture
from .boxes import gap, overlap_x
from .captions import nanometres
from .labels import Word

SHORTEST: Final = 0.03
LONGEST: Final = 0.7
"""Of the micrograph's width: how long a scale bar may be."""
THICKEST: Final = 0.05
ASPECT: Final = 3.5
NEAR: Final = 0.16
"""Of the micrograph's sides: how far its number may stand from a scale bar."""
_LENGTH: Final = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,3})?)\s?(nm|nrn|rm|[μµuplμ]m|mm|pm|Å|A)(?![a-zA-Z0-9])", re.IGNORECASE
)
_VOLTAGE: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)\s?k[VY](?![a-zA-Z])", re.IGNORECASE)
_NUMBER: Final = r"\d{1,3}(?:[,. ]\d{3})+|\d{1,7}(?:\.\d{1,3})?"
_MAGNIFICATION: Final = re.compile(
    rf"(?:[x×X]\s?({_NUMBER})\s?([kK])?(?![\w.])|(?<![\d.])({_NUMBER})\s?([kKM])?\s?[x×X](?![\w.]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBar:
    """A scale bar: its ``box`` in pixels, its length as printed (``words``, None where only the caption tells it)."""

    box: Box
    words: str | None
    nanometres: float

    @property
    def nanometres_per_pixel(self) -> float:
        """How long one pixel is on the sample."""
        return self.nanometres / (self.box[2] - self.box[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What the instrument wrote under its picture: kilovolts, magnification, and the words."""

    voltage: float | None = None
    magnification: float | None = None
    words: str = ""


def find_scale_bar(picture: Picture, words: Sequence[Word], stated: float | None = None) -> ScaleBar | None:
    """The bar that stands nearest to a printed length; with a length ``stated`` by the caption, the likeliest bar."""
    bars = bar_candidates(picture)
    height, width = picture.shape[:2]
    best: tuple[float, ScaleBar] | None = None
    for word in words:
        length = printed_length(word.text)
        if length is None:
            continue
        for bar, score in bars:
            away = gap(bar, word.box) / max(height, width)
            centred = abs((bar[0] + bar[2]) - (word.box[0] + word.box[2])) / 2 / width
            if away > NEAR or (overlap_x(bar, word.box) < 0 and away > NEAR / 2):
                continue
            inset = min(bar[1], height - bar[3]) / height + min(bar[0], width - bar[2]) / width
            cost = away + 0.3 * centred + 0.2 * inset - 0.05 * score
            if best is None or cost < best[0]:
                best = (cost, ScaleBar(box=bar, words=word.text, nanometres=length))
    if best is None and stated is not None and bars:
        bar, _ = max(bars, key=lambda one: one[1])
        return ScaleBar(box=bar, words=None, nanometres=stated)
    return best[1] if best else None


def printed_length(text: str) -> float | None:
    """``500 nm``, ``5.00um`` or ``10 µm`` in nanometres; what OCR makes of µ (u, p, l) is taken for it."""
    found = _LENGTH.search(text)
    if not found or float(found[1].replace(",", ".")) == 0:
        return None
    unit = found[2].lower()
    plain = {"nm": "nm", "nrn": "nm", "rm": "nm", "mm": "mm", "å": "Å", "a": "Å"}.get(unit, "µm")
    if found[2] == "a":
        return None
    return nanometres(found[1].replace(",", "."), plain)


def read_instrument(words: Sequence[Word]) -> Instrument | None:
    """Voltage and magnification as microscopes print them: ``15.0kV 8.5mm x5.00k SE``."""
    line = " ".join(word.text for word in sorted(words, key=lambda word: (round(word.box[1] / 12), word.box[0])))
    voltage, magnified = _VOLTAGE.search(line), _MAGNIFICATION.search(line)
    if not voltage and not magnified:
        return None
    return Instrument(
        voltage=float(voltage[1]) if voltage else None,
        magnification=_magnification(magnified) if magnified else None,
        words=line[:300],
    )


def _magnification(found: re.Match[str]) -> float | None:
    number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
    plain = re.sub(r"[, ](?=\d{3})", "", number)
    factor = {"k": 1e3, "m": 1e6}.get((unit or "").lower(), 1.0)
    value = float(plain.replace(",", ".")) * factor if plain.count(".") < 2 else 0.0
    return value if 5 <= value <= 1e8 else None


def bar_candidates(picture: Picture) -> list[tuple[Box, float]]:
    """Level bars of one shade that stand out from what is around them, with a score: solid, near an edge."""
    height, width = picture.shape[:2]
    if height < 24 or width < 24:
        return []
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    spread = picture.max(axis=2).astype(np.int16) - picture.min(axis=2)
    masks = [grey > 225, grey < 30, (spread > 110) & (picture.max(axis=2) > 150)]
    found: list[tuple[Box, float]] = []
    for mask in masks:
        found += _bars(np.asarray(mask, np.uint8), grey)
    return sorted(found, key=lambda one: -one[1])[:12]


def _bars(mask: npt.NDArray[np.uint8], grey: npt.NDArray[np.uint8]) -> list[tuple[Box, float]]:
    height, width = mask.shape
    shortest = max(6, round(SHORTEST * width))
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    found: list[tuple[Box, float]] = []
    for x, y, w, h, area in stats[1:count].tolist():
        if w > LONGEST * width or h > max(3, THICKEST * height) or w < ASPECT * h or area < 0.85 * w * h:
            continue
        if x <= 1 and x + w >= width - 1:
            continue
        contrast = _contrast(grey, (x, y, w, h))
        if contrast < 40:
            continue
        edge = min(y, height - y - h) / height
        thick = min(1.0, h / max(2.0, 0.008 * height))
        score = min(1.0, contrast / 150) + 0.5 * (edge < 0.25) + 0.3 * thick + 0.2 * (w / width > 0.08)
        found.append(((float(x), float(y), float(x + w), float(y + h)), score))
    return found


def _contrast(grey: npt.NDArray[np.uint8], place: tuple[int, int, int, int]) -> float:
    """How much the rows above and below, and what stands at both ends, differ from the bar, in grey levels."""
    x, y, w, h = place
    height, width = grey.shape
    bar = float(np.median(grey[y : y + h, x : x + w]))
    reach = max(2, h)
    around = [
        grey[max(0, y - reach - 1) : max(0, y - 1), x : x + w],
        grey[min(height, y + h + 1) : min(height, y + h + 1 + reach), x : x + w],
        grey[y : y + h, max(0, x - reach - 2) : max(0, x - 1)],
        grey[y : y + h, min(width, x + w + 1) : min(width, x + w + 2 + reach)],
    ]
    steps = [abs(float(np.median(part)) - bar) for part in around if part.size]
    return min(steps) if len(steps) >= 3 else 0.0

"""A picture in, its phrases and straight lines out: the same marks that a PDF page gives, read from pixels.

Coordinates are in *units* of which a line of text is ten high, so that what holds for points on a page holds here.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from ...records.evidence import Box
from ..ocr import read_crops, text_corners
from .ink import background_of, inked_box, printed_color
from .markers import fill_holes
from .page_marks import Phrase, Stroke
from .picture import Pixels

TEXT_HEIGHT: Final = 10.0
DARK: Final = 160
PALE: Final = 10
GROUND_APART: Final = 8
LEAST_GROUND: Final = 0.08
FULL: Final = 0.4
"""Levels by which a pale line and a plot's ground differ from the page; the least share of the picture of a ground, and
of its box (the rest is curves)."""
THICKEST: Final = 3.2
"""Units: a thicker straight stroke is no axis."""
MIN_SCORE: Final = 0.45
MAX_WORDS: Final = 160
WORD_INK: Final = 60
WORD_GAP: Final = 0.6
"""Of the height of a line: a wider gap parts two words."""
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺°º", "0123456789-+00")
_POWER: Final = re.compile(r"(?:(\d+(?:\.\d+)?)[x×✕*·])?10[{^]?(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺°º])(.+?)}?")
_LEVEL_POWER: Final = re.compile(r"(\d(?:\.\d+)?)[x×✕*·]10([-−–⁻]?\d{1,2})")
_EXPONENT: Final = re.compile(r"0?([-−–⁻]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")
"""An exponent, perhaps with the nought of its ten."""
_NUMBER: Final = re.compile(r"[-−–]?\d{1,9}(?:\.\d{1,9})?")
_TICK_REMAINS: Final = re.compile(r"^[^\w.+−–-]{1,2}(?=[\d.+−–-])|(?<=\d)[-−–—_|:]{1,2}$")
"""What is left of tick marks and neighbours at the ends of a number."""
_LOOKALIKE: Final = str.maketrans("OoIl|", "00111")


Word = tuple[str, Box, bool]
"""Text, its box in pixels, and whether it runs level."""


@dataclass(frozen=True, slots=True)
class PictureMarks:
    """Phrases and strokes in units, and how many pixels a unit has."""

    phrases: list[Phrase]
    strokes: list[Stroke]
    pixels: float


def read_marks(picture: Pixels) -> PictureMarks:
    """All printed words, and all straight dark lines that are long, or short and stand on a long one."""
    words = _joined_powers(read_words(picture))
    heights = [min(b[2] - b[0], b[3] - b[1]) for text, b, _ in words if set(text) - set("oO0Δ□○.")]
    pixels = float(np.median(heights)) / TEXT_HEIGHT if heights else max(picture.shape[:2]) / 300
    pixels = max(0.6, pixels)
    strokes = _straight(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) < DARK, pixels)
    return PictureMarks(phrases_of(picture, words, pixels), strokes, pixels)


def pale_strokes(picture: Pixels, pixels: float) -> list[Stroke]:
    """What plots without dark axes are made of: their ground, if it is not the page's, and their pale lines."""
    rim = np.concatenate((picture[:2].reshape(-1, 3), picture[-2:].reshape(-1, 3), picture[:, :2].reshape(-1, 3)))
    page = background_of(rim[None])
    apart = np.abs(picture.astype(np.int16) - page.astype(np.int16)).max(axis=2)
    ground = _ground(picture, apart, pixels)
    if ground is None:
        return _straight(apart > PALE, pixels)
    (x0, y0), (x1, y1) = ground.points[0] * pixels, ground.points[2] * pixels
    rows, columns = slice(round(y0), round(y1)), slice(round(x0), round(x1))
    outside = apart > PALE
    outside[rows, columns] = False
    return [ground, *_straight(outside, pixels)]


def _ground(picture: Pixels, apart: npt.NDArray[np.int16], pixels: float) -> Stroke | None:
    """The largest rectangle of one colour that is not the page's, as a filled stroke."""
    if (apart > GROUND_APART).mean() < LEAST_GROUND:
        return None
    colour = background_of(picture[apart > GROUND_APART][None])
    same = np.abs(picture.astype(np.int16) - colour.astype(np.int16)).max(axis=2) < GROUND_APART
    size = max(5, round(2.5 * pixels) | 1)
    covered = cv2.morphologyEx(
        (apart > GROUND_APART).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)
    )
    covered = fill_holes(covered.astype(bool)).astype(np.uint8)
    solid = cv2.morphologyEx(covered, cv2.MORPH_OPEN, np.ones((4 * size, 4 * size), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    if count < 2:
        return None
    x, y, w, h, area = (int(v) for v in max(stats[1:], key=lambda row: int(row[4])))
    if area < LEAST_GROUND * same.size or same[y : y + h, x : x + w].mean() < FULL:
        return None
    corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]], dtype=float)
    return Stroke(corners / pixels, None, "#" + "".join(f"{round(float(v)):02x}" for v in colour), 0.0, "[] 0", True)


def read_phrases(picture: Pixels, pixels: float) -> list[Phrase]:
    """All printed words of a picture that has ``pixels`` pixels to a unit."""
    return phrases_of(picture, _joined_powers(read_words(picture)), pixels)


def phrases_of(picture: Pixels, words: list[Word], pixels: float) -> list[Phrase]:
    """Words of a picture in units of ``pixels`` pixels; numbers that were read as one are parted."""
    return [
        Phrase(
            _with_power(text), text, _in_units(box, pixels), min(box[2] - box[0], box[3] - box[1]) / pixels, upright,
            printed_color(picture[max(0, int(box[1])) : int(box[3]) + 1, max(0, int(box[0])) : int(box[2]) + 1]),
            _in_units(inked_box(picture, box) or box, pixels),
        )
        for word in words
        for text, box, upright in _numbers_apart(word)
    ]  # fmt: skip


def _in_units(box: Box, pixels: float) -> Box:
    x0, y0, x1, y1 = box
    return (x0 / pixels, y0 / pixels, x1 / pixels, y1 / pixels)


def _numbers_apart(word: Word) -> list[Word]:
    """Numbers of an axis that were read as one line, each with its share of the box."""
    text, (x0, y0, x1, y1), upright = word
    parts = list(re.finditer(r"\S+", text))
    if not upright or len(parts) < 2 or not all(_NUMBER.fullmatch(part[0]) for part in parts):
        return [word]
    letter = (x1 - x0) / len(text)
    return [(part[0], (x0 + part.start() * letter, y0, x0 + part.end() * letter, y1), upright) for part in parts]


def read_words(picture: Pixels) -> list[Word]:
    """Text, box in pixels, and whether it runs level, for each line of text that the OCR engine finds."""
    scale = 1.0 if min(picture.shape[:2]) > 700 else 2.0
    enlarged = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC) if scale > 1 else picture
    enlarged = np.asarray(enlarged, np.uint8)
    crops: list[Any] = []
    boxes: list[tuple[Box, bool]] = []
    for corners in text_corners(enlarged):
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        width, height = x1 - x0, y1 - y0
        if min(width, height) < 5:
            continue
        upright = width >= 0.75 * height or height < 1.6 * width
        crop = enlarged[max(0, int(y0)) : int(y1) + 1, max(0, int(x0)) : int(x1) + 1]
        if not crop.size:
            continue
        for a, b in _parts(crop) if upright else [(0, crop.shape[1])]:
            crops.append(crop[:, a:b] if upright else cv2.rotate(crop, cv2.ROTATE_90_CLOCKWISE))
            left = max(0, int(x0))
            ends = (left + a, left + b) if b - a < crop.shape[1] else (x0, x1)
            box: Box = (float(ends[0] / scale), float(y0 / scale), float(ends[1] / scale), float(y1 / scale))
            boxes.append((box, bool(upright)))
    words: list[Word] = []
    for (box, upright), (text, score) in zip(boxes[:MAX_WORDS], read_crops(crops[:MAX_WORDS]), strict=True):
        if score >= MIN_SCORE and any(c.isalnum() for c in text):
            words.append((text.strip(), box, upright))
    return words


def recognised(picture: Pixels, boxes: list[Box]) -> list[Word]:
    """The words that stand in boxes of the picture (pixels), without looking for them."""
    crops: list[Any] = []
    for x0, y0, x1, y1 in boxes:
        pad = max(2, round(0.2 * (y1 - y0)))
        crop = picture[max(0, int(y0) - pad) : int(y1) + pad, max(0, int(x0) - pad) : int(x1) + pad]
        crops.append(cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
    return [
        (text.strip(), box, True)
        for box, (text, score) in zip(boxes, read_crops(crops), strict=True)
        if score >= MIN_SCORE and any(c.isalnum() for c in text)
    ]


def _parts(crop: npt.NDArray[Any]) -> list[tuple[int, int]]:
    """The columns of words that stand further apart than letters and signs do: numbers of an axis seen as one line."""
    height, width = crop.shape[:2]
    difference = np.abs(crop.astype(np.int16) - np.median(crop.reshape(-1, 3), axis=0)).max(axis=2)
    inked = np.flatnonzero((difference > WORD_INK).any(axis=0))
    breaks = np.flatnonzero(np.diff(inked) > WORD_GAP * height)
    if not len(breaks):
        return [(0, width)]
    starts = [0, *(int(inked[i + 1]) for i in breaks)]
    stops = [*(int(inked[i]) + 1 for i in breaks), width]
    pad = max(1, round(0.1 * height))
    return [(max(0, a - pad), min(width, b + pad)) for a, b in zip(starts, stops, strict=True)]


def _joined_powers(words: list[Word]) -> list[Word]:
    """Words with an exponent that the engine saw as a word of its own put back behind its ``10``."""
    bases = {i for i, (text, _, level) in enumerate(words) if level and text == "10"}
    gone: set[int] = set()
    joined = list(words)
    for i in sorted(bases):
        x0, y0, x1, y1 = words[i][1]
        for j, (text, (a0, b0, a1, b1), level) in enumerate(words):
            raised = (b0 + b1) / 2 < (y0 + y1) / 2 - 0.08 * (y1 - y0)
            beside = -0.8 * (y1 - y0) < a0 - x1 < 0.5 * (y1 - y0)
            exponent = _EXPONENT.fullmatch(text)
            if i != j and level and raised and beside and exponent:
                joined[i] = (f"10^{exponent[1].translate(_RAISED)}", (x0, y0, a1, y1), True)
                gone.add(j)
    return [word for i, word in enumerate(joined) if i not in gone]


def _with_power(text: str) -> str:
    """``10⁻3`` as ``10^-3``: once a raised character is seen, all that follows is the exponent."""
    plain = text.replace(" ", "")
    match = _POWER.fullmatch(plain) or _LEVEL_POWER.fullmatch(plain)
    if match is None:
        return text
    return (f"{match[1]}×" if match[1] else "") + "10^" + match[2].translate(_RAISED)


def tick_readings(text: str) -> list[tuple[float, bool]]:
    """The numbers that an OCR reading of a tick label may stand for: a raised exponent is often read as level."""
    from .scales import tick_value

    plain = _TICK_REMAINS.sub("", text.replace(" ", ""))
    first = tick_value(plain) or tick_value(plain.translate(_LOOKALIKE)) or tick_value(plain.replace(",", "."))
    readings = [first] if first else []
    if match := re.fullmatch(r"10([-−–+]?\d)", plain):
        readings.append((10.0 ** int(re.sub("[−–]", "-", match[1])), True))
    return readings


def _straight(inked: npt.NDArray[np.bool_], pixels: float) -> list[Stroke]:
    mask = inked.astype(np.uint8)
    return [*_lines(mask, pixels, level=True), *_lines(mask, pixels, level=False)]


def _lines(dark: npt.NDArray[np.uint8], pixels: float, *, level: bool) -> list[Stroke]:
    """Straight runs of dark pixels: long ones, and short ones that may be ticks, as strokes in units."""
    found: list[Stroke] = []
    for shortest in (25 * pixels, max(3.0, 1.2 * pixels)):
        size = max(3, round(shortest))
        kernel = np.ones((1, size) if level else (size, 1), np.uint8)
        opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        thickest = max(4.0, THICKEST * pixels)
        for x, y, w, h, _ in stats[1:count]:
            along, across = (w, h) if level else (h, w)
            if across > thickest or along < 2 * across - 1:
                continue
            a, b = (float(x), float(x + w)) if level else (float(y), float(y + h))
            middle = (y + h / 2) if level else (x + w / 2)
            points = [[a, middle], [b, middle]] if level else [[middle, a], [middle, b]]
            found.append(Stroke(np.array(points) / pixels, "#000000", None, across / pixels, "[] 0", False))
    return found

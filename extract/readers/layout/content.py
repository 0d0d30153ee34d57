"""What a PDF library says of one page in, the same numpy arrays out whatever the library."""

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]

SPACES = np.array(
    [0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F, 0xFEFF], dtype=np.int32
)
REPLACEMENT = 0xFFFD


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """How much of a PDF is read, and whether pages without a text layer go through OCR."""

    max_pages: int = 1000
    max_glyphs: int = 5_000_000
    ocr: bool = True
    ocr_dpi: int = 200
    max_ocr_pages: int = 50


@dataclass(frozen=True, slots=True)
class Font:
    """A font's name without its subset prefix, and how it looks."""

    name: str
    bold: bool = False
    italic: bool = False

    @classmethod
    def of(cls, name: str, *, bold: bool = False, italic: bool = False) -> "Font":
        """The font called ``name``; what the name says of its look counts beside the flags."""
        name = re.sub(r"^[A-Za-z]{12}(?=Adv)", "", name.split("+", 1)[-1])
        lower = name.lower()
        heavy = any(word in lower for word in ("bold", "black", "heavy", "semibold", "-bd", ".b", "demi"))
        slanted = any(word in lower for word in ("italic", "oblique", "-it", ".i"))
        return cls(name, bold or heavy, italic or slanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """The n glyphs of a page in the order in which the file draws them.

    ``codes`` (n,) are Unicode code points, ``boxes`` (n, 4) and ``origins`` (n, 2; the point on the baseline)
    are in PDF points from the page's top left, ``sizes`` (n,) are font sizes in points, ``fonts`` (n,) index
    the page's ``fonts``, ``turns`` (n,) count quarter turns of the writing direction (0: left to right,
    1: upwards, 2: upside down, 3: downwards, -1: any other angle).
    """

    codes: Ints
    boxes: Floats
    origins: Floats
    sizes: Floats
    fonts: Ints
    turns: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: npt.NDArray[np.intp] | Flags) -> "Glyphs":
        """The glyphs at ``index``, in its order."""
        return Glyphs(
            codes=self.codes[index], boxes=self.boxes[index], origins=self.origins[index],
            sizes=self.sizes[index], fonts=self.fonts[index], turns=self.turns[index],
        )  # fmt: skip

    def with_codes(self, codes: Ints) -> "Glyphs":
        """The same glyphs with other code points."""
        return replace(self, codes=codes)

    @classmethod
    def none(cls) -> "Glyphs":
        """No glyphs."""
        return cls(
            codes=np.zeros(0, np.int32), boxes=np.zeros((0, 4), np.float32), origins=np.zeros((0, 2), np.float32),
            sizes=np.zeros(0, np.float32), fonts=np.zeros(0, np.int32), turns=np.zeros(0, np.int8),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """One page: its glyphs and the boxes of what is drawn on it.

    ``drawings`` (d, 4) are boxes of filled and stroked paths, ``images`` (i, 4) of pictures, in points from
    the top left. ``number`` counts from 1. ``source`` says where the glyphs come from.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs
    fonts: tuple[Font, ...] = ()
    drawings: Floats
    images: Floats
    ocr: bool = False

    @property
    def rules(self) -> Floats:
        """The horizontal lines among the drawings: flat, and at least 12 points long."""
        wide = self.drawings[:, 2] - self.drawings[:, 0]
        high = self.drawings[:, 3] - self.drawings[:, 1]
        return self.drawings[(high <= 2.5) & (wide >= 12) & (wide > 8 * high)]


def dpi_within(pixels: int, dpi: int, width: float, height: float) -> int:
    """``dpi``, or fewer where the picture of a page of this size in points would have more than ``pixels``."""
    return max(1, min(dpi, int(72 * (pixels / max(1.0, width * height)) ** 0.5)))


def quarter_turns(across: float, down: float) -> int:
    """The quarter turns of a writing direction given as a unit vector on the page (y grows downwards)."""
    if across > 0.95:
        return 0
    if down < -0.95:
        return 1
    if across < -0.95:
        return 2
    return 3 if down > 0.95 else -1


def turned_glyphs(glyphs: Glyphs, width: float, height: float, degrees: int) -> Glyphs:
    """``glyphs`` of a page before its clockwise rotation by ``degrees``, in the frame (width, height) shown."""
    if degrees % 360 == 0:
        return glyphs
    points = turned_boxes(np.concatenate([glyphs.origins, glyphs.origins], axis=1), width, height, degrees)
    return replace(
        glyphs, boxes=turned_boxes(glyphs.boxes, width, height, degrees), origins=points[:, :2],
        turns=np.where(glyphs.turns >= 0, (glyphs.turns - degrees // 90) % 4, -1).astype(np.int8),
    )  # fmt: skip


def turned_boxes(boxes: Floats, width: float, height: float, degrees: int) -> Floats:
    """``boxes`` of a page before its clockwise rotation by ``degrees``, in the frame (width, height) shown."""
    x0, y0, x1, y1 = boxes.T
    degrees %= 360
    if degrees == 90:
        sides = (width - y1, x0, width - y0, x1)
    elif degrees == 180:
        sides = (width - x1, height - y1, width - x0, height - y0)
    elif degrees == 270:
        sides = (y0, height - x1, y1, height - x0)
    else:
        return boxes
    return np.stack(sides, axis=1).astype(np.float32)

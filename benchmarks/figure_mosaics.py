"""Drawn mosaics of micrographs cut into panels, as ``python -m benchmarks.figure_mosaics --seed 100 --n 24``.

Textures of random shade and grain stand in a grid, with no gutter or a thin white one, their labels white in the
corner (bare, bracketed or on a black patch, in one of four fonts) and a length written in each.
"""

import argparse
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
from matloom.extract.figures.boxes import iou
from matloom.extract.figures.captions import split_caption
from matloom.extract.figures.panels import find_panels
from matloom.extract.figures.words import PrintedWords
from PIL import Image, ImageDraw, ImageFont

from benchmarks.figures import LEAST_OVERLAP, Tally

FONTS = [
    str(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"DejaVu{name}.ttf")
    for name in ("Sans", "Sans-Bold", "Serif", "Serif-Bold")
]
GUTTERS = (0, 0, 1, 2, 4)
Box = tuple[float, float, float, float]


def texture(random: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A grey picture (height, width) that looks like a surface: blurred noise."""
    grain = int(random.choice([3, 9, 21]))
    noise = cv2.GaussianBlur(random.normal(0, 1, (height, width)), (grain, grain), 0)
    return np.clip(random.integers(60, 190) + noise / noise.std() * random.integers(8, 30), 0, 235).astype(np.uint8)


def mosaic(seed: int) -> tuple[np.ndarray, dict[str, Box]]:
    """A picture (height, width, 3) and the box of each of its panels."""
    random = np.random.default_rng(seed)
    rows, columns = int(random.integers(1, 4)), int(random.integers(2, 5))
    width = int(random.integers(700, 1250)) // columns
    height, gutter = int(width * random.uniform(0.7, 1.05)), int(random.choice(GUTTERS))
    size = (rows * (height + gutter) - gutter, columns * (width + gutter) - gutter, 3)
    picture = np.full(size, 255, np.uint8)
    corners = [(c * (width + gutter), r * (height + gutter)) for r in range(rows) for c in range(columns)]
    for x, y in corners:
        picture[y : y + height, x : x + width] = texture(random, height, width)[:, :, None]
    shown = Image.fromarray(picture)
    _write(ImageDraw.Draw(shown), corners, (width, height), random)
    boxes = ((float(x), float(y), float(x + width), float(y + height)) for x, y in corners)
    return np.asarray(shown), dict(zip("abcdefghijkl", boxes, strict=False))


def _write(
    pen: ImageDraw.ImageDraw, corners: list[tuple[int, int]], panel: tuple[int, int], random: np.random.Generator
) -> None:
    """The label and a length into each panel."""
    font = ImageFont.truetype(str(random.choice(FONTS)), int(random.integers(18, 34)))
    style, away = str(random.choice(["bare", "patch", "bracketed"])), int(random.integers(2, 12))
    for label, (x, y) in zip("abcdefghijkl", corners, strict=False):
        text, place = f"({label})" if style == "bracketed" else label, (x + away, y + away)
        if style == "patch":
            _, _, right, foot = pen.textbbox(place, text, font=font)
            pen.rectangle((x, y, right + 4, foot + 4), fill="black")
        pen.text(place, text, font=font, fill="white")
        small = font.font_variant(size=int(font.size * 0.7))
        pen.text((x + 0.6 * panel[0], y + 0.85 * panel[1]), "500 nm", font=small, fill="white")


def main() -> None:
    """Prints how many panels are right."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--n", type=int, default=24)
    options = parser.parse_args()
    tally = Tally()
    for seed in range(options.seed, options.seed + options.n):
        picture, boxes = mosaic(seed)
        words = " ".join(f"({label}) Surface of sample {i}." for i, label in enumerate(boxes))
        found = {
            p.label: p.box for p in find_panels(picture, split_caption(f"Figure 1. {words}"), PrintedWords(picture))
        }
        for label, true in boxes.items():
            box = found.get(label)
            tally.add(right=box is not None and iou(box, true) >= LEAST_OVERLAP, name=f"{seed}{label}")
    print(f"panels of drawn mosaics {tally}")


if __name__ == "__main__":
    main()

"""A PDF page in, its phrases and strokes out: the raw marks that plots are made of."""

import itertools
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pymupdf

from ...records.evidence import Box

Points = npt.NDArray[np.float64]
BEZIER_STEPS: Final = 12
MAX_DRAWINGS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words printed in one run. ``text`` has raised characters behind ``^``; ``plain`` has not.

    ``ink`` is the box of the letters themselves, where it is known to be another than ``bbox``.
    """

    text: str
    plain: str
    bbox: Box
    size: float
    upright: bool
    color: str = "#000000"
    ink: Box | None = None

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        x0, y0, x1, y1 = self.ink or self.bbox
        return ((x0 + x1) / 2, (y0 + y1) / 2)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One polyline (n, 2) as drawn, with its paint: colours as ``#rrggbb`` or None, and when it was painted."""

    points: Points
    color: str | None
    fill: str | None
    width: float
    dashes: str
    closed: bool
    order: int = 0

    box: Box = field(init=False)
    """The smallest box around the points."""

    def __post_init__(self) -> None:
        (x0, y0), (x1, y1) = self.points.min(axis=0).tolist(), self.points.max(axis=0).tolist()
        object.__setattr__(self, "box", (x0, y0, x1, y1))


def hex_color(color: Any) -> str | None:
    """RGB parts in [0, 1] as ``#rrggbb``."""
    if color is None:
        return None
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, float(part)))):02x}" for part in color)


def strokes(page: pymupdf.Page) -> list[Stroke]:
    """The page's polylines in drawing order; curves are flattened, rectangles become closed lines."""
    found: list[Stroke] = []
    for drawing in itertools.islice(page.get_cdrawings() or (), MAX_DRAWINGS):
        if not drawing.get("items"):
            continue
        paint = (
            hex_color(drawing.get("color")) if drawing["type"] != "f" else None,
            hex_color(drawing.get("fill")) if drawing["type"] != "s" else None,
            float(drawing.get("width") or 0),
            str(drawing.get("dashes") or "[] 0"),
        )
        closed = bool(drawing.get("closePath"))
        for points, is_box in _polylines(drawing["items"]):
            found.append(Stroke(points, *paint, closed or is_box, len(found)))
    return found


def _polylines(items: Any) -> list[tuple[Points, bool]]:
    """Connected runs of a path's items, each with whether it is a rectangle or quad."""
    done: list[tuple[Points, bool]] = []
    run: list[tuple[float, float]] = []
    for item in items:
        kind = item[0]
        if kind in ("re", "qu"):
            corners = _corners(item)
            done.append((np.array([*corners, corners[0]], dtype=float), True))
            continue
        start = tuple(item[1])
        if run and (abs(run[-1][0] - start[0]) > 1e-3 or abs(run[-1][1] - start[1]) > 1e-3):
            done.append((np.array(run, dtype=float), False))
            run = []
        run = run or [start]
        run += [tuple(item[2])] if kind == "l" else _bezier(item)
    if run:
        done.append((np.array(run, dtype=float), False))
    return done


def _corners(item: Any) -> list[tuple[float, float]]:
    if item[0] == "re":
        x0, y0, x1, y1 = item[1]
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    upper_left, upper_right, lower_left, lower_right = item[1]
    return [tuple(upper_left), tuple(upper_right), tuple(lower_right), tuple(lower_left)]


def _bezier(item: Any) -> list[tuple[float, float]]:
    p = np.array([tuple(q) for q in item[1:5]], dtype=float)
    t = np.linspace(0, 1, BEZIER_STEPS + 1)[1:, None]
    curve = (1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t**2 * p[2] + t**3 * p[3]
    return [(float(x), float(y)) for x, y in curve]


def phrases(page: pymupdf.Page) -> list[Phrase]:
    """Runs of characters on one line, parted at gaps wider than a letter."""
    flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES
    found: list[Phrase] = []
    content: Any = page.get_text("rawdict", flags=flags)
    for block in content["blocks"]:
        for line in block.get("lines", ()):
            upright = abs(line["dir"][0]) > 0.9
            chars = [(c, span["size"]) for span in line["spans"] for c in span["chars"]]
            color = f"#{line['spans'][0]['color'] & 0xFFFFFF:06x}" if line["spans"] else "#000000"
            found += [p for run in _runs(chars, upright) if (p := _phrase(run, upright, color))]
    return found


def _runs(chars: list[tuple[Any, float]], upright: bool) -> list[list[tuple[Any, float]]]:
    axis = 0 if upright else 1
    runs: list[list[tuple[Any, float]]] = []
    for char, size in chars:
        if char["c"].isspace():
            continue
        if runs:
            before, before_size = runs[-1][-1]
            a, b = before["bbox"], char["bbox"]
            gap = max(b[axis] - a[axis + 2], a[axis] - b[axis + 2])
            if gap < 1.1 * max(size, before_size):
                runs[-1].append((char, size))
                continue
        runs.append([(char, size)])
    return runs


def _phrase(run: list[tuple[Any, float]], upright: bool, color: str) -> Phrase | None:
    size = max(s for _, s in run)
    main = [c for c, s in run if s > 0.85 * size]
    axis = 1 if upright else 0
    baseline = float(np.median([c["origin"][axis] for c in main]))
    text, plain, raised = "", "", False
    previous: Any = None
    for char, char_size in run:
        up = char_size <= 0.85 * size and baseline - char["origin"][axis] > 0.15 * size
        if previous is not None and _spaced(previous, char, size, upright):
            text, plain = text + " ", plain + " "
        text += ("^" if up and not raised else "") + char["c"]
        plain += char["c"]
        raised, previous = up, char
    boxes = np.array([c["bbox"] for c, _ in run])
    (x0, y0), (x1, y1) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return Phrase(text, plain, (float(x0), float(y0), float(x1), float(y1)), size, upright, color)


def _spaced(before: Any, after: Any, size: float, upright: bool) -> bool:
    axis = 0 if upright else 1
    a, b = before["bbox"], after["bbox"]
    return max(b[axis] - a[axis + 2], a[axis] - b[axis + 2]) > 0.18 * size

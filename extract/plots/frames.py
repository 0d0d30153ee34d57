"""Phrases and strokes in, plot frames out: a box with a scale along its bottom and its left side."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...records.evidence import Box
from .boxes import MEETS, candidate_boxes, straight_lines
from .page_marks import Phrase, Stroke
from .scales import Scale, tick_value
from .tick_labels import LABEL_REACH, Axis, Marks, Reading, x_axis, y_axes

CATEGORY_TICKS = 3
"""How many numbers an upright axis needs to be one over an axis of names."""
SECOND_TICKS = 3
AT_FRAME = 1.6
"""How many numbers a second upright axis needs, and within how many of their heights of the frame they stand."""
NEXT_TO = 0.4
"""Of a frame's shorter side: how far apart panels that share an axis stand at most."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's box, its scales (None where no ticks could be read) and the phrases that are its tick labels.

    ``right`` is the scale of a second axis on the right, where there is one with a scale of its own.
    """

    box: Box
    x: Scale | None
    y: Scale | None
    x_labels: tuple[Phrase, ...] = ()
    y_labels: tuple[Phrase, ...] = ()
    right: Scale | None = None
    right_labels: tuple[Phrase, ...] = ()

    @property
    def width(self) -> float:
        """In points."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """In points."""
        return self.box[3] - self.box[1]

    @property
    def labels(self) -> set[int]:
        """The identities of all phrases that are tick labels."""
        return {id(p) for p in (*self.x_labels, *self.y_labels, *self.right_labels)}

    def pairs(self) -> list["Frame"]:
        """The box with its left axis, and with its right one where there is one."""
        left = replace(self, right=None, right_labels=())
        return [left] if self.right is None else [left, replace(left, y=self.right, y_labels=self.right_labels)]

    def holds(self, x: float, y: float, margin: float = 1.0) -> bool:
        """Whether a point lies in the box."""
        x0, y0, x1, y1 = self.box
        return x0 - margin <= x <= x1 + margin and y0 - margin <= y <= y1 + margin


def printed_value(text: str) -> list[Reading]:
    """The one number that a tick label prints, if it is one."""
    value = tick_value(text)
    return [value] if value is not None else []


def find_frames(
    all_phrases: list[Phrase],
    all_strokes: list[Stroke],
    readings: Callable[[str], list[Reading]] = printed_value,
    overshoot: float = MEETS,
) -> list[Frame]:
    """The page's plots, from the top down. A frame counts when its x scale can be read, by itself or from another.

    So does one whose upright axis has numbers while names stand under it. ``readings`` gives the numbers that a label
    may stand for; where there are several, the scale decides.
    """
    level, upright = straight_lines(all_strokes)
    numbers = [(p, v) for p in all_phrases if p.upright for v in readings(p.text)]
    marks = Marks(numbers, all_phrases, level, upright)
    frames: list[Frame] = []
    if len(numbers) < 2:
        return frames
    for box, sure in candidate_boxes(all_strokes, level, upright, overshoot):
        _add(frames, read_scales(box, marks), all_phrases, sure=sure)
    frames = [_own_right(_share(frame, frames), frames) for frame in frames]
    frames = [f for f in frames if f.x is not None or _over_names(f, all_phrases)]
    frames = [f for i, f in enumerate(frames) if not any(_same(f, other) for other in frames[:i])]
    return sorted(frames, key=lambda f: (round(f.box[1]), f.box[0]))


def _same(frame: Frame, other: Frame) -> bool:
    return all(abs(a - b) < MEETS for a, b in zip(frame.box, other.box, strict=True))


def _add(frames: list[Frame], found: list[Frame], all_phrases: list[Phrase], *, sure: bool) -> None:
    """Adds what a box shows to the frames, if it is told by numbers that no frame has yet.

    A broken axis takes the place of frames that show parts of it; any other box that no axis lines enclose has to have
    all its numbers to itself.
    """
    taken = {label for frame in frames for label in frame.labels}
    own = [_unshared(one, frames) for one in found if one.labels - taken]
    if len(found) > 1:
        y_labels = {id(p) for one in found for p in one.y_labels}
        if not y_labels - taken or any(one.x is None for one in found):
            return
        parts = {frozenset(id(p) for p in frame.y_labels) for frame in frames}
        frames[:] = [f for f in frames if not (f.labels & y_labels) or _is_part(f, found)]
        frames += [one for one in found if frozenset(id(p) for p in one.y_labels) not in parts]
    elif sure:
        frames += own
    elif found and all(_surpassed(frame, found[0]) for frame in frames if frame.labels & found[0].labels):
        frames[:] = [frame for frame in frames if not frame.labels & found[0].labels]
        frames += [one for one in found if one.y and (one.x or _over_names(one, all_phrases))]


def _surpassed(frame: Frame, other: Frame) -> bool:
    """Whether a frame that lacks a scale lies in one that has both: a piece of a curve taken for its axis."""
    lacks = frame.x is None or frame.y is None
    return lacks and other.x is not None and other.y is not None and _holds(other.box, frame.box)


def _holds(outer: Box, inner: Box) -> bool:
    return all(a <= b + MEETS for a, b in zip(outer[:2], inner[:2], strict=True)) and all(
        a >= b - MEETS for a, b in zip(outer[2:], inner[2:], strict=True)
    )


def _unshared(frame: Frame, frames: list[Frame]) -> Frame:
    """An inset's numbers are its own: those of the frame around it are not."""
    x0, y0, x1, y1 = frame.box
    for other in frames:
        a0, b0, a1, b1 = other.box
        if x0 > a0 + 1 and x1 < a1 + MEETS and y0 > b0 - MEETS and y1 < b1 - 1:
            if {id(p) for p in frame.y_labels} & other.labels:
                frame = replace(frame, y=None, y_labels=())
            if {id(p) for p in frame.x_labels} & other.labels:
                frame = replace(frame, x=None, x_labels=())
    return frame


def _is_part(frame: Frame, found: list[Frame]) -> bool:
    return any({id(p) for p in frame.y_labels} == {id(p) for p in one.y_labels} for one in found)


def read_scales(box: Box, marks: Marks) -> list[Frame]:
    """The box with its scales; several boxes over each other if the upright axis is broken; none without a scale."""
    x, ys = x_axis(box, marks), y_axes(box, marks)
    only_right = [] if ys else y_axes(box, marks, right=True)
    if x is None and not ys and not only_right:
        return []
    x0, _, x1, _ = box
    borders = [line.at for line in marks.level if line.low < x0 + MEETS and line.high > x1 - MEETS]
    frames: list[Frame] = []
    for y in _or_none(ys or only_right):
        stretch = (x0, _border(y.stretch[0], borders, ys), x1, _border(y.stretch[1], borders, ys)) if y else box
        rights = y_axes(stretch, marks, right=True) if y and ys else []
        right = rights[0] if y and len(rights) == 1 and _second(rights[0], y, stretch) else None
        frames.append(
            Frame(
                stretch,
                x.scale if x else None,
                y.scale if y else None,
                x.labels if x else (),
                y.labels if y else (),
                right.scale if right else None,
                right.labels if right else (),
            )
        )
    return frames


def _second(right: Axis, left: Axis, box: Box) -> bool:
    """Whether the numbers on the right stand at the frame, and are not those of the left once more."""
    if right.scale.ticks < SECOND_TICKS or min(p.bbox[0] - box[2] - AT_FRAME * p.size for p in right.labels) > 0:
        return False
    ends = (box[1], box[3])
    a, b = left.scale.to_data(ends), right.scale.to_data(ends)
    return left.scale.kind != right.scale.kind or bool(np.abs(a - b).max() > 0.01 * float(np.ptp(a)))


def _border(at: float, borders: list[float], axes: list[Axis]) -> float:
    """Where one part of a broken axis ends: at a line right across between its numbers and the next ones'."""
    if len(axes) < 2:
        return at
    above = max((p.centre[1] for a in axes for p in a.labels if p.centre[1] < at), default=at)
    below = min((p.centre[1] for a in axes for p in a.labels if p.centre[1] > at), default=at)
    return min((b for b in borders if above < b < below), key=lambda b: abs(b - at), default=at)


def _or_none(axes: list[Axis]) -> list[Axis | None]:
    return [*axes] or [None]


def _share(frame: Frame, frames: list[Frame]) -> Frame:
    """Stacked panels print the numbers of a shared axis once: take them from the panel in line with this one."""
    x, y = frame.x, frame.y
    for other in frames:
        if x is None and _in_line(frame, other, 0):
            x = other.x
        if y is None and _in_line(frame, other, 1):
            y = other.y
    return replace(frame, x=x, y=y)


def _in_line(frame: Frame, other: Frame, axis: int) -> bool:
    """Whether two frames have the same ends along an axis and stand close across it."""
    a, b = frame.box, other.box
    across = 1 - axis
    gap = max(a[across], b[across]) - min(a[across + 2], b[across + 2])
    close = gap < NEXT_TO * min(frame.height, frame.width, other.height, other.width)
    return close and abs(a[axis] - b[axis]) < MEETS and abs(a[axis + 2] - b[axis + 2]) < MEETS


def _own_right(frame: Frame, frames: list[Frame]) -> Frame:
    """Numbers right of a frame that are the left numbers of its neighbour are not its own."""
    mine = {id(p) for p in frame.right_labels}
    beside = [other for other in frames if other.box[0] > frame.box[2] - MEETS]
    if any(mine & {id(p) for p in (*other.x_labels, *other.y_labels)} for other in beside):
        return replace(frame, right=None, right_labels=())
    return frame


def _over_names(frame: Frame, all_phrases: list[Phrase]) -> bool:
    """Whether the upright axis runs upward over a row of names."""
    if frame.y is None or frame.y.ticks < CATEGORY_TICKS or frame.y.slope >= 0:
        return False
    x0, _, x1, y1 = frame.box
    names = [p for p in all_phrases if x0 < p.centre[0] < x1 and 0 < p.centre[1] - y1 < LABEL_REACH]
    return len(names) >= 2


def clip(points: np.ndarray, box: Box, margin: float = 0.8) -> list[np.ndarray]:
    """The runs of a polyline (n, 2) that lie in the box, cut at its edges (Liang-Barsky, a segment at a time)."""
    x0, y0, x1, y1 = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
    a, d = points[:-1], np.diff(points, axis=0)
    enter, leave = np.zeros(len(a)), np.ones(len(a))
    outside = np.zeros(len(a), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for p, q in (
            (-d[:, 0], a[:, 0] - x0),
            (d[:, 0], x1 - a[:, 0]),
            (-d[:, 1], a[:, 1] - y0),
            (d[:, 1], y1 - a[:, 1]),
        ):
            t = q / p
            enter = np.where(p < 0, np.maximum(enter, t), enter)
            leave = np.where(p > 0, np.minimum(leave, t), leave)
            outside |= (p == 0) & (q < 0)
    kept = np.flatnonzero(~outside & (enter <= leave))
    if not len(kept):
        return []
    start, end = a + enter[:, None] * d, a + leave[:, None] * d
    goes_on = (np.diff(kept) == 1) & (leave[kept[:-1]] >= 1) & (enter[kept[1:]] <= 0)
    return [np.vstack((start[part[:1]], end[part])) for part in np.split(kept, np.flatnonzero(~goes_on) + 1)]

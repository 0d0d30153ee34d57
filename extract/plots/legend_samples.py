"""A plot's picture and the words on it in, legend entries out: label, ink and shape of each sample."""

import re
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from .ink import Ink, Mask, nearest_ink
from .page_marks import Phrase
from .picture import Pixels
from .picture_marks import TEXT_HEIGHT
from .tracing import Dashes, dashes_of

MARKER_LIKE: Final = frozenset("oO0°ΔA△▲□口◇◆■●▼∇▽◦○·.,日回")
"""What an OCR engine calls markers."""
_LEADING_MARK: Final = re.compile(r"^(?:[-–—_~=•●○□■◇◆△▲▽▼*+|±工王士土中\s]+\s+|[•●○□■◇◆△▲▽▼]+)(?=\w)")
LETTERS_OF_SAMPLE: Final = 2
SPECK: Final = 0.3
"""Heights of a word: what is narrower is no sample."""
TALLEST: Final = 2.2
"""Heights of the picture's usual text: what is taller is no word."""
BOX_REACH: Final = 1.5
SIDE: Final = 0.9
"""Heights of a word within which a legend's box is drawn around it, and the inked share of the box' sides."""
UNEVEN: Final = 0.5
"""Heights of a word: how much longer a sample may be on one side of the samples' common middle."""
REACH: Final = 4.2
"""Heights of a word: how far left of it its sample may begin."""

PixelBox = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """Words of one row of the picture, with their box in pixels."""

    text: str
    box: tuple[float, float, float, float]

    @property
    def size(self) -> float:
        """Height."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Sample:
    """A legend entry. ``box`` is its sample in pixels, ``mask`` the sample's ink there, ``ink`` its palette index.

    ``kind`` tells a sample with a marker from one that is a line only, whose dashes are told.
    """

    label: str
    box: PixelBox
    word: Word
    ink: int
    mask: Mask
    kind: Literal["line", "marker"]
    dashes: Dashes


def label_words(phrases: list[Phrase], pixels: float) -> list[Word]:
    """Phrases without what is a marker taken for a letter; what stands close on one row is joined."""
    words: list[Word] = []
    for phrase in sorted((p for p in phrases if p.upright), key=lambda p: p.bbox[0]):
        if set(phrase.plain.replace(" ", "")) <= MARKER_LIKE:
            continue
        x0, y0, x1, y1 = (v * pixels for v in phrase.bbox)
        if y1 - y0 > TALLEST * pixels * TEXT_HEIGHT:
            continue
        for i, word in enumerate(words):
            a0, b0, a1, b1 = word.box
            shared = min(b1, y1) - max(b0, y0)
            if shared > 0.6 * min(word.size, y1 - y0) and -0.6 * word.size < x0 - a1 < 0.6 * word.size:
                words[i] = Word(f"{word.text} {phrase.plain}", (a0, min(b0, y0), max(a1, x1), max(b1, y1)))
                break
        else:
            words.append(Word(phrase.plain, (x0, y0, x1, y1)))
    words = [_tidied(word) for word in words]
    return [_without_sample(word, words) for word in words]


def _without_sample(word: Word, words: list[Word]) -> Word:
    """A label whose first letters are its sample, read as such: it begins where the labels over and under it do."""
    first, _, rest = word.text.partition(" ")
    x0, y0, x1, y1 = word.box
    if not rest or len(first) > LETTERS_OF_SAMPLE:
        return word
    expected = x0 + (x1 - x0) * (len(first) + 1) / len(word.text)
    for other in words:
        near = other is not word and abs(other.box[1] - y0) < 2.6 * word.size
        if near and other.box[0] - x0 > word.size and abs(other.box[0] - expected) < 1.5 * word.size:
            return Word(rest, (other.box[0], y0, x1, y1))
    return word


def _tidied(word: Word) -> Word:
    """A label without the sample that was read as part of it; the sign ``×`` before ``=`` is the letter."""
    text = word.text.strip()
    label = _LEADING_MARK.sub("", text)
    x0, y0, x1, y1 = word.box
    start = x0 + (x1 - x0) * (len(text) - len(label)) / max(1, len(text))
    return Word(re.sub(r"^[×✕](?=\s*=)", "x", label), (start, y0, x1, y1))


def find_legend(
    picture: Pixels, mask: Mask, background: np.ndarray, palette: list[Ink], words: list[Word], wall: int
) -> list[Sample]:
    """The entries of the legend: the largest set of left-aligned words, row under row, with a sample left of each.

    ``mask`` (height, width) is all that is printed on the picture. Columns of a legend stand beside each other. The
    column ``wall`` is the right side of the frame: a legend stands on one side of it.
    """
    sides: list[list[Sample]] = []
    for left in (True, False):
        found = [_sample(picture, mask, background, palette, word, wall, left=left) for word in words]
        sides.append(_grouped([sample for sample in found if sample is not None]))
    return max(sides, key=len)


def _grouped(found: list[Sample]) -> list[Sample]:
    """The largest set of samples whose words are aligned at the samples' side, row under row, and columns beside it."""
    groups: list[list[Sample]] = []
    for sample in sorted(found, key=lambda s: s.word.box[1]):
        for group in groups:
            last = group[-1].word
            ends = [abs(last.box[i] - sample.word.box[i]) for i in (0, 2)]
            aligned = ends[0 if sample.box[0] < sample.word.box[0] else 1] < 0.45 * last.size
            if aligned and 0.5 * last.size < sample.word.box[1] - last.box[1] < 2.6 * last.size:
                group.append(sample)
                break
        else:
            groups.append([sample])
    if not groups:
        return []
    best = max(groups, key=lambda g: (len(g), -g[0].word.box[1]))
    rows = (best[0].word.box[1], best[0].word.size)
    if len(best) == 1:
        return _in_one_row(best[0], found)
    beside = [g for g in groups if g is not best and abs(len(g) - len(best)) <= 1 and len(g) > 1]
    columns = [best, *(g for g in beside if abs(g[0].word.box[1] - rows[0]) < 0.5 * rows[1])]
    return [sample for column in columns for sample in _of_one_middle(column)]


def _in_one_row(first: Sample, found: list[Sample]) -> list[Sample]:
    """Entries that stand beside each other in one line, each with a sample of its own; none of a mere speck."""
    size, top = first.word.size, first.word.box[1]
    row = [s for s in found if abs(s.word.box[1] - top) < 0.5 * size and abs(s.word.size - size) < 0.5 * size]
    row = row if len({s.box for s in row}) == len(row) else [first]
    return [s for s in row if s.box[2] - s.box[0] > SPECK * s.word.size]


def _sample(
    picture: Pixels, mask: Mask, background: np.ndarray, palette: list[Ink], word: Word, wall: int, *, left: bool
) -> Sample | None:
    """The ink left (or right) of a word, if there is some within reach."""
    x0, y0, x1, y1 = word.box
    size = word.size
    top, bottom = max(0, round(y0 + 0.08 * size)), min(mask.shape[0], round(y1 - 0.08 * size))
    if left:
        start, stop = max(0, wall if x0 > wall else 0, round(x0 - REACH * size)), round(x0 + 0.02 * size)
    else:
        start, stop = round(x1 - 0.02 * size), min(mask.shape[1], round(x1 + REACH * size))
    if stop - start < 4 or bottom - top < 4:
        return None
    strip = mask[top:bottom, start:stop] & _within_rules(mask, (top, bottom, start, stop), left=left)
    core = strip[round(0.25 * len(strip)) : round(0.8 * len(strip))]
    columns = np.flatnonzero(core.any(axis=0))
    if not left:
        columns = core.shape[1] - 1 - columns[::-1]
    columns = _nearest_block(columns, round(0.9 * size))
    if not len(columns) or stop - start - columns[-1] > 1.9 * size:
        return None
    if not left:
        columns = core.shape[1] - 1 - columns[::-1]
    a, b = int(columns[0]), int(columns[-1]) + 1
    patch = picture[top:bottom, start + a : start + b]
    owners = nearest_ink(patch, background, palette)
    owners[~strip[:, a:b]] = -1
    middle = owners[round(0.25 * len(owners)) : round(0.8 * len(owners))]
    votes = [float((middle == i).sum()) for i in range(len(palette))]
    if not votes or max(votes) < 3:
        return None
    ink = int(np.argmax(votes))
    own = owners == ink
    return _made(word, ink, own, start + a, top)


def _made(word: Word, ink: int, own: Mask, left: int, top: int) -> Sample:
    """The sample whose ink begins within ``own``, the columns of the picture from ``left`` on."""
    inked = np.flatnonzero(own.any(axis=0))
    own = own[:, inked[0] : inked[-1] + 1]
    box = (left + int(inked[0]), top, left + int(inked[-1]) + 1, top + len(own))
    heights = own.sum(axis=0)
    thin = float(np.quantile(heights[heights > 0], 0.2))
    extent = int(np.ptp(np.flatnonzero(own.any(axis=1)))) + 1
    marker = own.shape[1] < 1.15 * word.size or (heights.max() >= 2.5 * thin and extent > 0.3 * word.size)
    return Sample(word.text, box, word, ink, own, "marker" if marker else "line", dashes_of(np.atleast_1d(heights > 0)))


def _of_one_middle(column: list[Sample]) -> list[Sample]:
    """The samples of a legend's column, cut evenly about their common middle: a curve may pass by on one side."""
    if len(column) < 2:
        return column
    spans = sorted((s.box[2] - s.box[0], (s.box[0] + s.box[2]) / 2) for s in column)
    middle = spans[0][1] if len(spans) == 2 else float(np.median([m for _, m in spans]))
    cut: list[Sample] = []
    for sample in column:
        x0, top, x1, _ = sample.box
        half = min(middle - x0, x1 - middle) + UNEVEN * sample.word.size
        a, b = max(0, round(middle - half) - x0), min(x1, round(middle + half)) - x0
        kept = sample.mask[:, a : max(a, b)]
        uneven = half > 0 and (a > 0 or b < x1 - x0) and bool(kept.any())
        cut.append(_made(sample.word, sample.ink, kept, x0 + a, top) if uneven else sample)
    return cut


def _within_rules(mask: Mask, area: PixelBox, *, left: bool) -> Mask:
    """What of a strip (top, bottom, left, right) lies on the word's side of any line that is inked through it.

    Such a line is the side of a legend's box or of the frame.
    """
    top, bottom, start, stop = area
    extra = (bottom - top) // 3
    tall = mask[max(0, top - extra) : bottom + extra, start:stop]
    rules = np.flatnonzero(tall.mean(axis=0) > 0.8)
    inside = np.ones((bottom - top, stop - start), dtype=bool)
    if len(rules):
        inside[:, slice(0, int(rules[-1]) + 1) if left else slice(int(rules[0]), None)] = False
    return inside


def legend_box(mask: Mask, samples: list[Sample]) -> list[tuple[slice, slice]]:
    """The sides of the box around a legend, as rows and columns of the mask; none where there is no such box."""
    if not samples:
        return []
    size = samples[0].word.size
    x0 = round(min(min(s.box[0], s.word.box[0]) for s in samples))
    x1 = round(max(max(s.box[2], s.word.box[2]) for s in samples))
    y0, y1 = round(min(s.word.box[1] for s in samples)), round(max(s.word.box[3] for s in samples))
    reach = round(BOX_REACH * size)
    level = [
        row for row in (*range(y0 - reach, y0 + 1), *range(y1, y1 + reach))
        if 0 <= row < len(mask) and mask[row, max(0, x0) : x1].mean() > SIDE
        and not any(_goes_on(mask[row, max(0, a) : max(0, a + reach)]) for a in (x0 - 2 * reach, x1 + reach))
    ]  # fmt: skip
    upright = [
        column for column in (*range(x0 - reach, x0 + 1), *range(x1, x1 + reach))
        if 0 <= column < mask.shape[1] and mask[max(0, y0) : y1, column].mean() > SIDE
    ]  # fmt: skip
    if not level or not upright:
        return []
    rows, columns = slice(max(0, y0 - reach), y1 + reach), slice(max(0, x0 - reach), x1 + reach)
    return [*((slice(r, r + 1), columns) for r in level), *((rows, slice(c, c + 1)) for c in upright)]


def _goes_on(ink: Mask) -> bool:
    """Whether a line goes on past a legend's corner: a curve that runs along the legend."""
    return len(ink) > 0 and float(ink.mean()) > 0.5


def _nearest_block(columns: np.ndarray, gap: int) -> np.ndarray:
    """The last of the runs of columns that are parted by more than ``gap``."""
    if not len(columns):
        return columns
    breaks = np.flatnonzero(np.diff(columns) > gap)
    return columns[breaks[-1] + 1 :] if len(breaks) else columns

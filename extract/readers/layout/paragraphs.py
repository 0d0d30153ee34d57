"""The lines of a column in, groups of lines out: paragraphs, headings, captions, list items."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .headings import NUMBERED_HEADING
from .lines import Line
from .regions import FIGURE, TABLE

LIST_MARK: Final = re.compile(r"^(?:[•▪■●◦‣–—*]\s|\(?(?:[ivx]{1,4}|\d{1,2}|[a-h])\)\s)")
REFERENCE_MARK: Final = re.compile(r"^(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}\.?)\s*(?=[A-ZÀ-Ž“\"'a-z])")
_SENTENCE_END: Final = re.compile(r"[.?!:;][)\]”\"’]?\s*(?:\[?\d{1,3}(?:[,–-]\s?\d{1,3})*\]?)?$")

_SET_OFF: Final = re.compile(r"\s*[.:|│∣]|\s+[–—-]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The paper's running text: its font size and fonts, and the usual distance of baselines by size (half points)."""

    body: float
    leading: dict[int, float]
    fonts: frozenset[str] = frozenset()

    def step(self, size: float) -> float:
        """The usual distance between baselines of lines of ``size``."""
        return self.leading.get(round(size * 2), 1.2 * size)


def style_of(lines: Iterable[Line]) -> Style:
    """The style that most of the text of ``lines`` has."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    steps: dict[int, list[float]] = defaultdict(list)
    before: Line | None = None
    for line in lines:
        sizes[round(line.size * 5) / 5] += len(line.text)
        fonts[line.font] += len(line.text) if line.font else 0
        if before is not None and before.page == line.page and abs(before.size - line.size) < 0.3:
            step = line.baseline - before.baseline
            if 0.7 * line.size < step < 2.6 * line.size and len(line.text) > 20:
                steps[round(line.size * 2)].append(step)
        before = line
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    leading = {size: sorted(found)[len(found) // 2] for size, found in steps.items() if len(found) >= 5}
    most = fonts.most_common(1)[0][1] if fonts else 0
    usual = frozenset(font for font, count in fonts.items() if count > 0.2 * most)
    return Style(body=body, leading=leading, fonts=usual)


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does, reference marks aside."""
    return bool(_SENTENCE_END.search(text[-24:]))


def in_capitals(text: str) -> bool:
    """Whether most letters of ``text`` are capitals, as in ``BOROHYDRIDE Mg ION CONDUCTORS``."""
    letters = [mark for mark in text if mark.isalpha()]
    return sum(mark.isupper() for mark in letters) > 0.8 * len(letters)


def grouped(lines: list[Line], style: Style, *, references: bool = False) -> list[list[Line]]:
    """``lines`` of one column cut into groups, each of which is one block (or a part of one)."""
    if not lines:
        return []
    left, right = _edges(lines, style)
    hanging = references and _hanging(lines, left)
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _begins(groups[-1], line, style, left, right, hanging=hanging, references=references):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _edges(lines: list[Line], style: Style) -> tuple[float, float]:
    """The column's left edge (where most lines begin) and right edge (where the wide ones end)."""
    body = [line for line in lines if abs(line.size - style.body) < 0.12 * style.body] or lines
    lefts = Counter(round(line.x0 / 2) for line in body)
    top = max(lefts.values())
    left = min(edge for edge, count in lefts.items() if count >= 0.5 * top) * 2.0
    widths = sorted(line.x1 for line in body)
    return left, widths[int(0.85 * (len(widths) - 1))]


def _hanging(lines: list[Line], left: float) -> bool:
    """Whether entries begin at the left edge and go on indented."""
    indented = sum(4 < line.x0 - left < 40 for line in lines)
    return indented > 0.3 * len(lines)


def _begins(
    group: list[Line], line: Line, style: Style, left: float, right: float, *, hanging: bool, references: bool
) -> bool:
    """Whether ``line`` begins a new group after ``group``."""
    above = group[-1]
    step, usual = line.baseline - above.baseline, style.step(line.size)
    if abs(line.size - above.size) > 0.07 * max(line.size, above.size) and not _same_text(above, line):
        return True
    if step > 1.4 * usual + 0.5 or step < 0.3 * line.size or line.x0 > above.x1 or line.x1 < above.x0:
        return True
    if above.bold > 0.8 and len(line.text) > 8 and in_capitals(above.text) != in_capitals(line.text):
        return True
    if line.size > 1.2 * style.body and above.font == line.font and not NUMBERED_HEADING.match(line.text):
        return False
    if starts_caption(group[0]):
        return starts_caption(line) and ends_sentence(above.text)
    if above.bold > 0.8 and line.bold < 0.5 and (len(above.text) > 8 or ends_sentence(above.text)):
        return True
    if line.bold > 0.85 and above.bold < 0.5 and len(line.text) > 3:
        return True
    if line.font not in ("", above.font) and above.font not in {"", *style.fonts} and _stands_out(group, line, right):
        return True
    if references:
        return starts_caption(line) or _new_reference(above, line, left, hanging)
    if LIST_MARK.match(line.text) and _ended(above, line, right):
        return True
    if starts_caption(line) and ends_sentence(above.text) and _ended(above, line, right):
        return True
    return _new_paragraph(group, line, left, right)


def starts_caption(line: Line) -> bool:
    """Whether a line begins with the label of a figure or table that is set off from what follows.

    It is set off by a point, colon or bar, or by a capital or bracket after it: "Figure 3a proves" begins a sentence.
    """
    found = FIGURE.match(line.text) or TABLE.match(line.text)
    if not found:
        return False
    rest = line.text[found.end() :]
    return not rest.strip() or bool(_SET_OFF.match(rest)) or rest.lstrip()[0].isupper() or rest.lstrip()[0] == "("


def _stands_out(group: list[Line], line: Line, right: float) -> bool:
    """Whether a group in another font than the text below it ends as a heading does."""
    above = group[-1]
    return len(group) < 4 and not ends_sentence(above.text) and _ended(above, line, right)


def _same_text(above: Line, line: Line) -> bool:
    """Whether two lines of unlike size may be one text.

    A last word or two of a paragraph may come out in another median size (a line of subscripts); a line that
    begins with a heading in bold and runs on in plain type has the size of its longer part.
    """
    runs_in = 0.1 < above.bold < 0.9 and not above.font and line.bold < 0.5
    return runs_in or min(len(above.text), len(line.text)) < 4


def _new_reference(above: Line, line: Line, left: float, hanging: bool) -> bool:
    if hanging:
        return line.x0 < left + 3
    return bool(REFERENCE_MARK.match(line.text)) and (line.x0 <= above.x0 + 2 or above.x0 > line.x0 - 3)


def _ended(above: Line, line: Line, right: float) -> bool:
    """Whether the first word of ``line`` would have fitted behind ``above``: so a paragraph ended there."""
    word = line.text.split(" ", 1)[0]
    need = line.width * (len(word) + 1.5) / max(1, len(line.text))
    return above.x1 + need < right


def _new_paragraph(group: list[Line], line: Line, left: float, right: float) -> bool:
    above = group[-1]
    indent = line.x0 - above.x0
    em = line.size
    if 0.7 * em < indent < 5 * em and above.x0 < left + 0.6 * em:
        return ends_sentence(above.text) or _ended(above, line, right) or line.text[:1].isupper()
    ended = _ended(above, line, right) and ends_sentence(above.text)
    if len(group) == 1 and 0.7 * em < above.x0 - left < 5 * em and abs(indent) < 0.3 * em:
        return ended or (ends_sentence(above.text) and line.text[:1].isupper())
    return ended and not line.text[:1].islower()

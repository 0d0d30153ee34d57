"""A PDF as bytes in, a Document out; pages are read by pdfium (Apache-2.0 and BSD-3-Clause)."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from ...records.errors import Result
from ..document import Document
from .layout.backend import Backend, Opened, Picture, Unreadable
from .layout.content import (
    REPLACEMENT,
    Floats,
    Font,
    Glyphs,
    PageContent,
    PdfOptions,
    quarter_turns,
    turned_boxes,
    turned_glyphs,
)  # fmt: skip
from .layout.reading import read_pdf

READER: Final = "pdfium/1"
_MAX_DRAWINGS: Final = 50_000
_MAX_DEPTH: Final = 8
_HYPHEN: Final = 0x02
"""pdfium's own code for a hyphen that it takes for one put in at a line's end."""
_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_Rectangle: TypeAlias = tuple[float, float, float, float]
_IDENTITY: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_pdfium(data: bytes, source: str, options: PdfOptions | None = None) -> Result[Document]:
    """The paper in ``data``; what cannot be read becomes a problem (D001 to D015), nothing is raised."""
    return read_pdf(data, source, READER, open_pdfium, options or PdfOptions())


def open_pdfium(data: bytes) -> Backend:
    """The pages of ``data``. Raises :class:`Unreadable` for a broken or locked file."""
    try:
        file: Any = pdfium.PdfDocument(data)
        pages = len(file)
    except Exception as error:
        locked = "password" in str(error).lower()
        raise Unreadable("D002" if locked else "D003", why=str(error)) from error
    if not pages:
        raise Unreadable("D003", why="it has no pages")
    return _Pdfium(file, data)


@dataclass(frozen=True, slots=True)
class _TextObject:
    """What the characters of one text object share; ``clip`` is in page coordinates."""

    font: int
    scale: float
    turn: int
    clip: _Rectangle | None


class _Pdfium:
    """One open file."""

    def __init__(self, file: Any, data: bytes) -> None:
        self._file = file
        self._data = data

    def opened(self) -> Opened:
        information = {str(k).lower(): str(v) for k, v in self._file.get_metadata_dict(skip_empty=True).items()}
        start = self._data.find(b"<x:xmpmeta")
        end = self._data.find(b"</x:xmpmeta>", start)
        xmp = self._data[start : min(end, start + 200_000)].decode("utf-8", "replace") if 0 <= start < end else ""
        return Opened(pages=len(self._file), information=information, xmp=xmp)

    def page(self, number: int) -> PageContent:
        page = self._file[number - 1]
        try:
            return _content(page, number)
        finally:
            page.close()

    def links(self, number: int) -> Iterator[str]:
        page = self._file[number - 1]
        position, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
            action = raw.FPDFLink_GetAction(link)
            if not action:
                continue
            length = int(raw.FPDFAction_GetURIPath(self._file.raw, action, None, 0))
            buffer = ctypes.create_string_buffer(min(length, 4096))
            raw.FPDFAction_GetURIPath(self._file.raw, action, buffer, len(buffer))
            if buffer.value:
                yield buffer.value.decode("utf-8", "replace")
        page.close()

    def picture(self, number: int, dpi: int) -> Picture:
        page = self._file[number - 1]
        image = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
        page.close()
        return np.ascontiguousarray(image[:, :, :3])

    def close(self) -> None:
        self._file.close()


def _content(page: Any, number: int) -> PageContent:
    left, bottom, right, top = page.get_bbox()
    rotation = int(page.get_rotation())
    width, height = float(right - left), float(top - bottom)
    shown = (height, width) if rotation % 180 else (width, height)
    frame = np.array([left, top, left, top], np.float32)
    glyphs, fonts = _glyphs(page, (left, bottom, right, top))
    paths, images = _drawn(page)
    points = _flipped(np.concatenate([glyphs.origins, glyphs.origins], axis=1), frame)
    flat = replace(glyphs, boxes=_flipped(glyphs.boxes, frame), origins=points[:, :2])
    return PageContent(
        number=number, width=shown[0], height=shown[1], fonts=fonts, glyphs=turned_glyphs(flat, *shown, rotation),
        drawings=turned_boxes(_flipped(paths, frame), *shown, rotation),
        images=turned_boxes(_flipped(images, frame), *shown, rotation),
    )  # fmt: skip


def _flipped(boxes: Floats, frame: Floats) -> Floats:
    """Boxes (left, bottom, right, top) of PDF's own frame as (x0, y0, x1, y1) from the page's top left."""
    signs = np.array([1, -1, 1, -1], np.float32)
    return (boxes[:, [0, 3, 2, 1]] - frame) * signs


def _glyphs(page: Any, visible: _Rectangle) -> tuple[Glyphs, tuple[Font, ...]]:
    """The characters of pdfium's text page, in PDF's own frame, without those it made up itself."""
    textpage = page.get_textpage()
    handle = textpage.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    objects: dict[int, _TextObject] = {}
    fonts: list[Font] = []
    rows: list[tuple[float, ...]] = []
    parted: set[int] = set()
    for index in range(max(0, int(raw.FPDFText_CountChars(handle)))):
        code = int(raw.FPDFText_GetUnicode(handle, index))
        if 0xDC00 <= code <= 0xDFFF and rows and 0xD800 <= rows[-1][0] <= 0xDBFF:
            high = int(rows.pop()[0])
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        if code in (0x0A, 0x0D) or (code == 0x20 and raw.FPDFText_IsGenerated(handle, index)):
            parted.add(len(rows))
            continue
        text_object = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        shared = objects.get(key)
        if shared is None:
            shared = objects[key] = _text_object(handle, index, text_object, fonts)
        raw.FPDFText_GetLooseCharBox(handle, index, box_at)
        raw.FPDFText_GetCharOrigin(handle, index, x_at, y_at)
        if shared.clip is not None and not _within((box.left + box.right) / 2, (box.bottom + box.top) / 2, shared.clip):
            continue
        code = 0x2D if code == _HYPHEN and raw.FPDFText_IsHyphen(handle, index) == 1 else code or REPLACEMENT
        rows.append((
            code, box.left, box.bottom, box.right, box.top, x.value, y.value,
            raw.FPDFText_GetFontSize(handle, index) * shared.scale, shared.font, shared.turn,
        ))  # fmt: skip
    textpage.close()
    if not rows:
        return Glyphs.none(), tuple(fonts)
    table = _parted(np.array(rows, np.float64), parted)
    glyphs = Glyphs(
        codes=table[:, 0].astype(np.int32), boxes=table[:, 1:5].astype(np.float32),
        origins=table[:, 5:7].astype(np.float32), sizes=table[:, 7].astype(np.float32),
        fonts=table[:, 8].astype(np.int32), turns=table[:, 9].astype(np.int8),
    )  # fmt: skip
    return glyphs, tuple(fonts)


def _parted(table: npt.NDArray[np.float64], places: set[int]) -> npt.NDArray[np.float64]:
    """``table`` with a gap before the rows at ``places``, where pdfium found a space.

    Its boxes take in what juts out of a letter's own room (an f), so that they may leave no gap.
    """
    at = np.array(sorted(place for place in places if 0 < place < len(table)), np.intp)
    edge = table[at, 1] - 0.2 * table[at, 7]
    same_line = (np.abs(table[at, 6] - table[at - 1, 6]) < 0.2 * table[at, 7]) & (table[at - 1, 1] < edge)
    table[at - 1, 3] = np.where(same_line, np.minimum(table[at - 1, 3], edge), table[at - 1, 3])
    return table


def _within(x: float, y: float, area: _Rectangle) -> bool:
    return area[0] - 1 <= x <= area[2] + 1 and area[1] - 1 <= y <= area[3] + 1


def _text_object(handle: Any, index: int, text_object: Any, fonts: list[Font]) -> _TextObject:
    """Font, scale and direction of the text object that holds the character at ``index``."""
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, name, 200, ctypes.byref(flags))
    weight = int(raw.FPDFText_GetFontWeight(handle, index))
    font = Font.of(
        name.value.decode("utf-8", "replace"), bold=weight >= 600 or bool(flags.value & 1 << 18),
        italic=bool(flags.value & 1 << 6),
    )  # fmt: skip
    if font not in fonts:
        fonts.append(font)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix))
    across, up = float(matrix.a), float(matrix.b)
    length = math.hypot(across, up) or 1.0
    scale = math.hypot(float(matrix.c), float(matrix.d)) or length
    turn = quarter_turns(across / length, -up / length)
    return _TextObject(fonts.index(font), scale, turn, _clip(text_object))


def _clip(page_object: Any) -> _Rectangle | None:
    """The box of what an object's clip path leaves of the page, None without one."""
    path = raw.FPDFPageObj_GetClipPath(page_object) if page_object else None
    if not path:
        return None
    area: _Rectangle | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(0, int(raw.FPDFClipPath_CountPaths(path)))):
        points: list[tuple[float, float]] = []
        for segment in range(max(0, min(200, int(raw.FPDFClipPath_CountPathSegments(path, index))))):
            part = raw.FPDFClipPath_GetPathSegment(path, index, segment)
            if raw.FPDFPathSegment_GetPoint(part, ctypes.byref(x), ctypes.byref(y)):
                points.append((x.value, y.value))
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            area = box if area is None else _common(area, box)
    return area


def _common(a: _Rectangle, b: _Rectangle) -> _Rectangle:
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def _drawn(page: Any) -> tuple[Floats, Floats]:
    """The boxes of painted paths and of images, those inside forms too, in PDF's own frame."""
    paths: list[_Rectangle] = []
    images: list[_Rectangle] = []
    top = [raw.FPDFPage_GetObject(page.raw, i) for i in range(int(raw.FPDFPage_CountObjects(page.raw)))]
    waiting: list[tuple[Any, _Matrix, _Rectangle | None, int]] = [(o, _IDENTITY, None, 0) for o in reversed(top)]
    while waiting and len(paths) < _MAX_DRAWINGS:
        item, matrix, area, depth = waiting.pop()
        kind = int(raw.FPDFPageObj_GetType(item))
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM):
            continue
        if kind == raw.FPDF_PAGEOBJ_PATH and not _painted(item):
            continue
        box = _moved(_bounds(item), matrix)
        box = box if area is None else _common(box, area)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            inner = _product(_matrix(item), matrix)
            if depth < _MAX_DEPTH:
                count = min(_MAX_DRAWINGS, int(raw.FPDFFormObj_CountObjects(item)))
                waiting += [(raw.FPDFFormObj_GetObject(item, i), inner, box, depth + 1) for i in reversed(range(count))]
        elif box[2] >= box[0] and box[3] >= box[1]:
            (images if kind == raw.FPDF_PAGEOBJ_IMAGE else paths).append(box)
    return np.array(paths, np.float32).reshape(-1, 4), np.array(images, np.float32).reshape(-1, 4)


def _painted(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value or stroke.value)


def _bounds(item: Any) -> _Rectangle:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in sides))
    left, bottom, right, top = (float(side.value) for side in sides)
    return left, bottom, right, top


def _matrix(item: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    """The transformation that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(box: _Rectangle, matrix: _Matrix) -> _Rectangle:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)

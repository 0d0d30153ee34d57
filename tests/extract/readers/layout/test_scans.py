"""Pages that are read by OCR, whatever their size."""

from typing import Any

import pymupdf
import pytest
from matloom.extract.readers import pdf_pymupdf
from matloom.extract.readers.layout.reading import MOST_PIXELS


@pytest.mark.parametrize("side", [300, 14_000])
def test_a_page_of_any_size_becomes_a_picture_of_bounded_size(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[int, ...]] = []

    def recognise(picture: Any, page: Any) -> Any:
        made.append(picture.shape)
        return page

    monkeypatch.setattr("matloom.extract.readers.ocr.recognise", recognise)
    file: Any = pymupdf.open()
    page = file.new_page(width=side, height=side)
    dot = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 8, 8), False)
    page.insert_image(page.rect, pixmap=dot)
    found = pdf_pymupdf.read_pymupdf(file.tobytes(), "scan.pdf")
    assert [problem.code for problem in found.problems] == ["D010"]
    height, width, _ = made[0]
    assert height * width <= 1.01 * MOST_PIXELS
    assert height >= min(8_000, side * 200 / 72 - 1)

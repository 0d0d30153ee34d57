"""Files in, plots or the reason why there are none: whatever the file is."""

from typing import Any

import pymupdf
from matloom.extract.plots.digitize import digitize
from matloom.extract.plots.show import overlay


def page() -> bytes:
    """A page with words and nothing else."""
    file: Any = pymupdf.open()
    file.new_page(width=300, height=300).insert_text((50, 50), "no plot")
    return file.tobytes()


def test_a_pdf_may_begin_behind_other_bytes() -> None:
    found = digitize(b"\r\nmail\r\n" + page())
    assert found == digitize(page())
    assert "neither vector plots nor pictures" in found.problems[0].why


def test_files_that_cannot_be_opened_have_a_problem_and_an_empty_page() -> None:
    locked = pymupdf.open(stream=page()).tobytes(
        encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="user", owner_pw="owner"
    )
    for data, words in ((locked, "password"), (b"%PDF-1.4 garbage", "open"), (b"", "decoded")):
        found = digitize(data)
        assert [problem.code for problem in found.problems] == ["P001"]
        assert words in found.problems[0].why
        assert "</html>" in overlay(data, 1, found.value, "file")

"""PDF papers in, pages a second of one core for reading their text layer out, for both readers."""

import time
from collections.abc import Callable

from matloom.extract.document import Document
from matloom.extract.readers.layout.content import PdfOptions
from matloom.extract.readers.pdf_pdfium import read_pdfium
from matloom.extract.readers.pdf_pymupdf import read_pymupdf
from matloom.records.errors import Result

from benchmarks import SHARED

SETS = {"papers": "data/papers", "tables": "data/tables"}
READERS: dict[str, Callable[[bytes, str, PdfOptions], Result[Document]]] = {
    "pymupdf": read_pymupdf,
    "pdfium": read_pdfium,
}


def main() -> None:
    """Print pages, processor seconds and pages a second; OCR is off, as it reads pages without a text layer."""
    options = PdfOptions(ocr=False)
    print(f"{'set':8} {'reader':8} {'files':>6} {'pages':>6} {'seconds':>8} {'pages/s':>8}")
    for name, place in SETS.items():
        files = [path.read_bytes() for path in sorted((SHARED / place).rglob("*.pdf"))]
        for reader, read in READERS.items():
            read(files[0], "warm up", options)
            start = time.process_time()
            pages = sum(read(data, "paper", options).value.pages for data in files)
            seconds = time.process_time() - start
            print(f"{name:8} {reader:8} {len(files):6} {pages:6} {seconds:8.2f} {pages / seconds:8.1f}")


if __name__ == "__main__":
    main()

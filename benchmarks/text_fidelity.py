"""Papers with PDF and JATS XML in, how faithfully both PDF readers read their text out (``bench/score_text.py``)."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from matloom.extract.document import Document
from matloom.extract.document_json import document_to_json
from matloom.extract.readers.pdf_pdfium import read_pdfium
from matloom.extract.readers.pdf_pymupdf import read_pymupdf
from matloom.records.errors import Result

from benchmarks import SHARED

SETS = {"papers": "data/papers", "tables/jats": "data/tables/jats"}
READERS: dict[str, Callable[[bytes, str], Result[Document]]] = {"pymupdf": read_pymupdf, "pdfium": read_pdfium}
MEASURES = ("words_P", "words_R", "words_F1", "formulas", "order")


def score(read: Callable[[bytes, str], Result[Document]], pdf: Path, folder: Path) -> dict[str, float]:
    """The scorer's figures for one paper; a paper without formulas has none for them."""
    result = read(pdf.read_bytes(), pdf.name)
    parsed = folder / "parsed.json"
    parsed.write_text(json.dumps(document_to_json(result.value, result.problems)), encoding="utf-8")
    command = [sys.executable, str(SHARED / "bench" / "score_text.py"), str(parsed), str(pdf.with_suffix(".xml"))]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {key: figures[key] for key in MEASURES if key != "formulas" or figures["n_formulas"]}


def main() -> None:
    """Print a row a paper and reader, and the means."""
    print(f"{'set':12} {'paper':14} {'reader':8} " + " ".join(f"{name:>9}" for name in MEASURES))
    with tempfile.TemporaryDirectory() as temporary:
        for name, place in SETS.items():
            papers = sorted(pdf for pdf in (SHARED / place).glob("*/*.pdf") if pdf.with_suffix(".xml").exists())
            for reader, read in READERS.items():
                rows = [(pdf.stem, score(read, pdf, Path(temporary))) for pdf in papers]
                means = {key: mean(row[key] for _, row in rows if key in row) for key in MEASURES}
                for paper, row in [*rows, ("mean", means)]:
                    figures = " ".join(f"{row[key]:9.4f}" if key in row else f"{'-':>9}" for key in MEASURES)
                    print(f"{name:12} {paper:14} {reader:8} {figures}")


if __name__ == "__main__":
    main()

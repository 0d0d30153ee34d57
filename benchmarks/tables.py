"""Tables of PDFs against their gold grids, ours and other tools in one run, as ``python -m benchmarks.tables``.

Gold and scores are the shared scripts' (``make_table_gold.py``, ``score_tables.py``): JATS of the same paper, and the
cells of the ICDAR 2013 competition. ``--peers`` also runs pymupdf4llm, pdfplumber and camelot (``pip install
camelot-py`` for the last). ``--speed`` measures whole papers on two processes.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
from lxml import etree
from matloom.extract.document import Document, Table
from matloom.extract.tables.finding.find import find_tables

from benchmarks import SHARED

SETS = {"tables/jats": "tables/jats", "papers": "papers", "icdar2013": "tables/icdar2013"}
MEASURES = ("det_recall", "det_prec", "cell_f1", "adj_f1", "adj_macro_f1")
SAFE = etree.XMLParser(load_dtd=False, no_network=True, recover=True, resolve_entities=False)
SYMBOLS = frozenset("±×·°−<>≤≥≈∼~∞Å→′″") | {chr(code) for code in range(0x391, 0x3CA)}


def scorer() -> Any:
    """The shared scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score_tables", SHARED / "bench" / "score_tables.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_of(folder: Path) -> dict[str, Any]:
    """The gold of a folder, by the shared script."""
    script = SHARED / "bench" / "make_table_gold.py"
    made = subprocess.run([sys.executable, script, folder], capture_output=True, check=True)
    return json.loads(made.stdout)


def cells_of(table: Table) -> list[dict[str, Any]]:
    """A table's cells as the scorer wants them."""
    spans = {(span.row, span.column): span for span in table.spans}
    cells: list[dict[str, Any]] = []
    for r, row in enumerate(table.cells):
        for c, text in enumerate(row):
            span = spans.get((r, c))
            down, across = (span.rows, span.columns) if span else (1, 1)
            cells.append({"r0": r, "r1": r + down - 1, "c0": c, "c1": c + across - 1, "text": text})
    return cells


def matloom(data: bytes) -> list[dict[str, Any]]:
    """Our tables."""
    result = find_tables(data, Document(doc_id="sha256:0", source="a.pdf", reader="none"))
    return [{"page": table.page, "cells": cells_of(table)} for table in result.value]


def pymupdf4llm(data: bytes) -> list[dict[str, Any]]:
    """The tables of pymupdf4llm's JSON, from PyMuPDF's layout and grid models on every page."""
    import pymupdf4llm as peer

    pages = json.loads(peer.to_json(pymupdf.open(stream=data)))["pages"]
    boxes = [(page["page_number"], box["table"]) for page in pages for box in page["boxes"] if box.get("table")]
    return [{"page": number, "grid": table["extract"]} for number, table in boxes]


def pdfplumber(data: bytes) -> list[dict[str, Any]]:
    """The tables of pdfplumber, from rules."""
    import pdfplumber as peer

    with peer.open(BytesIO(data)) as file:
        return [{"page": page.page_number, "grid": grid} for page in file.pages for grid in page.extract_tables()]


def camelot(data: bytes) -> list[dict[str, Any]]:
    """The tables of camelot's hybrid parser."""
    import camelot as peer

    found = peer.read_pdf(BytesIO(data), pages="all", flavor="hybrid", suppress_stdout=True)
    return [{"page": table.page, "grid": table.df.values.tolist()} for table in found]


def run(name: str, tool: Callable[[bytes], list[dict[str, Any]]], gold: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What ``tool`` finds in every document of ``gold``, and its line of the table."""
    found: dict[str, Any] = {}
    pages, began = 0, time.perf_counter()
    for document, truth in gold.items():
        data = (folder / truth["pdf"]).read_bytes()
        pages += pymupdf.open(stream=data).page_count
        try:
            found[document] = tool(data)
        except Exception as error:
            print(f"  {name} failed on {document}: {error}", file=sys.stderr)
    seconds = time.perf_counter() - began
    scores = scorer().score(found, gold)
    line = "  ".join(f"{scores[measure]:.3f}" for measure in MEASURES)
    print(f"  {name:12s} {line}  {pages / seconds:6.1f} pages/s", flush=True)
    return found


def marked(element: Any, script: bool = False) -> Iterator[tuple[str, bool]]:
    """The characters of a JATS cell, each with whether it is a sub- or superscript."""
    tag = etree.QName(element).localname if isinstance(element.tag, str) else "tex-math"
    inner = script or tag in ("sup", "sub")
    if tag != "tex-math":
        yield from ((char, inner) for char in element.text or "")
        for child in element:
            yield from marked(child, inner)
            yield from ((char, inner) for char in child.tail or "")


def plain(text: str) -> str:
    """``text`` with compatibility forms resolved, one kind of minus and no spaces."""
    text = unicodedata.normalize("NFKC", text)
    return "".join("−" if char in "-‐‑–—−" else char for char in text if not char.isspace())


def glyphs_right(found: dict[str, Any], gold: dict[str, Any], folder: Path) -> tuple[int, int]:
    """Of the scripts, minus signs, Greek letters and other symbols in gold cells, how many are read right.

    Each gold cell is laid beside the most similar cell found in its paper; a glyph is right if it stands in a
    matching stretch of both.
    """
    right = total = 0
    for document, truth in gold.items():
        ours = list({plain(cell["text"]) for table in found.get(document, ()) for cell in table.get("cells", ())})
        known = set(ours)
        root = etree.parse(folder / truth["pdf"].replace(".pdf", ".xml"), SAFE).getroot()
        for cell in root.iter("{*}td", "{*}th"):
            chars = [(c, script) for char, script in marked(cell) for c in plain(char)]
            watched = [i for i, (char, script) in enumerate(chars) if script or char in SYMBOLS]
            if not watched:
                continue
            text = "".join(char for char, _ in chars)
            total += len(watched)
            if text in known:
                right += len(watched)
                continue
            right += _matched(text, ours, watched)
    return right, total


def _matched(text: str, ours: list[str], watched: list[int]) -> int:
    near = [other for other in ours if 0.5 * len(text) <= len(other) <= 2 * len(text) + 4]
    matchers = (SequenceMatcher(None, other, text, autojunk=False) for other in near)
    best = max(matchers, key=lambda m: m.ratio(), default=None)
    if best is None:
        return 0
    kept = {j for _, start, size in best.get_matching_blocks() for j in range(start, start + size)}
    return sum(i in kept for i in watched)


def _time_one(path: str) -> int:
    data = Path(path).read_bytes()
    find_tables(data, Document(doc_id="sha256:0", source="a.pdf", reader="none"))
    return pymupdf.open(stream=data).page_count


def speed(processes: int) -> None:
    """Pages a second over all papers on ``processes`` processes, tables only."""
    os.environ["OMP_NUM_THREADS"] = "1"
    paths = [str(path) for name in SETS.values() for path in sorted((SHARED / "data" / name).rglob("*.pdf"))]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_time_one, paths[:processes]))
        began = time.perf_counter()
        pages = sum(pool.map(_time_one, paths))
    print(f"{pages} pages, {pages / (time.perf_counter() - began):.1f} pages/s on {processes} processes")


def main() -> None:
    """Prints, for each set of papers, a line a tool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="|".join(SETS), default=list(SETS))
    parser.add_argument("--peers", action="store_true", help="also run pymupdf4llm, pdfplumber and camelot")
    parser.add_argument("--speed", action="store_true", help="measure pages a second on two processes")
    options = parser.parse_args()
    if options.speed:
        speed(2)
        return
    tools = [matloom, pymupdf4llm, pdfplumber, camelot] if options.peers else [matloom]
    for title in options.sets:
        name = SETS[title]
        folder = SHARED / "data" / name
        gold = gold_of(folder)
        print(f"{title}: {sum(len(d['tables']) for d in gold.values())} tables;  {'  '.join(MEASURES)}")
        for tool in tools:
            found = run(tool.__name__, tool, gold, folder)
            if tool is matloom and title != "icdar2013":
                right, total = glyphs_right(found, gold, folder)
                print(f"  scripts and symbols read right: {right}/{total} = {right / max(1, total):.3f}")


if __name__ == "__main__":
    main()

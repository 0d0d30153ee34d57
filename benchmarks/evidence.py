"""Papers in, the share of quotes that stand on their page inside their box out.

The page is read again by PyMuPDF, independently of matloom: all characters whose middle lies in the box, in
whatever order the file has them. A quote stands there when its letters, digits and signs do, as often as it
has them. For markup the letters and digits of a sentence have to occur in a row in those of the file, those of a
cell as often as it has them. Run: python -m benchmarks.evidence [FOLDER ...]
"""

import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pymupdf
from lxml import etree

from . import SHARED

FOLDERS = ("data/papers", "data/xml", "data/tables/jats")
COMMAND = (sys.executable, "-c", "from matloom.cli import app; app()")
SLACK = 1.5
"""Points by which a character may lie outside: the box is rounded, and fonts overhang."""
ALIKE = str.maketrans("\u03bc\u223c\u02dc\u25e6\u02da\u2218\u00f0\u00de\u00bc\u00fe", "\u00b5~~\u00b0\u00b0\u00b0()=+")
"""Fonts say a ring for the degree sign or eth and thorn for brackets; matloom reads what is seen."""
QUERY = """
SELECT d.source, e.page, e.bbox.x0, e.bbox.y0, e.bbox.x1, e.bbox.y1, e.quote, e.kind, e.id
FROM evidence e JOIN documents d ON d.id = e.document ORDER BY d.source, e.page, e.id
"""


def letters(text: str) -> Counter[str]:
    """What is printed, without spaces and hyphens, and with one form of each dash and ligature."""
    plain = unicodedata.normalize("NFKC", text.translate(ALIKE))
    return Counter(
        re.sub(r"[\s\u00ad\u2010-\u2015\u2212\u0300-\u036f-]", "", unicodedata.normalize("NFKD", plain)).lower()
    )


def page_characters(page: pymupdf.Page) -> list[tuple[float, float, str]]:
    """The middle of each character on the page, and the character."""
    content: Any = page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_LIGATURES)
    found: list[tuple[float, float, str]] = []
    for block in content["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for char in span["chars"]:
                    x0, y0, x1, y1 = char["bbox"]
                    found.append(((x0 + x1) / 2, (y0 + y1) / 2, char["c"]))
    return found


def stands_on_page(characters: list[tuple[float, float, str]], box: tuple[float, ...], quote: str) -> bool:
    """Whether the quote's characters lie in the box; one that the file's codes do not tell may be any."""
    x0, y0, x1, y1 = box
    inside = "".join(c for x, y, c in characters if x0 - SLACK <= x <= x1 + SLACK and y0 - SLACK <= y <= y1 + SLACK)
    return (letters(quote) - letters(inside)).total() <= inside.count("\ufffd")


def markup_text(path: Path) -> str:
    """The letters and digits of a file without pages."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(path.read_bytes(), parser)
    text = path.read_text(encoding="utf-8", errors="replace") if root is None else "".join(root.itertext())
    return bare(text)


def bare(text: str) -> str:
    """Letters and digits alone: a reader of markup sets raised reference numbers in brackets, and joins indices."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def main() -> None:
    """Print the share by folder and kind of evidence, and the quotes that do not stand where they should."""
    for name in sys.argv[1:] or FOLDERS:
        folder = Path(name) if Path(name).is_dir() else SHARED / name
        files = {path.name: path for path in folder.rglob("*") if path.is_file()}
        with tempfile.TemporaryDirectory() as place:
            database = Path(place) / "corpus.duckdb"
            subprocess.run([*COMMAND, "ingest", str(folder), "--db", str(database)], check=True, capture_output=True)
            with duckdb.connect(str(database), read_only=True) as connection:
                rows = connection.execute(QUERY).fetchall()
        counts: Counter[tuple[str, bool]] = Counter()
        pages: dict[tuple[str, int], list[tuple[float, float, str]]] = {}
        texts: dict[str, str] = {}
        for source, page, x0, y0, x1, y1, quote, kind, evidence in rows:
            path = files[Path(source).name]
            if page is not None and x0 is not None:
                if (source, page) not in pages:
                    with pymupdf.open(path) as pdf:
                        pages[source, page] = page_characters(pdf[page - 1])
                good = stands_on_page(pages[source, page], (x0, y0, x1, y1), quote)
            else:
                texts.setdefault(source, markup_text(path))
                wanted = bare(quote)
                good = not Counter(wanted) - Counter(texts[source]) if kind == "table" else wanted in texts[source]
            counts[kind, good] += 1
            if not good:
                print(f"  not there: {source} p. {page} {kind} {evidence}: {quote[:110]!r}")
        for kind in sorted({k for k, _ in counts}):
            right, wrong = counts[kind, True], counts[kind, False]
            print(
                f"{name:18s} {kind:8s} {right} of {right + wrong} quotes in their box ({right / (right + wrong):.4f})"
            )


if __name__ == "__main__":
    main()

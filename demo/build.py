"""The demo papers' HTML in, two-column PDFs out, with a three-line table, a vector plot and a bitmap plot.

Usage: python -m demo.build FOLDER
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from . import figures

HERE = Path(__file__).parent
PAGE = pymupdf.paper_rect("a4")
MARGIN, GUTTER, FOOT = 50.0, 18.0, 60.0
CSS = """
body { margin: 0; font-family: serif; font-size: 9.5px; line-height: 1.25; text-align: justify; }
h1 { font-size: 16px; text-align: left; margin: 0 0 6px 0; }
h2 { font-size: 10.5px; margin: 8px 0 3px 0; text-align: left; }
p { margin: 0 0 4px 0; }
.authors { font-size: 11px; margin-bottom: 4px; }
.doi { font-size: 7.5px; }
.abstract { margin: 6px 0 10px 0; }
.references, .caption { font-size: 8px; }
"""


@dataclass(frozen=True)
class Paper:
    """One demo paper: its text, and what fills the foot of the two columns of its first page."""

    name: str
    left: figures.Float
    right: figures.Float


PAPERS = (
    Paper("lithium-iron-phosphate", figures.capacities, figures.diffraction_pattern),
    Paper("barium-strontium-titanate", figures.lattice_parameters, figures.curie_temperatures),
)


def columns(top: float, bottom: float) -> tuple[pymupdf.Rect, pymupdf.Rect]:
    """The two columns of a page between two heights."""
    middle = PAGE.width / 2
    return (
        pymupdf.Rect(MARGIN, top, middle - GUTTER / 2, bottom),
        pymupdf.Rect(middle + GUTTER / 2, top, PAGE.width - MARGIN, bottom),
    )


def write_text(paper: Paper, target: Path, float_height: float) -> float:
    """Flow the text into the pages of ``target``; returns the height at which the columns of page 1 begin."""
    head, body = (HERE / f"{paper.name}.html").read_text(encoding="utf-8").split("<!-- columns -->")
    writer = pymupdf.DocumentWriter(str(target))
    device = writer.begin_page(PAGE)
    story = pymupdf.Story(head, user_css=CSS)
    _, filled = story.place(pymupdf.Rect(MARGIN, MARGIN, PAGE.width - MARGIN, PAGE.height / 2))
    story.draw(device)
    top = filled[3] + 6
    story = pymupdf.Story(body, user_css=CSS)
    bottom, more = PAGE.height - FOOT - float_height, 1
    rects = columns(top, bottom)
    while more:
        for rect in rects:
            if more:
                more, _ = story.place(rect)
                story.draw(device)
        writer.end_page()
        if more:
            device = writer.begin_page(PAGE)
            rects = columns(MARGIN, PAGE.height - FOOT)
    writer.close()
    return top


def build(paper: Paper, folder: Path) -> Path:
    """Write one paper into ``folder``."""
    draft = folder / f".{paper.name}.draft.pdf"
    write_text(paper, draft, figures.HEIGHT)
    target = folder / f"{paper.name}.pdf"
    with pymupdf.open(draft) as document:
        left, right = columns(PAGE.height - FOOT - figures.HEIGHT + 8, PAGE.height - FOOT)
        paper.left(document[0], left)
        paper.right(document[0], right)
        for number, page in enumerate(document, start=1):
            page.insert_text((PAGE.width / 2, PAGE.height - 30), str(number), fontsize=8, fontname="tiro")
        document.set_metadata({"title": paper.name.replace("-", " "), "creationDate": "", "modDate": ""})
        document.save(target, garbage=4, deflate=True, no_new_id=True)
    draft.unlink()
    return target


def main() -> None:
    """Build all demo papers into the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo/papers")
    folder.mkdir(parents=True, exist_ok=True)
    for paper in PAPERS:
        sys.stderr.write(f"built {build(paper, folder)}\n")


if __name__ == "__main__":
    main()

"""Groups of lines in, blocks before their text is made out: what kind each is, and where it goes on."""

from dataclasses import dataclass
from typing import Literal

from ...document import BlockType, Box
from .lines import Line


@dataclass(slots=True, kw_only=True)
class Draft:
    """A block in the making. ``parts`` are its lines, one list for each column that it stands in.

    ``below_table`` says that it stands right under a table's last rule, ``run_in`` that it is a heading whose
    paragraph begins on its line. Kinds are settled in several passes,
    so drafts are the one mutable thing here.
    """

    parts: list[list[Line]]
    kind: BlockType = "paragraph"
    section: str | None = None
    new_column: bool = False
    place: Literal["text", "furniture"] = "text"
    below_table: bool = False
    run_in: bool = False

    @property
    def lines(self) -> list[Line]:
        """Its lines, all parts in one list."""
        return [line for part in self.parts for line in part]

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.parts[0][0]

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.parts[-1][-1]

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.first.page

    @property
    def text(self) -> str:
        """The lines' texts in one string, hyphens left in."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The font size of most of its text."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> float:
        """The share of its characters in bold type."""
        letters = sum(len(line.text) for line in self.lines)
        return sum(line.bold * len(line.text) for line in self.lines) / max(1, letters)

    @property
    def italic(self) -> float:
        """The share of its characters in italics."""
        letters = sum(len(line.text) for line in self.lines)
        return sum(line.italic * len(line.text) for line in self.lines) / max(1, letters)

    def box(self) -> Box:
        """The box around its first part."""
        lines = self.parts[0]
        return (
            min(line.x0 for line in lines), min(line.y0 for line in lines),
            max(line.x1 for line in lines), max(line.y1 for line in lines),
        )  # fmt: skip

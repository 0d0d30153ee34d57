"""Cells in, a Markdown table out."""

from collections.abc import Sequence


def markdown_table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    """The table; None is an empty cell, bars and line breaks in cells do not break it."""
    escaped = (
        tuple("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows
    )
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in escaped)]) + "\n"

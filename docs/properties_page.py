"""The vocabulary in, ``docs/reference/properties.md`` out: run after a change of ``records/properties.toml``."""

from pathlib import Path

from matloom.records.vocabulary import Property, Vocabulary

PAGE = Path(__file__).parent / "reference" / "properties.md"
HEAD = """# Properties

The vocabulary of `records/properties.toml`, {count} properties. A value whose unit does not fit, or that lies outside
the bounds, is never stored as that property: it becomes a problem (Q003, Q002) of its document. Bounds are in the unit
beside them; *stored in* is the canonical unit of the stored value, which stands beside the value as printed. Words are
matched without regard to case, hyphens and plural; symbols with their case, and only where the unit fits.

This page is made by `python docs/properties_page.py`; the tests hold it to the vocabulary.
"""


def row(entry: Property) -> str:
    """One line of the table."""
    words = ", ".join(entry.words)
    symbols = ", ".join(entry.symbols).replace("|", "\\|")
    unit = "" if entry.unit == "1" else f" {entry.unit}"
    bounds = f"{entry.low:g} to {entry.high:g}{unit}"
    stored = "number" if entry.canonical_unit == "1" else entry.canonical_unit
    return f"| `{entry.name}` | {words} | {symbols} | {bounds} | {stored} | {entry.source} |"


def page() -> str:
    """The whole page."""
    properties = Vocabulary.load().properties
    parts = [HEAD.format(count=len(properties))]
    for domain in sorted({entry.domain for entry in properties}):
        rows = [row(entry) for entry in properties if entry.domain == domain]
        parts.append(f"## {domain.capitalize()}\n")
        parts.append(
            "| property | words | symbols | bounds | stored in | the bounds rest on |\n|---|---|---|---|---|---|"
        )
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""Headers that nothing explains in, how many get the right name for their property out.

``tests/data/table_headers.tsv`` has headers of our own writing as papers print them, each with its table's caption,
words for its property, and a value: ``fields`` are symbols by field, on which the lists of usual symbols were built,
``words`` are headers in words and words cut short, ``symbols`` are symbols of further fields. Each stands in a table of
its own, over three samples, and no text explains it. A name is right if half of the content words are in it.

Run: python -m benchmarks.header_names [-v]
"""

import csv
import sys
from collections import Counter
from html import escape
from pathlib import Path

from matloom.extract.findings import Finding
from matloom.extract.readers.reading import read_bytes
from matloom.extract.tables.stage import TableFindings

from benchmarks.table_meaning import content

HEADERS = Path(__file__).parents[1] / "tests" / "data" / "table_headers.tsv"
SCALES = (1.0, 1.07, 0.94)


def values(printed: str) -> list[str]:
    """Three values of the kind of the one that is printed."""
    try:
        number = float(printed)
    except ValueError:
        return [printed] * len(SCALES)
    return [f"{number * scale:.4g}" for scale in SCALES]


def named(caption: str, header: str, printed: str) -> Finding | None:
    """What the first cell under a header says, None where it says nothing; ``//`` parts the rows of a header."""
    heads = header.split(" // ")
    first = "".join(
        f"<tr><th>{'' if row else 'Sample'}</th><th>{escape(text)}</th></tr>" for row, text in enumerate(heads)
    )
    body = "".join(f"<tr><td>S-{row}</td><td>{value}</td></tr>" for row, value in enumerate(values(printed), start=1))
    table = f"<table><caption>Table 1. {escape(caption)}</caption><thead>{first}</thead><tbody>{body}</tbody></table>"
    page = f"<html><body><article><h1>Samples</h1>{table}</article></body></html>"
    found = TableFindings()({"parse": read_bytes(page.encode(), "page.html").value}).value.values
    return next(iter(found), None)


def is_right(finding: Finding | None, words: str) -> bool:
    """Whether the property or its words have half of the content words that are asked for."""
    asked = content(words)
    found = content(finding.property) | content(finding.words) if finding else set[str]()
    return len(asked & found) >= max(1, (len(asked) + 1) // 2)


def main() -> dict[str, float]:
    """Prints and returns the share of right names for each set."""
    right, all_of = Counter[str](), Counter[str]()
    with HEADERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            finding = named(row["caption"], row["header"], row["value"])
            all_of[row["set"]] += 1
            right[row["set"]] += is_right(finding, row["property"])
            if "-v" in sys.argv and not is_right(finding, row["property"]):
                print(row["header"], "|", row["property"], "|", finding and finding.words)
    shares = {name: right[name] / count for name, count in all_of.items()}
    for name, share in shares.items():
        print(f"{name:8s} {right[name]:4d} of {all_of[name]:4d} {share:.3f}")
    return shares


if __name__ == "__main__":
    main()

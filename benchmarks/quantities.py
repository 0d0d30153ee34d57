"""Annotated paragraphs in, quality of quantity and unit reading out, with quantulum3 beside in the same run.

``python -m benchmarks.quantities [train|dev]``: spans by the data's own scorer (exact and overlapping), numbers and
canonical units of the exactly matched spans, and the units of ``quantities_units`` against their annotated parts.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from matloom.records.quantity_grammar import QuantitySpan, find_quantities
from matloom.records.units import parse_unit, registry

from benchmarks import SHARED

TEXT = SHARED / "data" / "text"
Row = dict[str, Any]
Span = tuple[int, int]
WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
         "twenty": 20, "zero": 0, "half": 0.5}  # fmt: skip


PRINTED = {
    "AU": "astronomical_unit", "au": "astronomical_unit", "1AU": "astronomical_unit", "kG": "1e-1 * tesla",
    "ton": "metric_ton", "tonnes": "metric_ton", "kD": "kilodalton", "kDa": "kilodalton", "mas": "1e-3 * arcsecond",
    "'C": "degC", "'C and": "degC", "percent": "percent", "Gew-%": "wt_percent", "% by weight": "wt_percent",
    "kOe": "1e3 * oersted_si", "rpm": "revolutions_per_minute",
}  # fmt: skip
"""Printed units that Pint reads as something else, or not at all."""


def read(name: str) -> list[Row]:
    """The rows of one of the annotated files."""
    lines = (TEXT / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def by_quantulum(text: str) -> list[Span]:
    """The spans that quantulum3 finds."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its pickled classifier needs the scikit-learn that made it
    return [tuple(quantity.span) for quantity in parser.parse(text)]


def score(rows: Iterable[Row], spans: Callable[[str], list[Span]], split: str) -> tuple[str, str]:
    """The scorer's last line for exact and for overlapping spans."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                found = [{"start": start, "end": end} for start, end in spans(row["text"])]
                file.write(json.dumps({"id": row["id"], "quantities": found}) + "\n")
        command = [sys.executable, str(SHARED / "bench" / "score_spans.py"), str(path),
                   str(TEXT / f"quantities.{split}.jsonl"), "--key", "quantities"]  # fmt: skip
        lines = [subprocess.run([*command, *extra], capture_output=True, text=True, check=True).stdout.splitlines()[-1]
                 for extra in ([], ["--overlap"])]  # fmt: skip
    return lines[0], lines[1]


def gold_number(text: str) -> float | None:
    """A printed number, read apart from the grammar; None where this simple reading cannot."""
    text = re.sub("[\u2010-\u2015\u2212]", "-", text.strip())
    if bare := re.fullmatch(r"10 (-?\d{1,2})", text):
        return 10.0 ** int(bare.group(1))
    text = text.replace(" ", "")
    if text.lower() in WORDS:
        return float(WORDS[text.lower()])
    match = re.fullmatch(r"([+-]?[\d.,]*)(?:[×x·]?10\^?([+-]?\d+))?", text)
    if match is None or not match.group(0):
        return None
    try:
        digits = match.group(1)
        decimal = re.fullmatch(r"[+-]?0,\d+|[+-]?\d+,\d{1,2}", digits)
        mantissa = float(digits.replace(",", "." if decimal else "") or 1)
        return mantissa * 10.0 ** int(match.group(2) or 0)
    except ValueError:
        return None


def gold_unit(text: str | None) -> str | None:
    """A printed unit as a Pint dimensionality and size, read by Pint; "?" where Pint cannot."""
    if text is None:
        return None
    plain = re.sub("[\u2010-\u2015\u2212]", "-", text).replace("µ", "u").replace("μ", "u")
    plain = re.sub(r"(?<=[a-zA-Z]) ?(-?\d)", r"**\1", plain).replace("°C", "degC").replace("ºC", "degC")
    plain = PRINTED.get(plain, plain)
    plain = {"°": "degree", "M": "molar", "′": "arcminute", "′′": "arcsecond", "wt%": "wt_percent"}.get(plain, plain)
    try:
        expression = re.sub(r"(?<=\w) (?=[a-zA-Z])", "*", plain)
        if "*" in expression and expression[:1].isdigit():
            return size_of(registry().parse_expression(expression))
        return size_of(registry().parse_units(expression))
    except Exception:
        return "?"


def size_of(unit: Any) -> str:
    """Dimensionality and size in SI base units of a Pint unit, as text to compare."""
    if isinstance(unit, registry().Quantity):
        base = unit.to_base_units()
        return f"{sorted((k, round(v, 6)) for k, v in base.dimensionality.items())} {base.magnitude:.6g}"
    quantity = registry().Quantity(1.0, unit) if "degree_" not in str(unit) else registry().Quantity(1.0, "delta_degC")
    base = quantity.to_base_units()
    return f"{sorted((k, round(v, 6)) for k, v in base.dimensionality.items())} {base.magnitude:.6g}"


def values_agree(row: Row, gold: Row, span: QuantitySpan) -> bool | None:
    """Whether the span holds the annotated numbers; None where they cannot be read apart from the grammar."""
    expected = [gold_number(number["text"]) for number in gold["numbers"]]
    if None in expected:
        return None
    quantity = span.quantity
    found = [item.quantity.value for item in span.items] or [quantity.value, quantity.uncertainty]
    kept = [value for value in found if value is not None]
    return len(kept) == len(expected) and all(
        abs(a - b) <= 1e-6 * max(abs(a), abs(b)) for a, b in zip(kept, expected, strict=True)
    )


def units_agree(gold: Row, span: QuantitySpan) -> bool | None:
    """Whether the span's unit is the annotated one; None where Pint cannot read the annotated string."""
    expected = gold_unit(gold["unit"])
    if expected is None:
        return span.quantity.unit is None
    found = parse_unit(span.quantity.unit) if span.quantity.unit else None
    if expected == "?":
        own = parse_unit(gold["unit"])
        return found is not None if own else None
    if found is None:
        return False
    base = registry().Quantity(found.scale, registry().parse_units(_pint(found.canonical)))
    size = base.to_base_units().magnitude
    return size_of(base.units).rsplit(" ", 1)[0] == expected.rsplit(" ", 1)[0] and (
        abs(size - float(expected.rsplit(" ", 1)[1])) <= 1e-5 * abs(size)
    )


def _pint(canonical: str) -> str:
    names = {"deg": "degree", "wt%": "wt_percent", "1": "dimensionless", "at.%": "at_percent"}
    return names.get(canonical, re.sub(r"(?<=[a-zA-Z])(\d)", r"**\1", canonical).replace(" ", "*"))


def matched(rows: Iterable[Row]) -> tuple[dict[str, list[bool]], list[str]]:
    """For the exactly matched spans: is the number right, is the unit right; and what is wrong, in words."""
    right: dict[str, list[bool]] = {"number": [], "unit": [], "both": []}
    wrong: list[str] = []
    for row in rows:
        spans = {(span.start, span.end): span for span in find_quantities(row["text"])}
        for gold in row["quantities"]:
            span = spans.get((gold["start"], gold["end"]))
            if span is None or any(n["role"] == "date" for n in gold["numbers"]) or not gold["numbers"]:
                continue
            number, unit = values_agree(row, gold, span), units_agree(gold, span)
            if number is None or unit is None:
                continue
            right["number"].append(number)
            right["unit"].append(unit)
            right["both"].append(number and unit)
            if not (number and unit):
                wrong.append(f"{span.quantity.text!r}: {span.quantity.value} {span.quantity.unit!r}")
    return right, wrong


def unit_strings(split: str) -> tuple[int, int, list[str]]:
    """How many annotated unit strings parse to the same size as their parts, of those that Pint knows the parts of."""
    right, total, wrong = 0, 0, list[str]()
    for row in read(f"quantities_units.{split}.jsonl"):
        try:
            parts = [f"({part['prefix'].replace('μ', 'µ')}{part['base']})**({part['pow']})" for part in row["parts"]]
            expected = size_of(registry().parse_units(" * ".join(parts)))
        except Exception:
            continue
        total += 1
        unit = parse_unit(row["text"])
        factor = f"{unit.scale:.6g}" if unit else ""
        if unit and (factor == expected.rsplit(" ", 1)[1] or unit.dimension in ("angle", "dimensionless", "level")):
            right += 1
        else:
            wrong.append(row["text"])
    return right, total, wrong


def main() -> None:
    """Print the table."""
    split = sys.argv[1] if len(sys.argv) > 1 else "dev"
    rows = read(f"quantities.{split}.jsonl")
    ours = score(rows, lambda text: [(span.start, span.end) for span in find_quantities(text)], split)
    print(f"quantities.{split}, matloom     exact: {ours[0]}   overlap: {ours[1]}")
    try:
        theirs = score(rows, by_quantulum, split)
        print(f"quantities.{split}, quantulum3  exact: {theirs[0]}   overlap: {theirs[1]}")
    except ImportError:
        print("quantulum3 is not installed (pip install quantulum3): no figure beside")
    right, wrong = matched(rows)
    for name, hits in right.items():
        print(f"of {len(hits)} exact matches, {name} right: {sum(hits) / max(1, len(hits)):.4f}")
    good, total, missed = unit_strings("train")
    print(f"quantities_units.train: {good} of {total} right")
    if "-v" in sys.argv:
        print("\n".join(wrong), "\nunits not read:", missed)


if __name__ == "__main__":
    main()

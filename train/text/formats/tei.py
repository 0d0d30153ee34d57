"""TEI files of grobid-quantities and SuperMat in, rows of quantities, units and segments of material strings out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ....extract.readers.markup import every, name_of, parse_xml
from ....records.errors import MatloomError
from .rows import Row, Span, content, files, ordered, spans_json

TYPES: Final = ("value", "interval", "list")
_MINUS: Final = str.maketrans("−–—", "---")


def read_quantities(path: Path) -> Iterator[Row]:
    """The paragraphs of grobid-quantities: numbers, units and dates, and the quantities that they make up."""
    for file in files(path, ".tei.xml", ".xml"):
        doc = _document(file)
        for number, paragraph in enumerate(every(_root(file, "quantities"), "p"), 1):
            reading = _Reading()
            reading.element(paragraph, ())
            spans, _ = ordered(enumerate(reading.spans), (), len(reading.text.rstrip()))
            yield Row(
                id=f"quantities:{doc}#{number}", doc=doc, text=reading.text.rstrip(), entities=spans,
                extra={"quantities": reading.quantities()},
            )  # fmt: skip


def read_units(path: Path) -> Iterator[Row]:
    """The unit strings of grobid-quantities, each with its factors: prefix, base and exponent."""
    for file in files(path, ".tei.xml", ".xml"):
        for number, unit in enumerate(every(_root(file, "quantities_units"), "unit"), 1):
            text = " ".join("".join(unit.itertext()).split())
            if text:
                yield Row(id=f"units:{_document(file)}#{number}", doc=None, text=text, extra={"parts": _parts(unit)})


def read_materials(path: Path) -> Iterator[Row]:
    """The material strings of SuperMat, each in segments: formula, name, doping, shape, ..."""
    for file in files(path, ".tei.xml", ".xml"):
        doc = _document(file)
        for number, material in enumerate(every(_root(file, "material_segments"), "material"), 1):
            reading = _Reading()
            reading.element(material, ())
            text = reading.text.rstrip()
            spans, _ = ordered(enumerate(reading.plain[:-1]), (), len(text))
            if text:
                extra = {"segments": spans_json(spans)}
                yield Row(id=f"material_segments:{doc}#{number}", doc=doc, text=text, extra=extra)


def _document(file: Path) -> str:
    """The paper's name: the file's, without the endings that say what it is annotated with."""
    return re.sub(r"(?:\.(?:quantit(?:y|ies)|units?|materials?|training|tei|xml))+$", "", file.name)


def _root(file: Path, form: str) -> Any:
    root, problems = parse_xml(content(file, form), "convert")
    if root is None or problems:
        raise MatloomError("M012", path=file, format=form, why=problems[0].why if problems else "it is empty")
    return root


@dataclass(slots=True)
class _Quantity:
    """A ``measure`` with what stands in it and in no measure of its own: numbers with their roles, and units."""

    type: str
    numbers: list[tuple[int, int, str | None]] = field(default_factory=list)
    units: list[tuple[int, int]] = field(default_factory=list)


class _Reading:
    """An element's text with one blank for all between words, and where its marked parts stand in it."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._size = 0
        self.spans: list[Span] = []
        self.plain: list[Span] = []
        self.measures: list[_Quantity] = []

    def element(self, element: Any, inside: tuple[_Quantity, ...]) -> None:
        """Reads on through ``element``, which stands in the measures ``inside``."""
        name, kind = name_of(element), element.get("type")
        unit = name == "measure" and element.get("unit") is not None and kind not in TYPES
        if name == "measure" and kind in TYPES:
            inside = (*inside, _Quantity(kind))
            self.measures.append(inside[-1])
        start = self._size
        self._write(element.text)
        for child in element:
            self.element(child, inside)
            self._write(child.tail)
        spot = self._trimmed(start)
        if spot is None:
            return
        self.plain.append((*spot, name))
        if name in ("num", "date"):
            self.spans.append((*spot, "NUMBER" if name == "num" else "DATE"))
            if inside:
                inside[-1].numbers.append((*spot, "date" if name == "date" else _role(element)))
        elif unit or (name == "measure" and kind not in TYPES and inside):
            self.spans.append((*spot, "UNIT"))
            if inside:
                inside[-1].units.append(spot)

    @property
    def text(self) -> str:
        """What was read so far."""
        if len(self._written) > 1:
            self._written = ["".join(self._written)]
        return self._written[0] if self._written else ""

    def quantities(self) -> list[dict[str, Any]]:
        """The quantities in order; one without a number or unit of its own is none."""
        made = [self._quantity(measure) for measure in self.measures if measure.numbers or measure.units]
        return sorted(made, key=lambda quantity: (quantity["start"], -quantity["end"]))

    def _quantity(self, measure: _Quantity) -> dict[str, Any]:
        numbers = [(start, end) for start, end, _ in measure.numbers]
        all_of_it = [*numbers, *measure.units]
        first, last = (numbers[0][0], numbers[-1][1]) if numbers else (0, 0)
        return {
            "start": min(start for start, _ in all_of_it), "end": max(end for _, end in all_of_it),
            "type": measure.type, "number": self.text[first:last] if numbers else None,
            "unit": self.text[slice(*measure.units[-1])] if measure.units else None,
            "numbers": [{"text": self.text[start:end], "role": role} for start, end, role in measure.numbers],
        }  # fmt: skip

    def _write(self, text: str | None) -> None:
        for part in re.split(r"(\s+)", text or ""):
            blank = part.isspace()
            if part and not (blank and (not self._written or self._written[-1] == " ")):
                self._written.append(" " if blank else part)
                self._size += len(self._written[-1])

    def _trimmed(self, start: int) -> tuple[int, int] | None:
        """From ``start`` to here, without the blanks at both ends."""
        size, end = 0, self._size
        parts: list[str] = []
        while self._size - size > start:
            parts.append(self._written[-1 - len(parts)])
            size += len(parts[-1])
        if parts and parts[-1] == " ":
            start += 1
        if parts and parts[0] == " ":
            end -= 1
        return (start, end) if start < end else None


def _role(number: Any) -> str | None:
    for role in ("atLeast", "atMost"):
        if number.get(role) is not None:
            return role
    return number.get("type") if number.get("type") in ("base", "range") else None


def _parts(unit: Any) -> list[dict[str, str]]:
    """Prefix, base and exponent of each factor; what follows a slash has a negative exponent."""
    parts: list[dict[str, str]] = []
    prefix, below = "", False
    for element in unit:
        words = " ".join("".join(element.itertext()).split()).translate(_MINUS)
        if name_of(element) == "prefix":
            prefix = words
        elif name_of(element) == "base":
            parts.append({"prefix": prefix, "base": words, "pow": "-1" if below else "1"})
            prefix = ""
        elif name_of(element) == "pow":
            power = words.replace("/", "").replace(" ", "")
            if power and parts:
                parts[-1]["pow"] = f"-{power}" if below and not power.startswith("-") else power
            below = below or "/" in words
    return parts

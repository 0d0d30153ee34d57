"""The parts that a row, a column, a section and a caption each have in a value's meaning."""

import re
from dataclasses import dataclass, replace
from typing import Final

from ...records.compositions import CompositionFamily
from ...records.model import Condition
from .headers.meaning import Meaning
from .headers.phrases import is_bond
from .sheet import Place
from .sites import is_site

_NO_NAME: Final = re.compile(
    r"(?:average|mean|median|maximum|minimum|max\.?|min\.?|range|total|avg\.?)(?: values?)?"
    r"|(?-i:RD|TD|ND|LD|L|T|ST)|(?:rolling|transverse|longitudinal|normal|loading|building|build|axial|radial|machine"
    r"|cross|horizontal|vertical|parallel|perpendicular)(?: direction)?|(?:in|through|out[ -]of)[ -]plane"
    r"|(?:0|30|45|60|90)\s?°",
    re.I,
)
"""What a row is called below its sample's name where it is a statistic, or the direction of a test."""
_DRAWING: Final = re.compile(r"\([A-Za-z]\)")
"""The letter of a drawing, which shows what the section over the row names."""
_SIZED: Final = re.compile(r"(?P<size>\d\S*\s\S{1,6})\s[a-z]+")
"""What the rows below hold an amount of: ``23 nm particles``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A sample's name in a table: ``place`` is the cell that shows it.

    ``processing`` tells apart rows that share a name; ``family`` is what the name, or a column of formulas, says;
    ``aliases`` are other names of the same row: its number alone, its stub as it is printed.
    """

    text: str
    place: Place | None = None
    family: CompositionFamily | None = None
    processing: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What one row, column, section or caption says of all its cells.

    ``references`` are works that its values are cited from; ``own`` says that they are this paper's. ``processing`` is
    how all samples of a section were made, where only this tells them from those of another.
    """

    meaning: Meaning | None = None
    label: Label | None = None
    conditions: tuple[Condition, ...] = ()
    references: tuple[str, ...] = ()
    own: bool = False
    method: str | None = None
    marks: tuple[str, ...] = ()
    processing: str | None = None

    @property
    def names_property(self) -> bool:
        """Whether this says what is measured."""
        return self.meaning is not None and self.meaning.names_property

    def with_section(self, section: "Facets") -> "Facets":
        """These facets of a row that stands under a section row."""
        label, told = self.label, ()
        if section.label is not None and label is not None and _names_none(label.text):
            kind = "bond" if is_bond(label.text) else "case"
            label, told = section.label, (Condition(name=kind, text=label.text),)
        elif section.label is not None:
            label = _under(label, section.label.text) if label else section.label
        elif section.processing is not None and label is not None:
            label = replace(label, processing=join(label.processing, section.processing))
        return replace(
            self,
            meaning=self.meaning if self.names_property or not section.names_property else section.meaning,
            label=label,
            conditions=(*section.conditions, *self.conditions, *told),
            references=self.references or section.references,
            marks=(*self.marks, *section.marks),
        )


def _under(label: Label, section: str) -> Label:
    """A row's label below a section row: one of amounts of what the section names is called by both."""
    sized = _SIZED.fullmatch(section)
    if sized is None or label.place is not None or " = " not in label.text:
        return replace(label, processing=join(label.processing, section))
    aliases = dict.fromkeys(f"{sized['size']}{gap}{alias}" for alias in label.aliases for gap in (" ", ", "))
    return replace(label, text=f"{section}, {label.text}", aliases=tuple(aliases))


def of_site(facets: Facets) -> Facets:
    """The facets of a row, with an atomic site as a condition: it names no sample."""
    if facets.label is None or not is_site(facets.label.text):
        return facets
    return replace(facets, label=None, conditions=(*facets.conditions, Condition(name="site", text=facets.label.text)))


def join(first: str | None, second: str | None) -> str | None:
    """Two descriptions as one; None if there is none."""
    return "; ".join(part for part in (first, second) if part) or None


def _names_none(text: str) -> bool:
    """Whether a row below its sample's name is called by a statistic, a drawing's letter or atoms that are bound."""
    return bool(_NO_NAME.fullmatch(text) or _DRAWING.fullmatch(text)) or is_bond(text)

"""The records of one paper: samples, and what was measured on, done to and seen of each."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .compositions import Composition
from .errors import Problem
from .evidence import Box, Evidence
from .quantities import Quantity

Origin: TypeAlias = Literal["reported", "cited", "read-off", "computed"]
Operation: TypeAlias = Literal[
    "mix", "dissolve", "mill", "stir", "heat", "microwave", "hydrothermal", "calcine", "sinter", "anneal",
    "quench", "cool", "dry", "wash", "filter", "centrifuge", "press", "cast", "coat", "deposit", "etch",
    "melt", "grind", "age", "electrospin", "assemble", "other",
]  # fmt: skip
PrecursorRole: TypeAlias = Literal["precursor", "solvent", "additive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was made or studied: composition, processing and form. Labels are the paper's own names for it."""

    id: str
    document: str
    labels: tuple[str, ...]
    composition: Composition | None = None
    note: str | None = None
    form: str | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Under which a value holds: a named quantity (``temperature``), or words (``atmosphere``: ``Ar``)."""

    name: str
    quantity: Quantity | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceParts:
    """Probabilities: that the value is right; that its property is, where it is; that its sample is, where both are."""

    value: float
    property: float
    sample: float

    def together(self) -> float:
        """That all three are right, between 0.01 and 0.99."""
        return round(min(0.99, max(0.01, self.value * self.property * self.sample)), 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One value of one property of one sample. ``property`` is a name of the vocabulary, ``words`` as printed.

    ``confidence`` is the probability that all of it is right; where a calibrated model gave it, it is the product of
    ``confidence_parts``.
    """

    id: str
    sample: str
    property: str
    words: str
    quantity: Quantity
    conditions: tuple[Condition, ...] = ()
    method: str | None = None
    origin: Origin = "reported"
    confidence: float
    confidence_parts: ConfidenceParts | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Precursor:
    """What went in."""

    name: str
    composition: Composition | None = None
    amount: Quantity | None = None
    role: PrecursorRole = "precursor"
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SynthesisStep:
    """One operation of a recipe, in the order done."""

    operation: Operation
    words: str
    temperature: Quantity | None = None
    time: Quantity | None = None
    rate: Quantity | None = None
    pressure: Quantity | None = None
    atmosphere: str | None = None
    apparatus: str | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """How a sample was made."""

    id: str
    sample: str
    route: str | None
    precursors: tuple[Precursor, ...]
    steps: tuple[SynthesisStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """Cell lengths in angstrom, angles in degrees, volume in cubic angstrom; None where not printed."""

    a: Quantity | None = None
    b: Quantity | None = None
    c: Quantity | None = None
    alpha: Quantity | None = None
    beta: Quantity | None = None
    gamma: Quantity | None = None
    volume: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The crystal structure that the paper reports for a sample."""

    id: str
    sample: str
    space_group: str | None = None
    crystal_system: str | None = None
    phase: str | None = None
    lattice: Lattice = field(default_factory=Lattice)
    cif: str | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis of a spectrum: its printed label, unit and scale, and the values along it."""

    label: str | None
    unit: str | None
    scale: Literal["linear", "log"] = "linear"
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """A peak (or dip) of a curve: its place along x, y there, and its prominence in y and width at half of it in x."""

    position: float
    height: float
    prominence: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectrum:
    """A curve in data units. ``residual`` is in pixels, or PDF points where the curve was drawn as vectors.

    ``peaks`` are those of a curve whose kind has any, along x; ``wavelength`` is that of a diffraction pattern. A curve
    of a figure is ``read-off``; one that came as numbers is what its source says.
    """

    id: str
    sample: str | None
    kind: str
    label: str | None
    x: Axis
    y: Axis
    peaks: tuple[Peak, ...] = ()
    wavelength: Quantity | None = None
    residual: float | None = None
    origin: Origin = "read-off"
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecord:
    """A figure or one panel of it."""

    id: str
    label: str | None
    panel: str | None
    page: int | None
    bbox: Box | None
    kind: str
    caption: str
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrographRecord:
    """A micrograph with its scale; ``id`` is that of its FigureRecord.

    ``picture`` is a small JPEG file, one of whose pixels is ``nanometres_per_pixel`` long on the sample (None where no
    scale bar was read). ``scale_bar`` is its box on the page in PDF points, ``voltage`` in kV.
    """

    id: str
    picture: bytes
    width: int
    height: int
    nanometres_per_pixel: float | None = None
    scale_words: str | None = None
    scale_bar: Box | None = None
    voltage: float | None = None
    magnification: float | None = None
    instrument: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRecord:
    """A table as printed: a grid of cell texts."""

    id: str
    label: str | None
    page: int | None
    bbox: Box | None
    caption: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two things that were joined, and why. ``source`` and ``target`` are record ids."""

    source: str
    target: str
    kind: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A paper, read or not: what could not be read has its problems here too.

    ``sketch`` is the MinHash of its text (see :mod:`matloom.extract.link.sketch`), empty where there is none.
    """

    id: str
    name: str
    source: str
    reader: str | None
    pages: int
    title: str | None = None
    doi: str | None = None
    licence: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecords:
    """Everything that one paper said: the unit that the store writes in one transaction."""

    document: DocumentRecord
    samples: tuple[Sample, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    synthesis: tuple[Synthesis, ...] = ()
    structures: tuple[Structure, ...] = ()
    spectra: tuple[Spectrum, ...] = ()
    figures: tuple[FigureRecord, ...] = ()
    micrographs: tuple[MicrographRecord, ...] = ()
    tables: tuple[TableRecord, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()

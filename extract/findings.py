"""What text, tables and figures say, before it is known of which sample: the linker's input."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..records.compositions import Composition, CompositionFamily
from ..records.evidence import Evidence
from ..records.model import Axis, Condition, Lattice, Origin, Peak, Precursor, SynthesisStep
from ..records.quantities import Quantity

MentionKind: TypeAlias = Literal["formula", "name", "label", "phrase", "anaphor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that stand for a sample: a formula, a name, a label, a phrase ("125 nm film"), or "this composite".

    ``composition`` is the one that applies here where it is known (``x = 0.1`` of a family); ``processing``
    and ``form`` are what the words around say of it ("sintered at 900 °C", "film"). ``phrase`` is the whole noun phrase
    in which a name stands ("annealed ZnO films"). ``distance`` is how far a value's subject is from being said of it,
    in characters, with what the order of words adds and takes away; ``cues`` name what that was. ``aliases`` are other
    ways in which the paper calls just this sample: "#3" and "sample 3".
    """

    text: str
    kind: MentionKind
    family: CompositionFamily | None = None
    composition: Composition | None = None
    form: str | None = None
    processing: str | None = None
    phrase: str | None = None
    distance: float | None = None
    cues: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A value of a property, and the mentions that may be its subject, likeliest first.

    ``state`` is what the sentence says of the sample's treatment apart from its name: "after annealing at 600 °C".
    """

    property: str
    words: str
    quantity: Quantity
    subjects: tuple[Mention, ...] = ()
    conditions: tuple[Condition, ...] = ()
    method: str | None = None
    origin: Origin = "reported"
    confidence: float = 1.0
    state: str | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A recipe as told in one stretch of text, and the mentions that may be its target."""

    route: str | None
    precursors: tuple[Precursor, ...]
    steps: tuple[SynthesisStep, ...]
    targets: tuple[Mention, ...] = ()
    treatment: str | None = None
    """The noun for what a material made before is treated with: ``coating``, ``grafting``."""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureFinding:
    """A space group, crystal system, phase or lattice parameter, and the mentions that may be its subject.

    ``cif`` is the whole structure as a CIF, where a table lists its sites.
    """

    space_group: str | None = None
    crystal_system: str | None = None
    phase: str | None = None
    lattice: Lattice = field(default_factory=Lattice)
    cif: str | None = None
    subjects: tuple[Mention, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveFinding:
    """A curve of a plot in data units, and the mentions in its label or caption that may be its subject."""

    kind: str
    label: str | None
    x: Axis
    y: Axis
    peaks: tuple[Peak, ...] = ()
    wavelength: Quantity | None = None
    subjects: tuple[Mention, ...] = ()
    residual: float
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Two names of one thing: an abbreviation, or a sample label and what it is ("denoted as S1")."""

    short: str
    long: str
    kind: Literal["abbreviation", "label"]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that one stage found in a document."""

    mentions: tuple[Mention, ...] = ()
    values: tuple[Finding, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    structures: tuple[StructureFinding, ...] = ()
    definitions: tuple[Definition, ...] = ()
    curves: tuple[CurveFinding, ...] = ()

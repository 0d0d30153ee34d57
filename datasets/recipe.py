"""A TOML file in, a checked recipe out: which records and sources, which modalities, which splits."""

import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from ..records.errors import MatloomError

Criterion = Literal[
    "random", "structure", "composition", "chemical_system", "elements", "space_group", "point_group",
    "crystal_system", "hash", "source",
]  # fmt: skip
_NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,95}$"


class _Section(BaseModel):
    """A TOML table whose unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatasetSection(_Section):
    """What the release is called and under which licence (SPDX id) it goes out."""

    name: str = Field(pattern=_NAME)
    title: str = ""
    description: str = ""
    licence: str
    key: Literal["material_id", "sample_id"] = "material_id"
    tags: tuple[str, ...] = ()
    citation: str = ""
    language: str = "en"
    creators: tuple[str, ...] = ()
    published: date | None = None
    url: str = ""


class PropertyColumn(_Section):
    """A column of a source that becomes a property: its published name, unit and meaning."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    unit: str = ""
    description: str = ""


class SourceSection(_Section):
    """One source: its kind, where it lies (a glob, relative to the data folder), and what its columns mean.

    ``id`` and ``structure`` name columns (or keys); ``join = "left"`` lets the source add modalities to rows
    of other sources without adding rows of its own. ``options`` belong to the source's kind.
    """

    name: str = Field(pattern=_NAME)
    kind: str
    path: str
    id: str = "material_id"
    prefix: str = ""
    structure: str | None = None
    formula: str | None = None
    text: str | None = None
    split: str | None = None
    join: Literal["outer", "left"] = "outer"
    licence: str
    doi: str | None = None
    url: str | None = None
    attribution: str = ""
    limit: int | None = Field(default=None, ge=1)
    properties: dict[str, PropertyColumn] = Field(default_factory=dict)
    options: dict[str, Any] = Field(default_factory=dict)


class Filters(_Section):
    """Which rows go in. An empty list or None does not filter."""

    properties: tuple[str, ...] = ()
    minimum_confidence: float = Field(default=0.0, ge=0.0, le=1.0)
    origins: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    maximum_sites: int | None = Field(default=None, ge=1)


class Crystal(_Section):
    """Structures as OPTIMADE columns."""


class Text(_Section):
    """Descriptions. ``matloom`` writes short ones (about a thousand a second), ``robocrys`` long ones (a few).

    ``aflow`` has Robocrystallographer name AFLOW prototypes too, ten times slower.
    """

    method: Literal["source", "matloom", "robocrys"] = "matloom"
    aflow: bool = False


class Xrd(_Section):
    """Powder patterns on a common 2-theta grid in degrees; peaks are Gaussians of ``fwhm`` degrees."""

    method: Literal["source", "pymatgen"] = "pymatgen"
    wavelength: str = "CuKa"
    two_theta: tuple[float, float] = (10.0, 80.0)
    step: float = Field(default=0.1, gt=0)
    fwhm: float = Field(default=0.3, gt=0)

    @model_validator(mode="after")
    def _grid_is_sane(self) -> "Xrd":
        low, high = self.two_theta
        if not 0 <= low < high <= 180 or (high - low) / self.step > 100_000:
            raise ValueError("two_theta must rise between 0 and 180, with at most 100 000 steps")
        return self


class Dos(_Section):
    """Densities of states on a common grid around the Fermi energy, eV."""

    energy: tuple[float, float] = (-10.0, 10.0)
    points: int = Field(default=401, ge=2, le=100_000)
    smearing: float = Field(default=0.0, ge=0)


class ChargeDensity(_Section):
    """Densities on an ``n`` x ``n`` x ``n`` grid, in e/cubic angstrom where the volume is known, sign(x) log1p|x|."""

    grid: int = Field(default=32, ge=2, le=256)
    log: bool = True


class Images(_Section):
    """Micrographs and diffraction pictures, as the source has them."""

    kind: str = "micrograph"


class Graph(_Section):
    """Neighbours within ``cutoff`` angstrom, the nearest ``neighbours`` of each site."""

    cutoff: float = Field(default=6.0, gt=0, le=12)
    neighbours: int = Field(default=12, ge=1, le=64)


class Magpie(_Section):
    """The 132 composition features of Ward et al. (2016) as matminer computes them."""


class Chgnet(_Section):
    """Energy per atom and magnetic moments as CHGNet predicts them."""


class Plain(_Section):
    """A modality that has no options: it is what the sources give."""


class Modalities(_Section):
    """Which tables are written. A modality that is not named is not in the dataset."""

    crystal: Crystal | None = None
    text: Text | None = None
    xrd: Xrd | None = None
    dos: Dos | None = None
    charge_density: ChargeDensity | None = None
    images: Images | None = None
    graph: Graph | None = None
    magpie: Magpie | None = None
    chgnet: Chgnet | None = None
    processing: Plain | None = None
    measurements: Plain | None = None
    properties: Plain | None = None
    embedding: Plain | None = None

    def chosen(self) -> tuple[str, ...]:
        """Names of the modalities of the recipe, in the fixed order of the fields."""
        return self._names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)


class Duplicates(_Section):
    """What makes two rows duplicates: one structure (StructureMatcher agrees), one composition, or nothing."""

    by: Literal["structure", "composition", "none"] = "structure"
    tolerance: float = Field(default=0.3, gt=0, le=1)


class SplitSection(_Section):
    """One split into train, validation and test. The first split of a recipe also names the files."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")
    criterion: Criterion
    fractions: tuple[float, float, float] = (0.8, 0.1, 0.1)
    seed: int = 0
    tolerance: float = Field(default=0.05, gt=0, lt=1)
    group_by: tuple[Literal["paper", "duplicate"], ...] = ("paper", "duplicate")

    @field_validator("fractions")
    @classmethod
    def _fractions_sum_to_one(cls, fractions: tuple[float, float, float]) -> tuple[float, float, float]:
        if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-9:
            raise ValueError("three fractions that add up to 1 are needed: train, validation, test")
        return fractions


class Rights(_Section):
    """``retracted``: a CSV with a column of DOIs whose rows stay out; ``noncommercial`` allows NC material."""

    retracted: str | None = None
    noncommercial: bool = False


class BuildSection(_Section):
    """``on_bad_row``: fail with the row (the default), or skip it and list it in problems.csv."""

    on_bad_row: Literal["fail", "skip"] = "fail"
    rows_per_shard: int = Field(default=100_000, ge=1)


class Recipe(_Section):
    """Everything that decides the bytes of a dataset, apart from its inputs."""

    dataset: DatasetSection
    sources: tuple[SourceSection, ...] = Field(min_length=1)
    filters: Filters = Filters()
    modalities: Modalities
    duplicates: Duplicates = Duplicates()
    splits: tuple[SplitSection, ...] = ()
    rights: Rights = Rights()
    build: BuildSection = BuildSection()

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Recipe":
        for kind, names in (("source", [s.name for s in self.sources]), ("split", [s.name for s in self.splits])):
            if len(set(names)) != len(names):
                raise ValueError(f"two {kind}s have the same name")
        if not self.modalities.chosen():
            raise ValueError("no modality is chosen")
        if all(source.join == "left" for source in self.sources):
            raise ValueError('at least one source must have join = "outer", or there are no rows')
        return self

    def properties(self) -> dict[str, PropertyColumn]:
        """Published property names to their columns, over all sources, in order of first mention."""
        found: dict[str, PropertyColumn] = {}
        for source in self.sources:
            for column in source.properties.values():
                known = found.setdefault(column.name, column)
                if known.unit != column.unit:
                    raise MatloomError("B001", path=self.dataset.name, why=f"{column.name} has two units")
        return found


def load_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file. Raises MatloomError E001 or B001 (with every mistake in it)."""
    if not path.is_file():
        raise MatloomError("E001", path=path)
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MatloomError("B001", path=path, why=error) from error
    except ValidationError as error:
        mistakes = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'recipe'}: {e['msg']}" for e in error.errors())
        raise MatloomError("B001", path=path, why=mistakes) from error


SHIPPED = Path(__file__).parent / "recipes"


def shipped_recipes() -> dict[str, Path]:
    """Names of the recipes that come with matloom, and where they lie."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}

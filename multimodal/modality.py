"""A kind and its options in, a modality out: what it reads from a dataset, its tensors, its encoder."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Protocol, TypeVar

import numpy as np
import pyarrow as pa
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from torch import Tensor, nn

from ..records.errors import MatloomError
from .cache import Cache

Inputs = dict[str, Any]
"""What an encoder takes: named tensors (or what has a ``to(device)``) of the rows that have the modality, only."""


Width = Annotated[int, Field(ge=8, multiple_of=8)]
"""How many features an encoder gives; a multiple of its heads and of its groups of channels."""
Count = Annotated[int, Field(ge=1)]
"""An option that counts something of which there has to be one."""
Layers = Annotated[int, Field(ge=0)]
"""How many layers; 0 for what suits the encoder, where there is more than one."""
Share = Annotated[float, Field(ge=0, lt=1)]
"""An option that is a probability; not 1, which would leave nothing."""
Spread = Annotated[float, Field(ge=0)]
"""An option that is a standard deviation."""


class Store(Protocol):
    """The rows of one modality, ready to be batched."""

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    def take(self, rows: np.ndarray) -> Inputs:
        """The tensors of these rows, in this order."""
        ...


class Encoder(nn.Module):
    """Inputs of ``n`` rows to features ``(n, width)``."""

    width: int

    def forward(self, inputs: Inputs) -> Tensor:
        """Features ``(n, width)``."""
        raise NotImplementedError

    def prepare(self, inputs: Inputs) -> None:
        """Before training: take from training rows what stays fixed after, such as the mean of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality(ABC):
    """One kind of knowledge about a material. A subclass is a frozen dataclass whose fields are its options."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    kind: ClassVar[str]
    """The name, with a version, under which it is registered."""
    complete: ClassVar[bool] = True
    """Whether a row with nothing in one of the columns has the modality not at all."""
    table: str
    """The table of the dataset that it reads."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it reads."""

    @abstractmethod
    def read(self, rows: pa.Table, cache: Cache) -> Store:
        """The store over ``rows``, whose first column is the key. Raises MatloomError M003 for a row that is bad."""

    @abstractmethod
    def encoder(self) -> Encoder:
        """A new encoder."""

    def augment(self, inputs: Inputs) -> Inputs:
        """What training sees in the place of ``inputs``; drawn from torch's own generator, on the tensors' device."""
        return inputs

    @property
    def follows_strain(self) -> bool:
        """Whether :meth:`strained` knows what the modality of a stretched material looks like."""
        return False

    def strained(self, inputs: Inputs, factor: Tensor) -> Inputs:
        """The inputs of the same materials with all lengths ``factor (n,)`` times as large."""
        raise NotImplementedError


def first_problem(error: ValidationError) -> str:
    """The first thing that pydantic found wrong: where, and what."""
    first = error.errors()[0]
    where, why = ".".join(str(part) for part in first["loc"]), first["msg"].removeprefix("Value error, ")
    return f"{where}: {why}" if where else why


_KINDS: dict[str, type[Modality]] = {}
M = TypeVar("M", bound=type[Modality])


def register(kind: str) -> Callable[[M], M]:
    """Make a modality known under ``kind``, such as ``"xrd/1"``. A second one under the same name is an error."""

    def keep(cls: M) -> M:
        if kind in _KINDS:
            raise ValueError(f"the modality {kind!r} is registered twice")
        cls.kind = kind
        _KINDS[kind] = cls
        return cls

    return keep


def kinds() -> list[str]:
    """The names of all registered modalities."""
    from . import modalities as _modalities  # noqa: F401 -- its modules register themselves

    return sorted(_KINDS)


def make_modality(options: Mapping[str, Any]) -> Modality:
    """The modality of ``options["kind"]`` with the other options. Raises MatloomError E006 or M007."""
    kind = str(options.get("kind", ""))
    known = kinds()
    if kind not in _KINDS:
        raise MatloomError("E006", kind="modality", name=kind, known=", ".join(known))
    try:
        plain = {name: value for name, value in options.items() if name != "kind"}
        return TypeAdapter(_KINDS[kind]).validate_python(plain)
    except ValidationError as error:
        raise MatloomError("M007", why=f"modality {kind}: {first_problem(error)}") from error


def options_of(modality: Modality) -> dict[str, Any]:
    """The options, with ``kind``, from which :func:`make_modality` makes the same again; plain JSON values."""
    return {"kind": modality.kind, **TypeAdapter(type(modality)).dump_python(modality, mode="json")}

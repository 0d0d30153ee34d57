"""What a stage is: a value with a name, a version and options, that turns earlier results into a Result."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import msgspec

from ..records.errors import Result

Out = TypeVar("Out")
Inputs = Mapping[str, Any]
"""The values of the stages that a stage needs, by their names."""


@dataclass(frozen=True, slots=True)
class NoOptions:
    """For a stage that has nothing to choose."""


class Stage(Protocol[Out]):
    """One step of the pipeline.

    ``name`` and ``version`` and ``options`` decide, with the inputs, what comes out: they are the cache key.
    Raise the version with every change that can change a result. ``needs`` names the stages whose values it
    reads; ``output`` is the type it returns, by which a cached result is read back.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    output: ClassVar[Any]
    options: Any

    def __call__(self, inputs: Inputs) -> Result[Out]:
        """The stage's result; what went wrong stands in ``problems``, nothing is raised for bad input."""
        ...


@dataclass(frozen=True, slots=True)
class StageKey(Generic[Out]):
    """Under which a stage's result is cached."""

    stage: str
    version: str
    digest: str

    @classmethod
    def of(cls, stage: Stage[Out], inputs: Mapping[str, str]) -> "StageKey[Out]":
        """The key for a stage over inputs, given by the digests of their own keys."""
        content = msgspec.msgpack.encode(
            [sorted(inputs.items()), stage.name, stage.version, msgspec.to_builtins(stage.options)],
            order="deterministic",
        )
        return cls(
            stage=stage.name,
            version=stage.version,
            digest=hashlib.blake2b(content, digest_size=16).hexdigest(),
        )

"""A stage's result as the store keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A stage's result: the stage, its version, the digest of its key, and its value and problems as bytes."""

    stage: str
    version: str
    digest: str
    value: bytes
    problems: bytes

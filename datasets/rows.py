"""What a source hands to the build: one row with its structure, numbers and modalities, as read."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

Payload: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One material or sample of one source.

    ``where`` is said in every complaint about the row (file and row number). ``structure`` is the text or
    dictionary as read and ``structure_format`` one of ``cif``, ``poscar``, ``json`` (pymatgen), ``jarvis``,
    ``optimade``. ``payloads`` holds what the source gives for a modality, in the modality's own raw keys;
    ``document`` is the paper that the row comes from: rows of one paper never fall on two sides of a split.
    """

    key: str
    where: str
    source: str
    licence: str
    material_id: str | None = None
    structure: str | dict[str, Any] | None = None
    structure_format: str = "cif"
    formula: str | None = None
    properties: dict[str, float | None] = field(default_factory=dict)
    payloads: dict[str, tuple[Payload, ...]] = field(default_factory=dict)
    doi: str | None = None
    document: str | None = None
    split: str | None = None


class BadRow(ValueError):  # noqa: N818 -- a state of the row, named as users meet it
    """A row that cannot be used; ``code`` is a key of MESSAGES, ``where`` names the row."""

    def __init__(self, code: str, where: str, why: object) -> None:
        self.code, self.where, self.why = code, where, str(why)
        super().__init__(code, where, self.why)

"""Formulas in, elements with their shares and their encoder out."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pymatgen.core import Composition as Formula

from ...records.errors import MatloomError
from ..cache import Arrays, Cache
from ..elements import LAST
from ..encoders.composition import CompositionSet
from ..modality import Count, Encoder, Modality, Share, Width, register
from ..stores import DenseStore


def element_shares(formulas: list[str], keys: list[str]) -> Arrays:
    """``atomic_numbers (n, e)``, 0 where there is no more, and ``shares (n, e)``. Raises MatloomError M003."""
    amounts: list[dict[int, float]] = []
    for key, text in zip(keys, formulas, strict=True):
        try:
            formula = Formula(text)
            amounts.append({element.Z: share for element, share in formula.fractional_composition.items()})
        except (ValueError, AttributeError, ZeroDivisionError) as error:
            raise MatloomError("M003", modality="composition/1", row=key, why=f"{text[:80]!r}: {error}") from error
        if not amounts[-1] or not all(1 <= number <= LAST for number in amounts[-1]):
            raise MatloomError("M003", modality="composition/1", row=key, why=f"{text[:80]!r}: no element, or unknown")
    most = max((len(row) for row in amounts), default=1)
    numbers = np.zeros((len(amounts), most), dtype=np.int64)
    shares = np.zeros((len(amounts), most), dtype=np.float32)
    for i, row in enumerate(amounts):
        numbers[i, : len(row)] = list(row)
        shares[i, : len(row)] = list(row.values())
    return {"atomic_numbers": numbers, "shares": shares}


@register("composition/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Composition(Modality):
    """The formula of a material, without its structure."""

    table: str = "index"
    column: str = "chemical_formula_reduced"
    width: Width = 128
    layers: Count = 3
    dropout: Share = 0.1

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of formulas."""
        return (self.column,)

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """``atomic_numbers`` and ``shares``, both ``(n, e)``."""
        keys, formulas = rows.column(0).to_pylist(), rows[self.column].to_pylist()
        return DenseStore(cache.arrays((self.kind,), rows, lambda: element_shares(formulas, keys)))

    def encoder(self) -> Encoder:
        """Attention over the set of elements."""
        return CompositionSet(width=self.width, layers=self.layers, dropout=self.dropout)

"""Embeddings that another model made in, the same as tensors out."""

from dataclasses import dataclass

import pyarrow as pa

from ..cache import Cache
from ..encoders.features import FixedFeatures
from ..modality import Count, Encoder, Modality, register
from ..stores import DenseStore, dense_column


@register("embedding/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding(Modality):
    """Vectors of a frozen model, kept in the dataset."""

    table: str = "embedding"
    width: Count = 768

    @property
    def columns(self) -> tuple[str, ...]:
        """``embedding``."""
        return ("embedding",)

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """``features (n, width)``."""
        return DenseStore({"features": dense_column(rows, self.columns[0], self.kind, (self.width,))})

    def encoder(self) -> Encoder:
        """None to speak of: what learns is the projection after it."""
        return FixedFeatures(self.width)

"""Columns of numbers and categories in, tensors and their encoder out."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
import pyarrow as pa

from ...records.errors import MatloomError
from ..cache import Cache
from ..encoders.table import FeatureTokenizerTransformer, TableColumns, TablePerceptron
from ..modality import Encoder, Inputs, Layers, Modality, Share, Width, register
from ..stores import DenseStore


def table_inputs(
    rows: pa.Table, numbers: tuple[str, ...], categories: dict[str, tuple[str, ...]], kind: str
) -> DenseStore:
    """``numbers`` and ``known (n, a)``, and ``categories (n, b)`` counted from 1, 0 for missing or unheard of."""
    words = [name for name in numbers if not _is_number(rows[name].type)]
    if words:
        raise MatloomError("M007", why=f"modality {kind}: numbers: {words[0]} holds {rows[words[0]].type}, not numbers")
    columns = [rows[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in numbers]
    table = np.stack(columns, axis=1) if columns else np.zeros((len(rows), 0))
    endless = np.flatnonzero(np.isinf(table).any(axis=1))
    if len(endless):
        raise MatloomError("M003", modality=kind, row=rows.column(0)[int(endless[0])], why="a number is infinite")
    known = np.isfinite(table)
    codes = np.zeros((len(rows), len(categories)), dtype=np.int64)
    for i, (name, values) in enumerate(categories.items()):
        place = {value: code + 1 for code, value in enumerate(values)}
        codes[:, i] = [place.get(value, 0) for value in rows[name].to_pylist()]
    return DenseStore({"numbers": np.where(known, table, 0).astype(np.float32), "known": known, "categories": codes})


def _is_number(of: pa.DataType) -> bool:
    return pa.types.is_integer(of) or pa.types.is_floating(of) or pa.types.is_boolean(of) or pa.types.is_null(of)


@register("table/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Modality):
    """Any flat table of the dataset: numbers, and categories with the values that they may have."""

    complete: ClassVar[bool] = False
    numbers: tuple[str, ...] = ()
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    encoder_name: Literal["transformer", "perceptron"] = "transformer"
    width: Width = 128
    layers: Layers = 0
    hide: Share = 0.0
    """Training takes each number away with this probability."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns; a row needs the key only, since each of them may be missing."""
        return (*self.numbers, *self.categories)

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """Numbers, which are known, and the codes of categories."""
        return table_inputs(rows, self.numbers, self.categories, self.kind)

    def encoder(self) -> Encoder:
        """An FT-Transformer or a multilayer perceptron."""
        sizes = [len(values) for values in self.categories.values()]
        columns = TableColumns(len(self.numbers), sizes)
        if self.encoder_name == "perceptron":
            return TablePerceptron(columns, width=self.width, layers=self.layers or 2)
        return FeatureTokenizerTransformer(columns, width=self.width, layers=self.layers or 3)

    def augment(self, inputs: Inputs) -> Inputs:
        """Some numbers taken away."""
        return hidden_numbers(inputs, self.hide)


def hidden_numbers(inputs: Inputs, share: float) -> Inputs:
    """The same with each number unknown with probability ``share``."""
    if not share:
        return inputs
    kept = inputs["numbers"].new_empty(inputs["numbers"].shape).uniform_() >= share
    return {**inputs, "known": inputs["known"] & kept}

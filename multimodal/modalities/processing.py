"""Synthesis steps of samples in, a flat row of what was done, how hot and how long, and its encoder out."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

import pyarrow as pa

from ..cache import Cache
from ..encoders.table import FeatureTokenizerTransformer, TableColumns, TablePerceptron
from ..modality import Encoder, Inputs, Layers, Modality, Share, Width, register
from ..stores import DenseStore
from .table import hidden_numbers, table_inputs

OPERATIONS: Final = (
    "mix", "dissolve", "mill", "stir", "heat", "microwave", "hydrothermal", "calcine", "sinter", "anneal", "quench",
    "cool", "dry", "wash", "filter", "centrifuge", "press", "cast", "coat", "deposit", "etch", "melt", "grind", "age",
    "electrospin", "assemble", "other",
)  # fmt: skip
"""The operations that matloom's records have."""
_HOT: Final = ("heat", "hydrothermal", "calcine", "sinter", "anneal", "melt", "dry")
_KELVIN: Final = {"K": 0.0, "degC": 273.15, "°C": 273.15, "C": 273.15}
_HOURS: Final = {"h": 1.0, "hour": 1.0, "min": 1 / 60, "minute": 1 / 60, "s": 1 / 3600, "d": 24.0, "day": 24.0}


def flat_row(row: dict[str, Any]) -> dict[str, Any]:
    """How often each operation was done; the hottest (K) and the whole time (h) of each kind of heating."""
    steps = row["steps"] or []
    flat: dict[str, Any] = {"route": row["route"], "precursors": float(len(row["precursors"] or []))}
    for operation in OPERATIONS:
        flat[operation] = float(sum(step["operation"] == operation for step in steps))
    for operation in _HOT:
        own = [step for step in steps if step["operation"] == operation]
        kelvin = [
            s["temperature"] + _KELVIN[s["temperature_unit"]]
            for s in own
            if s["temperature"] is not None and s["temperature_unit"] in _KELVIN
        ]
        hours = [s["time"] * _HOURS[s["time_unit"]] for s in own if s["time"] is not None and s["time_unit"] in _HOURS]
        flat[f"{operation} temperature"] = max(kelvin, default=None)
        flat[f"{operation} time"] = sum(hours) if hours else None
    return flat


_NUMBERS: Final = (
    "precursors", *OPERATIONS, *(f"{name} {what}" for name in _HOT for what in ("temperature", "time")),
)  # fmt: skip


@register("processing/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Processing(Modality):
    """How a sample was made."""

    complete: ClassVar[bool] = False
    table: str = "processing"
    routes: tuple[str, ...] = ("solid-state", "sol-gel", "hydrothermal", "co-precipitation", "melt", "deposition")
    encoder_name: Literal["transformer", "perceptron"] = "transformer"
    width: Width = 128
    layers: Layers = 0
    hide: Share = 0.0
    """Training takes each number away with this probability."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The nested columns of a dataset's processing table."""
        return ("route", "precursors", "steps")

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """Numbers, which are known, and the code of the route."""
        flat = [flat_row(row) for row in rows.select(list(self.columns)).to_pylist()]
        columns = {name: pa.array([row[name] for row in flat], pa.float64()) for name in _NUMBERS}
        route = pa.array([row["route"] for row in flat], pa.string())
        table = pa.table({"key": rows.column(0), **columns, "route": route})
        return table_inputs(table, _NUMBERS, {"route": self.routes}, self.kind)

    def encoder(self) -> Encoder:
        """An FT-Transformer or a multilayer perceptron."""
        columns = TableColumns(len(_NUMBERS), [len(self.routes)])
        if self.encoder_name == "perceptron":
            return TablePerceptron(columns, width=self.width, layers=self.layers or 2)
        return FeatureTokenizerTransformer(columns, width=self.width, layers=self.layers or 3)

    def augment(self, inputs: Inputs) -> Inputs:
        """Some numbers taken away."""
        return hidden_numbers(inputs, self.hide)

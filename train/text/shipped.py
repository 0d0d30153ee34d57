"""A shipped model's folder in, the parameters of its graphs out, as a run can start from them.

The 8-bit weights are turned back into 32-bit ones, so that training goes on where the shipped model stands.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from .corpora import Scheme

Array = npt.NDArray[Any]


def start_from(model: torch.nn.Module, folder: Path, schemes: list[Scheme]) -> list[str]:
    """Put the parameters of the shipped model in ``folder`` into ``model``; the names of the heads that start anew.

    A head begins with its shipped parameters if its scheme has the same labels there, the relation head also the same
    relations. Raises RuntimeError if the encoder's sizes differ.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shipped = {s["name"]: s for s in config["schemes"]}
    state = parameters(folder / "encoder.onnx", "model.", "")
    anew: list[str] = []
    for scheme in schemes:
        known = shipped.get(scheme.name, {"labels": [], "relations": []})
        same = tuple(known["labels"]) == scheme.labels
        if same:
            state |= parameters(folder / f"{scheme.name}.onnx", "head.", f"spans.{scheme.name}.")
        else:
            anew.append(scheme.name)
        if same and scheme.relations and tuple(known["relations"]) == scheme.relations:
            state |= parameters(folder / f"{scheme.name}_relations.onnx", "", f"relations.{scheme.name}.")
        elif same and scheme.relations:
            anew.append(f"{scheme.name}_relations")
    unknown = model.load_state_dict(state, strict=False).unexpected_keys
    if unknown:
        raise RuntimeError(f"{folder} has parameters that the model lacks: {unknown[:3]}")
    return anew


def origin(folder: Path) -> dict[str, Any]:
    """How the shipped model in ``folder`` was made, and what it went on from itself."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return {key: config[key] for key in ("version", "options", "best_epoch", "before") if key in config}


def parameters(path: Path, wrapped: str, prefix: str) -> dict[str, torch.Tensor]:
    """The parameters of one graph by name: ``prefix`` and the name without ``wrapped``, where it begins so."""
    graph = onnx.load(path).graph
    constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    readers = {name: node for node in graph.node for name in node.input}
    found: dict[str, Array] = {}
    for name, values in constants.items():
        stem, _, kind = name.rpartition("_")
        if kind in {"int8", "quantized"}:
            reader = readers[name]
            whole = _floats(values, constants[f"{stem}_scale"], reader)
            if stem.startswith("onnx::"):
                product = readers[f"{stem}_float"] if reader.op_type == "DequantizeLinear" else reader
                found[_module(product) + ".weight"] = whole.T
            else:
                found[stem] = whole
        elif kind != "scale" and values.dtype == np.float32:
            found[name] = values
    return {
        prefix + name.removeprefix(wrapped): torch.from_numpy(np.array(values, dtype=np.float32))
        for name, values in found.items()
    }


def _module(product: onnx.NodeProto) -> str:
    """The name of the module whose product a node is: a traced weight has lost its own."""
    return product.name.partition("/MatMul")[0].strip("/").replace("/", ".")


def _floats(whole: Array, scale: Array, reader: onnx.NodeProto) -> Array:
    """Integers times their scale, which stands for a column unless the node that reads them says otherwise."""
    axis = next((a.i for a in reader.attribute if a.name == "axis"), 1)
    return whole * (scale if scale.ndim == 2 else scale[:, None] if axis == 0 else scale)

"""An ONNX graph of 32-bit weights in, the same graph with 8-bit weights out.

Weight tables and matrices become 8-bit integers with one scale a row or column. What is multiplied
stays in full precision, except at the nodes that ``dynamic`` chooses, where ONNX Runtime's dynamic quantization makes
integers of the activations too: faster, and less exact.
"""

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

SMALLEST = 1024
"""Constants of fewer elements stay as they are."""


def quantize(source: Path, target: Path, dynamic: Callable[[str], bool]) -> None:
    """Write the graph of ``source`` to ``target``; ``dynamic`` says it of a node's name."""
    model = onnx.load(source)
    constants = {i.name for i in model.graph.initializer}
    products = [n.name for n in model.graph.node if n.op_type == "MatMul" and n.input[1] in constants]
    chosen = [name for name in products if dynamic(name)]
    if chosen:
        logging.getLogger().disabled = True
        quantize_dynamic(
            source, target, op_types_to_quantize=["MatMul"], nodes_to_quantize=chosen, per_channel=True,
            reduce_range=True, weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        logging.getLogger().disabled = False
        model = onnx.load(target)
    onnx.save(weights_as_integers(model), target)


def weights_as_integers(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its tables and matrices as 8-bit integers, each turned back by a node that runs once or by row."""
    constants = {i.name: i for i in model.graph.initializer}
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    nodes: list[onnx.NodeProto] = []
    for name, constant in constants.items():
        if constant.data_type != onnx.TensorProto.FLOAT or len(constant.dims) != 2 or np.prod(constant.dims) < SMALLEST:
            continue
        kinds = {n.op_type for n in readers.get(name, ())}
        if kinds <= {"MatMul", "Gemm"}:
            turned = [a.i for reader in readers[name] for a in reader.attribute if a.name == "transB"]
            nodes += _matrix(model, constant, axis=0 if any(turned) else 1)
        elif kinds == {"Gather"}:
            nodes += [extra for reader in readers[name] for extra in _table(model, constant, reader)]
    ordered = _ordered([*model.graph.node, *nodes], model)
    del model.graph.node[:]
    model.graph.node.extend(ordered)
    used = {name for node in model.graph.node for name in node.input}
    kept = [i for i in model.graph.initializer if i.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.checker.check_model(model)
    return model


def integers(weights: npt.NDArray[np.float32], axis: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Weights as integers in [-127, 127], and the scale of each row or column along ``axis``."""
    scale = np.maximum(np.abs(weights).max(axis=1 - axis, keepdims=True), 1e-12) / 127
    return np.rint(weights / scale).astype(np.int8), scale.ravel().astype(np.float32)


def _matrix(model: onnx.ModelProto, constant: onnx.TensorProto, axis: int) -> list[onnx.NodeProto]:
    name = constant.name
    whole, scale = integers(numpy_helper.to_array(constant), axis=axis)
    model.graph.initializer.extend(
        [numpy_helper.from_array(whole, f"{name}_int8"), numpy_helper.from_array(scale, f"{name}_scale")]
    )
    for node in model.graph.node:
        for place, used in enumerate(node.input):
            if used == name:
                node.input[place] = f"{name}_float"
    return [helper.make_node("DequantizeLinear", [f"{name}_int8", f"{name}_scale"], [f"{name}_float"], axis=axis)]


def _table(model: onnx.ModelProto, constant: onnx.TensorProto, reader: onnx.NodeProto) -> list[onnx.NodeProto]:
    name, out, where = constant.name, reader.output[0], reader.input[1]
    if f"{name}_int8" not in {i.name for i in model.graph.initializer}:
        whole, scale = integers(numpy_helper.to_array(constant), axis=0)
        model.graph.initializer.extend(
            [numpy_helper.from_array(whole, f"{name}_int8"), numpy_helper.from_array(scale[:, None], f"{name}_scale")]
        )
    reader.input[0], reader.output[0] = f"{name}_int8", f"{out}_int8"
    return [
        helper.make_node("Cast", [f"{out}_int8"], [f"{out}_whole"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}_scale", where], [f"{out}_scale"]),
        helper.make_node("Mul", [f"{out}_whole", f"{out}_scale"], [out]),
    ]


def _ordered(nodes: list[onnx.NodeProto], model: onnx.ModelProto) -> list[onnx.NodeProto]:
    """The nodes, each behind those whose results it reads."""
    known = {i.name for i in model.graph.initializer} | {i.name for i in model.graph.input} | {""}
    waiting, ordered = list(nodes), []
    while waiting:
        ready = [n for n in waiting if all(name in known for name in n.input)]
        known.update(name for n in ready for name in n.output)
        ordered += ready
        waiting = [n for n in waiting if not all(name in known for name in n.output)]
        if not ready:
            raise ValueError(waiting[0].name)
    return ordered

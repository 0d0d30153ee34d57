"""Arrays of all rows of a modality in, the tensors of some rows out: dense ones, and crystal graphs of any size."""

import numpy as np
import pyarrow as pa
import torch

from ..records.errors import MatloomError
from .cache import Arrays
from .modality import Inputs


def dense_column(rows: pa.Table, column: str, modality: str, shape: tuple[int, ...] | None = None) -> np.ndarray:
    """A column of nested lists as one float32 array ``(n, *shape)``; without ``shape``, ``(n, length)``.

    Raises MatloomError M003 for a row of another shape, or one that holds a NaN or an infinity; M007 for a column of
    something else.
    """
    values = rows[column].combine_chunks()
    lengths = []
    while pa.types.is_list(values.type) or pa.types.is_fixed_size_list(values.type):
        lengths.append(_lengths(values))
        values = values.flatten()
    if not lengths or not (pa.types.is_floating(values.type) or pa.types.is_integer(values.type)):
        why = f"{column} holds {rows[column].type}, not lists of numbers"
        raise MatloomError("M007", why=f"modality {modality}: {why}")
    flat = values.to_numpy(zero_copy_only=False).astype(np.float32)
    keys = rows.column(0)
    expected = np.prod(shape) if shape else (int(np.bincount(lengths[0]).argmax()) if len(rows) else 0)
    size = lengths[0]
    for inner in lengths[1:]:
        edges = np.concatenate([[0], np.cumsum(size)])
        size = np.add.reduceat(inner, edges[:-1]) if len(inner) else np.zeros(len(rows), dtype=int)
    odd = np.flatnonzero(size != expected)
    if len(odd):
        why = f"{column} has {size[odd[0]]} numbers, the others {int(expected)}"
        raise MatloomError("M003", modality=modality, row=keys[int(odd[0])].as_py(), why=why)
    array = flat.reshape((len(rows), *(shape or (int(expected),))))
    bad = np.flatnonzero(~np.isfinite(array).reshape(len(rows), -1).all(axis=1))
    if len(bad):
        why = f"{column} holds a number that is missing or not finite"
        raise MatloomError("M003", modality=modality, row=keys[int(bad[0])].as_py(), why=why)
    return array


def _lengths(values: pa.Array) -> np.ndarray:
    if pa.types.is_fixed_size_list(values.type):
        return np.where(values.is_null(), 0, values.type.list_size)
    return np.asarray(values.value_lengths().fill_null(0))


class DenseStore:
    """Arrays whose first axis is the row."""

    def __init__(self, arrays: Arrays) -> None:
        self.tensors = {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in arrays.items()}

    def __len__(self) -> int:
        return len(next(iter(self.tensors.values())))

    def take(self, rows: np.ndarray) -> Inputs:
        """The rows of every array."""
        index = torch.from_numpy(rows)
        return {name: tensor.index_select(0, index) for name, tensor in self.tensors.items()}


def runs(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """``[s, s + 1, ..., s + c - 1]`` of every start and count, one after the other."""
    total = int(counts.sum())
    before = np.repeat(np.cumsum(counts) - counts, counts)
    return np.arange(total) - before + np.repeat(starts, counts)


class GraphStore:
    """Crystal graphs, packed: atoms and edges of all rows in one array each.

    ``arrays``: ``atomic_numbers (atoms,)``, ``atom_start (n + 1,)``, ``edge_start (n + 1,)``, ``senders`` and
    ``receivers (edges,)`` counted within the crystal, ``vectors (edges, 3)`` in angstrom from receiver to sender.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays

    def __len__(self) -> int:
        return len(self.arrays["atom_start"]) - 1

    def take(self, rows: np.ndarray) -> Inputs:
        """One graph of all the rows' crystals side by side; ``crystal`` says which one an atom
        belongs to, ``atoms (n,)`` how many it has."""
        a = self.arrays
        atoms = a["atom_start"][rows + 1] - a["atom_start"][rows]
        edges = a["edge_start"][rows + 1] - a["edge_start"][rows]
        atom_index, edge_index = runs(a["atom_start"][rows], atoms), runs(a["edge_start"][rows], edges)
        shift = np.repeat(np.cumsum(atoms) - atoms, edges)
        ends = np.stack([a["senders"][edge_index] + shift, a["receivers"][edge_index] + shift])
        return {
            "atomic_numbers": torch.from_numpy(a["atomic_numbers"][atom_index].astype(np.int64)),
            "crystal": torch.from_numpy(np.repeat(np.arange(len(rows)), atoms)),
            "edges": torch.from_numpy(ends.astype(np.int64)),
            "vectors": torch.from_numpy(a["vectors"][edge_index]),
            "atoms": torch.from_numpy(atoms.astype(np.int64)),
        }

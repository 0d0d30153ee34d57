"""CHGNet's own crystal graphs in, its crystal features out: a tower that comes pretrained on 1.6 M relaxations."""

import contextlib
import io
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch
from pymatgen.core import Structure
from torch import Tensor

from ..modality import Encoder, Inputs


def load_chgnet() -> Any:
    """CHGNet with the weights that are in its package (Deng et al. 2023), on the CPU."""
    from chgnet.model.model import CHGNet

    with contextlib.redirect_stdout(io.StringIO()):
        return CHGNet.load(use_device="cpu", verbose=False)


CRYSTAL_FEATURES: Final = 64


class ChgnetStore:
    """CHGNet's graphs of crystals, one object each."""

    def __init__(self, structures: Sequence[Structure]) -> None:
        from chgnet.graph.converter import CrystalGraphConverter

        convert = CrystalGraphConverter(atom_graph_cutoff=6, bond_graph_cutoff=3, on_isolated_atoms="ignore")
        self.graphs = [convert(structure) for structure in structures]

    def __len__(self) -> int:
        return len(self.graphs)

    def take(self, rows: np.ndarray) -> Inputs:
        """The graphs of these rows."""
        return {"graphs": [self.graphs[row] for row in rows]}


@torch.inference_mode()
def crystal_features(structures: Sequence[Structure], batch: int = 64) -> np.ndarray:
    """CHGNet's features of each crystal, ``(n, 64)`` float32, as it comes."""
    tower = ChgnetTower().eval()
    parts = []
    for start in range(0, len(structures), batch):
        store = ChgnetStore(structures[start : start + batch])
        parts.append(tower(store.take(np.arange(len(store)))).numpy())
    return np.concatenate(parts).astype(np.float32)


class ChgnetTower(Encoder):
    """CHGNet with its shipped weights, tuned with the other towers."""

    def __init__(self) -> None:
        super().__init__()
        self.model = load_chgnet()
        self.width = CRYSTAL_FEATURES

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, 64)`` from ``inputs["graphs"]``, CHGNet's crystal graphs."""
        found = self.model(inputs["graphs"], task="e", return_crystal_feas=True)
        return torch.as_tensor(found["crystal_fea"])

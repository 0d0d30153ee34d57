"""Crystals as lattice and sites in, graphs and their encoder out."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import torch
from pymatgen.core import Lattice, Structure
from torch import Tensor

from ..cache import Cache
from ..encoders.features import FixedFeatures
from ..encoders.graph import CrystalGraphConvolution, LineGraphAttention
from ..graphs import COLUMNS, Neighbours, check_crystals, pack_graphs
from ..modality import Encoder, Inputs, Modality, Store, register
from ..stores import DenseStore, GraphStore


@register("crystal/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Crystal(Modality):
    """A crystal as a graph of its nearest neighbours, or as CHGNet sees it."""

    table: str = "crystal"
    encoder_name: Literal["convolution", "line_graph", "chgnet", "chgnet_frozen"] = "convolution"
    width: int = 128
    layers: int = 3
    radius: float = 8.0
    neighbours: int = 12
    noise: float = 0.0
    """Standard deviation in angstrom of what training adds to each bond vector."""
    element_dropout: float = 0.0
    """With which probability training hides each property of the elements; helps with elements never seen."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Lattice, positions and species, named as OPTIMADE does."""
        return COLUMNS

    def read(self, rows: pa.Table, cache: Cache) -> Store:
        """Packed graphs; for CHGNet its own graphs, or its features if it is frozen."""
        if self.encoder_name.startswith("chgnet"):
            return self._chgnet(rows, cache)
        near = Neighbours(radius=self.radius, most=self.neighbours)
        return GraphStore(cache.arrays((self.kind, near), rows, lambda: pack_graphs(rows, near, cache.workers)))

    def _chgnet(self, rows: pa.Table, cache: Cache) -> Store:
        from ..encoders.chgnet import ChgnetStore, crystal_features

        def structures() -> list[Structure]:
            check_crystals(rows)
            return [_structure(row) for row in rows.select(list(COLUMNS)).to_pylist()]

        if self.encoder_name == "chgnet":
            return ChgnetStore(structures())
        made = cache.arrays((self.kind, "chgnet"), rows, lambda: {"features": crystal_features(structures())})
        return DenseStore(made)

    def encoder(self) -> Encoder:
        """The network of ``encoder_name``."""
        if not self.encoder_name.startswith("chgnet"):
            network = LineGraphAttention if self.encoder_name == "line_graph" else CrystalGraphConvolution
            return network(
                width=self.width, layers=self.layers, radius=self.radius, element_dropout=self.element_dropout
            )
        from ..encoders.chgnet import CRYSTAL_FEATURES, ChgnetTower

        return ChgnetTower() if self.encoder_name == "chgnet" else FixedFeatures(CRYSTAL_FEATURES)

    @property
    def follows_strain(self) -> bool:
        """Graphs do; features of a frozen network do not."""
        return not self.encoder_name.startswith("chgnet")

    def strained(self, inputs: Inputs, factor: Tensor) -> Inputs:
        """Bond vectors as long as the lattice makes them; the same atoms stay the nearest."""
        return {**inputs, "vectors": inputs["vectors"] * factor[inputs["crystal"]][inputs["edges"][1], None]}

    def augment(self, inputs: Inputs) -> Inputs:
        """Noise on the bond vectors."""
        if not self.noise or "vectors" not in inputs:
            return inputs
        vectors = inputs["vectors"]
        return {**inputs, "vectors": vectors + self.noise * torch.randn_like(vectors)}


def _structure(row: dict[str, Any]) -> Structure:
    positions = np.array(row["cartesian_site_positions"])
    return Structure(Lattice(row["lattice_vectors"]), row["species_at_sites"], positions, coords_are_cartesian=True)

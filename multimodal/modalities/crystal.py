"""Crystals as lattice and sites in, graphs and their encoder out."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import pyarrow as pa
import torch
from pydantic import Field
from pymatgen.core import Lattice, Structure
from torch import Tensor

from ..cache import Cache
from ..encoders.features import FixedFeatures
from ..encoders.graph import CrystalGraphConvolution, LineGraphAttention
from ..graphs import COLUMNS, Neighbours, check_crystals, pack_graphs
from ..modality import Count, Encoder, Inputs, Modality, Share, Spread, Store, Width, register
from ..stores import DenseStore, GraphStore


@register("crystal/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Crystal(Modality):
    """A crystal as a graph of its nearest neighbours, or as CHGNet sees it."""

    table: str = "crystal"
    encoder_name: Literal["convolution", "line_graph", "chgnet", "chgnet_frozen"] = "convolution"
    width: Width = 128
    layers: Count = 3
    radius: Annotated[float, Field(gt=0)] = 8.0
    """Of the sphere in which neighbours are looked for, angstrom."""
    neighbours: Count = 12
    noise: Spread = 0.0
    """Standard deviation in angstrom of what training adds to each bond vector."""
    element_dropout: Share = 0.0
    """With which probability training hides each property of the elements; helps with elements never seen."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Lattice, positions and species, named as OPTIMADE does."""
        return COLUMNS

    def read(self, rows: pa.Table, cache: Cache) -> Store:
        """Packed graphs; for CHGNet its own graphs, or its features if it is frozen."""
        if not self.has_atoms:
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
        if self.has_atoms:
            network = LineGraphAttention if self.encoder_name == "line_graph" else CrystalGraphConvolution
            return network(
                width=self.width, layers=self.layers, radius=self.radius, element_dropout=self.element_dropout
            )
        from ..encoders.chgnet import CRYSTAL_FEATURES, ChgnetTower

        return ChgnetTower() if self.encoder_name == "chgnet" else FixedFeatures(CRYSTAL_FEATURES)

    @property
    def has_atoms(self) -> bool:
        """Whether its encoder is a graph network of ours, with features of each atom on its way."""
        return not self.encoder_name.startswith("chgnet")

    @property
    def follows_strain(self) -> bool:
        """Our graphs do; what CHGNet makes of a crystal does not."""
        return self.has_atoms

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

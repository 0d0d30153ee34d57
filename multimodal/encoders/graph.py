"""A batch of crystal graphs in, features of its crystals out: gated convolutions, and attention with angles."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch_geometric.nn import TransformerConv
from torch_geometric.utils import scatter

from ..elements import LAST, element_features
from ..modality import Encoder, Inputs


class RadialBasis(nn.Module):
    """Numbers ``(n,)`` to Gaussians of them ``(n, count)`` at evenly spaced centres."""

    centres: Tensor

    def __init__(self, low: float, high: float, count: int) -> None:
        super().__init__()
        self.register_buffer("centres", torch.linspace(low, high, count), persistent=False)
        self.gamma = ((count - 1) / (high - low)) ** 2

    def forward(self, values: Tensor) -> Tensor:
        """Gaussians, ``(n, count)``."""
        return torch.exp(-self.gamma * (values[:, None] - self.centres) ** 2)


class AtomEmbedding(nn.Module):
    """Atomic numbers to vectors by the elements' known properties, so that an unseen element has a place too.

    Number 0 stands for a masked atom. ``dropout`` hides each property from training with that probability, for all
    atoms of a batch at once, so that no element is known by one of them alone.
    """

    table: Tensor

    def __init__(self, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.dropout = dropout
        self.register_buffer("table", torch.from_numpy(element_features()), persistent=False)
        self.project = nn.Linear(self.table.shape[1], width)

    def forward(self, atomic_numbers: Tensor) -> Tensor:
        """``(atoms, width)``."""
        table = self.table
        if self.training and self.dropout:
            table = table * F.dropout(torch.ones_like(table[0]), self.dropout)
        return self.project(table)[atomic_numbers.clamp(max=LAST)]


def pooled(nodes: Tensor, inputs: Inputs) -> Tensor:
    """The mean over the atoms of each crystal, ``(n, width)``."""
    return scatter(nodes, inputs["crystal"], dim=0, dim_size=len(inputs["atoms"]), reduce="mean")


class GraphEncoder(Encoder):
    """An encoder that has features of each atom on its way, for objectives on atoms."""

    def nodes(self, inputs: Inputs) -> Tensor:
        """``(atoms, width)``."""
        raise NotImplementedError

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)``."""
        return pooled(self.nodes(inputs), inputs)


class GatedConvolution(nn.Module):
    """CGCNN's convolution (Xie and Grossman 2018, eq. 5), the linear maps of both ends taken before the gather.

    LayerNorm stands for BatchNorm, so that a row's features do not depend on its batch.
    """

    def __init__(self, width: int, edge_width: int) -> None:
        super().__init__()
        self.of_atom = nn.Linear(width, 4 * width)
        self.of_edge = nn.Linear(edge_width, 2 * width, bias=False)
        self.norm_message = nn.LayerNorm(2 * width)
        self.norm = nn.LayerNorm(width)

    def forward(self, nodes: Tensor, edges: Tensor, edge_features: Tensor) -> Tensor:
        """``(atoms, width)``."""
        sender, receiver = self.of_atom(nodes).chunk(2, dim=1)
        message = sender[edges[0]] + receiver[edges[1]] + self.of_edge(edge_features)
        gate, core = self.norm_message(message).chunk(2, dim=1)
        message = torch.sigmoid(gate) * F.softplus(core)
        summed = torch.zeros_like(nodes, dtype=message.dtype).index_add_(0, edges[1], message)
        return F.softplus(nodes + self.norm(summed))


class CrystalGraphConvolution(GraphEncoder):
    """A crystal graph network of gated convolutions."""

    def __init__(
        self, *, width: int = 128, layers: int = 3, radius: float = 8.0, basis: int = 48, element_dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.width = width
        self.atoms = AtomEmbedding(width, element_dropout)
        self.distances = RadialBasis(0.0, radius, basis)
        self.layers = nn.ModuleList(GatedConvolution(width, basis) for _ in range(layers))

    def nodes(self, inputs: Inputs) -> Tensor:
        """``(atoms, width)``."""
        nodes = self.atoms(inputs["atomic_numbers"])
        edge_features = self.distances(inputs["vectors"].norm(dim=1))
        for layer in self.layers:
            nodes = layer(nodes, inputs["edges"], edge_features)
        return nodes


def line_graph(receivers: Tensor) -> Tensor:
    """``(2, pairs)``: which edges meet at an atom, as pairs of edges; ``receivers (edges,)`` is in ascending order."""
    _, counts = receivers.unique_consecutive(return_counts=True)
    each = counts.repeat_interleave(counts)
    first = (counts.cumsum(0) - counts).repeat_interleave(counts)
    edge = torch.arange(len(receivers), device=receivers.device)
    centre = edge.repeat_interleave(each)
    within = torch.arange(len(centre), device=receivers.device) - (each.cumsum(0) - each).repeat_interleave(each)
    other = first.repeat_interleave(each) + within
    return torch.stack([other, centre])[:, other != centre]


class LineGraphAttention(GraphEncoder):
    """Attention between the bonds of an atom by the angle between them, then between atoms by their bonds.

    The line graph is that of ALIGNN (Choudhary and DeCost 2021); the attention is torch-geometric's TransformerConv.
    """

    def __init__(
        self, *, width: int = 128, layers: int = 3, heads: int = 4, radius: float = 8.0, element_dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.width = width
        self.atoms = AtomEmbedding(width, element_dropout)
        self.distances = nn.Sequential(RadialBasis(0.0, radius, 48), nn.Linear(48, width))
        self.angles = RadialBasis(-1.0, 1.0, 16)
        head = width // heads
        self.bonds = nn.ModuleList(TransformerConv(width, head, heads, edge_dim=16) for _ in range(layers))
        self.layers = nn.ModuleList(TransformerConv(width, head, heads, edge_dim=width) for _ in range(layers))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2 * layers))

    def nodes(self, inputs: Inputs) -> Tensor:
        """``(atoms, width)``."""
        edges, vectors = inputs["edges"], inputs["vectors"]
        nodes = self.atoms(inputs["atomic_numbers"])
        bonds = self.distances(vectors.norm(dim=1)) + nodes[edges[0]] + nodes[edges[1]]
        pairs = line_graph(edges[1])
        direction = F.normalize(vectors, dim=1)
        angles = self.angles((direction[pairs[0]] * direction[pairs[1]]).sum(1))
        for i, (bond_layer, layer) in enumerate(zip(self.bonds, self.layers, strict=True)):
            bonds = bonds + F.silu(bond_layer(self.norms[2 * i](bonds), pairs, angles))
            nodes = nodes + F.silu(layer(self.norms[2 * i + 1](nodes), edges, bonds))
        return nodes

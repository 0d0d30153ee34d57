"""A batch of crystal graphs in, losses of repairing what was taken from them out: four tasks for the graph tower."""

from dataclasses import asdict, dataclass
from typing import ClassVar

import torch
import torch.nn.functional as F
from pydantic import ConfigDict
from torch import Tensor, nn

from .elements import LAST
from .encoders.graph import GraphEncoder
from .modality import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconstructionOptions:
    """How much is damaged, and what each task weighs; a weight of 0 leaves the task out."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    atoms: float = 1.0
    edges: float = 1.0
    distances: float = 1.0
    elements: float = 1.0
    masked: float = 0.15
    """Share of atoms, of edges, and of crystals with shuffled elements."""
    noise: float = 0.1
    """Standard deviation in angstrom of the noise along each bond."""

    def __post_init__(self) -> None:
        """Raises ValueError for a share outside of 0 to 1, a negative weight or noise, and weights that are all 0."""
        if not 0 < self.masked < 1:
            raise ValueError(f"masked is a share between 0 and 1, not {self.masked:g}")
        negative = [name for name, value in asdict(self).items() if value < 0]
        if negative:
            raise ValueError(f"{negative[0]} is negative")
        if not self.atoms + self.edges + self.distances + self.elements:
            raise ValueError("the weights of all tasks are 0")


class GraphReconstruction(nn.Module):
    """Objectives that need no second modality; each task damages the graph on its own.

    ``atoms``: which element stood at a masked atom. ``edges``: how long a masked edge was (its vector is taken to be
    of length zero), from the two atoms at its ends. ``distances``: how much noise a bond length was given, as
    denoising. ``elements``: which atoms had their element exchanged with another atom of the same crystal.
    """

    def __init__(self, encoder: GraphEncoder, options: ReconstructionOptions | None = None) -> None:
        super().__init__()
        self.options = options or ReconstructionOptions()
        width = encoder.width
        self.element = nn.Linear(width, LAST + 1)
        self.length = nn.Sequential(nn.Linear(2 * width, width), nn.SiLU(), nn.Linear(width, 1))
        self.noise = nn.Sequential(nn.Linear(2 * width + 1, width), nn.SiLU(), nn.Linear(width, 1))
        self.exchanged = nn.Linear(width, 1)

    def forward(self, encoder: GraphEncoder, inputs: Inputs) -> dict[str, Tensor]:
        """The loss of each task that has a weight, times that weight."""
        tasks = {"atoms": self._atoms, "edges": self._edges, "distances": self._distances, "elements": self._elements}
        weights = {name: getattr(self.options, name) for name in tasks}
        return {name: weights[name] * task(encoder, inputs) for name, task in tasks.items() if weights[name]}

    def _drawn(self, count: int, like: Tensor) -> Tensor:
        """Some of ``count``, at least one."""
        drawn = torch.rand(count, device=like.device) < self.options.masked
        drawn[torch.randint(0, count, (1,), device=like.device)] = True
        return drawn

    def _atoms(self, encoder: GraphEncoder, inputs: Inputs) -> Tensor:
        numbers = inputs["atomic_numbers"]
        masked = self._drawn(len(numbers), numbers)
        nodes = encoder.nodes({**inputs, "atomic_numbers": numbers.masked_fill(masked, 0)})
        return F.cross_entropy(self.element(nodes[masked]), numbers[masked].clamp(max=LAST))

    def _ends(self, nodes: Tensor, edges: Tensor) -> Tensor:
        return torch.cat([nodes[edges[0]] + nodes[edges[1]], (nodes[edges[0]] - nodes[edges[1]]).abs()], dim=1)

    def _edges(self, encoder: GraphEncoder, inputs: Inputs) -> Tensor:
        vectors, edges = inputs["vectors"], inputs["edges"]
        masked = self._drawn(len(vectors), vectors)
        nodes = encoder.nodes({**inputs, "vectors": vectors.masked_fill(masked[:, None], 0.0)})
        guess = self.length(self._ends(nodes, edges[:, masked]))[:, 0]
        return F.smooth_l1_loss(guess, vectors[masked].norm(dim=1))

    def _distances(self, encoder: GraphEncoder, inputs: Inputs) -> Tensor:
        vectors, edges = inputs["vectors"], inputs["edges"]
        lengths = vectors.norm(dim=1)
        noise = torch.randn_like(lengths)
        noisy = lengths + self.options.noise * noise
        damaged = vectors * (noisy / lengths.clamp(min=1e-6))[:, None]
        nodes = encoder.nodes({**inputs, "vectors": damaged})
        guess = self.noise(torch.cat([self._ends(nodes, edges), noisy[:, None]], dim=1))[:, 0]
        return F.mse_loss(guess, noise)

    def _elements(self, encoder: GraphEncoder, inputs: Inputs) -> Tensor:
        numbers, crystal = inputs["atomic_numbers"], inputs["crystal"]
        chosen = self._drawn(len(inputs["atoms"]), numbers)[crystal]
        # Sorting by crystal and then by chance is a random exchange of places within each crystal.
        order = torch.argsort(crystal + torch.rand(len(crystal), device=crystal.device))
        shuffled = torch.where(chosen, numbers[order], numbers)
        nodes = encoder.nodes({**inputs, "atomic_numbers": shuffled})
        return F.binary_cross_entropy_with_logits(self.exchanged(nodes)[:, 0], (shuffled != numbers).float())

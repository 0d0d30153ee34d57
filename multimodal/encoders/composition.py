"""Elements and their shares in, features out: attention over the set of elements."""

import torch
from torch import Tensor, nn

from ..modality import Encoder, Inputs
from .graph import AtomEmbedding, RadialBasis


class CompositionSet(Encoder):
    """A transformer over the elements of a formula, each with its share; the order of elements does not matter.

    Close in spirit to CrabNet (Wang et al. 2021) and Roost: the readout weighs each element by its share.
    """

    def __init__(self, *, width: int = 128, layers: int = 3, heads: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        self.width = width
        self.atoms = AtomEmbedding(width)
        self.shares = nn.Sequential(RadialBasis(0.0, 1.0, 32), nn.Linear(32, width))
        self.log_shares = nn.Sequential(RadialBasis(-5.0, 0.0, 32), nn.Linear(32, width))
        block = nn.TransformerEncoderLayer(
            width, heads, 2 * width, dropout=dropout, activation="gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(2 * width, width)

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)`` from ``atomic_numbers (n, e)``, 0 where there is no more, and ``shares (n, e)``."""
        numbers, shares = inputs["atomic_numbers"], inputs["shares"]
        empty = numbers == 0
        flat = shares.flatten()
        tokens = self.shares(flat) + self.log_shares(torch.log(flat.clamp(min=1e-6)))
        tokens = self.atoms(numbers) + tokens.view(*numbers.shape, -1)
        tokens = self.norm(self.blocks(tokens, src_key_padding_mask=empty))
        mean = (tokens * shares[..., None]).sum(1)
        largest = tokens.masked_fill(empty[..., None], -torch.inf).amax(1)
        return self.out(torch.cat([mean, largest], dim=1))

"""Numbers and categories of a row in, features out: a multilayer perceptron, and an FT-Transformer."""

from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn

from ..modality import Encoder, Inputs


class TableColumns(NamedTuple):
    """How many columns of numbers there are, and how many values each column of categories may have."""

    numbers: int
    categories: list[int]


class TableTokens(nn.Module):
    """One token a column, ``(n, columns, width)`` (Gorishniy et al. 2021, arXiv:2106.11959, section 3.3).

    A missing number, and a category that was not there when the table was read, have tokens of their own.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, columns: TableColumns, width: int) -> None:
        super().__init__()
        numbers, categories = columns
        self.register_buffer("mean", torch.zeros(numbers))
        self.register_buffer("spread", torch.ones(numbers))
        self.weight = nn.Parameter(torch.randn(numbers, width) / width**0.5)
        self.bias = nn.Parameter(torch.zeros(numbers, width))
        self.missing = nn.Parameter(torch.randn(numbers, width) / width**0.5)
        self.categories = nn.ModuleList(nn.Embedding(count + 1, width) for count in categories)

    def prepare(self, inputs: Inputs) -> None:
        """Take mean and standard deviation of each column over the numbers that are known."""
        known, numbers = inputs["known"], inputs["numbers"]
        count = known.sum(0).clamp(min=1)
        self.mean.copy_((numbers * known).sum(0) / count)
        spread = (((numbers - self.mean) * known).square().sum(0) / count).sqrt()
        self.spread.copy_(torch.where(spread > 0, spread, torch.ones_like(spread)))

    def forward(self, inputs: Inputs) -> Tensor:
        """Tokens from ``numbers (n, a)``, ``known (n, a)`` and ``categories (n, b)``, the latter from 0 for missing."""
        known = inputs["known"][..., None]
        standard = ((inputs["numbers"] - self.mean) / self.spread)[..., None]
        numbers = torch.where(known, standard * self.weight + self.bias, self.missing)
        columns = [embed(inputs["categories"][:, i])[:, None] for i, embed in enumerate(self.categories)]
        return torch.cat([numbers, *columns], dim=1)


class FeatureTokenizerTransformer(Encoder):
    """FT-Transformer: attention between the columns of a row, read off at one more token."""

    def __init__(self, columns: TableColumns, *, width: int = 128, layers: int = 3, heads: int = 4) -> None:
        super().__init__()
        self.width = width
        self.tokens = TableTokens(columns, width)
        self.summary = nn.Parameter(0.02 * torch.randn(1, 1, width))
        block = nn.TransformerEncoderLayer(
            width, heads, 2 * width, dropout=0.1, activation="gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)

    def prepare(self, inputs: Inputs) -> None:
        """Take the scale of each column."""
        self.tokens.prepare(inputs)

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)``."""
        tokens = self.tokens(inputs)
        tokens = torch.cat([self.summary.expand(len(tokens), -1, -1), tokens], dim=1)
        return self.norm(self.blocks(tokens)[:, 0])


class TablePerceptron(Encoder):
    """The columns' tokens side by side through a multilayer perceptron."""

    def __init__(self, columns: TableColumns, *, width: int = 128, layers: int = 2) -> None:
        super().__init__()
        self.width = width
        self.tokens = TableTokens(columns, 16)
        widths = [16 * (columns.numbers + len(columns.categories)), *[width] * layers]
        steps: list[nn.Module] = []
        for a, b in pairwise(widths):
            steps += [nn.Linear(a, b), nn.LayerNorm(b), nn.SiLU()]
        self.perceptron = nn.Sequential(*steps)

    def prepare(self, inputs: Inputs) -> None:
        """Take the scale of each column."""
        self.tokens.prepare(inputs)

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)``."""
        return self.perceptron(self.tokens(inputs).flatten(1))

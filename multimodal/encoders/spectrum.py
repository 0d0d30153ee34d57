"""Spectra on one grid in, features out: a one-dimensional residual network, and a transformer over patches."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..modality import Encoder, Inputs


def _norm(width: int) -> nn.GroupNorm:
    return nn.GroupNorm(8, width)


class _Block(nn.Module):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.first = nn.Conv1d(width, out, 5, stride=2, padding=2)
        self.second = nn.Conv1d(out, out, 5, padding=2)
        self.skip = nn.Conv1d(width, out, 1, stride=2)
        self.norms = nn.ModuleList([_norm(out), _norm(out)])

    def forward(self, x: Tensor) -> Tensor:
        y = F.silu(self.norms[0](self.first(x)))
        return F.silu(self.skip(x) + self.norms[1](self.second(y)))


class SpectrumConvolution(Encoder):
    """Residual blocks that halve the grid, then a few numbers a channel, so that a peak keeps its place."""

    def __init__(self, *, channels: int = 1, width: int = 128, layers: int = 5, places: int = 8) -> None:
        super().__init__()
        self.width = width
        widths = [max(16, (width >> (layers - 1 - i)) // 8 * 8) for i in range(layers)]
        self.stem = nn.Conv1d(channels, widths[0], 7, stride=2, padding=3)
        self.blocks = nn.Sequential(*(_Block(a, b) for a, b in zip(widths, [*widths[1:], width], strict=True)))
        self.pool = nn.AdaptiveAvgPool1d(places)
        self.out = nn.Linear(places * width, width)

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)`` from ``inputs["spectrum"] (n, channels, points)``."""
        x = self.blocks(F.silu(self.stem(inputs["spectrum"])))
        return self.out(self.pool(x).flatten(1))


class SpectrumTransformer(Encoder):
    """A transformer over patches of the grid with learned places."""

    def __init__(
        self, *, points: int, channels: int = 1, width: int = 128, layers: int = 3, heads: int = 4, patch: int = 16
    ) -> None:
        super().__init__()
        self.width, self.patch = width, patch
        self.patches = nn.Conv1d(channels, width, patch, stride=patch)
        self.places = nn.Parameter(0.02 * torch.randn(1, -(-points // patch), width))
        block = nn.TransformerEncoderLayer(
            width, heads, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)`` from ``inputs["spectrum"] (n, channels, points)``."""
        spectrum = inputs["spectrum"]
        x = F.pad(spectrum, (0, -spectrum.shape[-1] % self.patch))
        tokens = self.patches(x).transpose(1, 2) + self.places
        return self.norm(self.blocks(tokens)).mean(dim=1)

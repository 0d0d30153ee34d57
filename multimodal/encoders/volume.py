"""Three-dimensional grids in, features out: a residual network that knows the cell is periodic."""

from itertools import pairwise

import torch.nn.functional as F
from torch import Tensor, nn

from ..modality import Encoder, Inputs


class _Convolution(nn.Module):
    """A 3 x 3 x 3 convolution over a grid whose ends meet."""

    def __init__(self, width: int, out: int, stride: int = 1) -> None:
        super().__init__()
        self.convolution = nn.Conv3d(width, out, 3, stride=stride)

    def forward(self, x: Tensor) -> Tensor:
        return self.convolution(F.pad(x, (1,) * 6, mode="circular"))


class _Block(nn.Module):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.first, self.second = _Convolution(width, out, stride=2), _Convolution(out, out)
        self.skip = nn.Conv3d(width, out, 1, stride=2)
        self.norms = nn.ModuleList([nn.GroupNorm(8, out), nn.GroupNorm(8, out)])

    def forward(self, x: Tensor) -> Tensor:
        y = F.silu(self.norms[0](self.first(x)))
        return F.silu(self.skip(x) + self.norms[1](self.second(y)))


class VolumeResNet(Encoder):
    """A 3D ResNet with circular padding; GroupNorm, so that a row does not depend on its batch."""

    def __init__(self, *, width: int = 128, layers: int = 3) -> None:
        super().__init__()
        self.width = width
        widths = [max(16, (width >> (layers - i)) // 8 * 8) for i in range(layers + 1)]
        self.stem = _Convolution(1, widths[0], stride=2)
        self.blocks = nn.Sequential(*(_Block(a, b) for a, b in pairwise(widths)))

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)`` from ``inputs["density"] (n, 1, x, y, z)``."""
        return self.blocks(F.silu(self.stem(inputs["density"]))).mean(dim=(2, 3, 4))

"""Features made once by a frozen model in, the same out: the tower's projection is all that learns."""

from torch import Tensor, nn

from ..modality import Encoder, Inputs


class FixedFeatures(Encoder):
    """Features ``(n, width)`` of a frozen model, each row brought to the same scale."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.norm = nn.LayerNorm(width)

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)`` from ``inputs["features"]``."""
        return self.norm(inputs["features"])

"""Images in, features out, by any network that timm has."""

from typing import Any

import timm
from torch import Tensor

from ...records.errors import MatloomError
from ..modality import Encoder, Inputs


class TimmImage(Encoder):
    """A timm network without its classifier, starting from random weights or from a file of them."""

    def __init__(self, *, name: str = "resnet18", channels: int = 1, weights: str | None = None) -> None:
        super().__init__()
        if not timm.is_model(name):
            near = ", ".join(timm.list_models(f"*{name[:4]}*")[:5]) or "see timm.list_models()"
            raise MatloomError("E006", kind="timm network", name=name, known=near)
        network: Any = timm.create_model(name, in_chans=channels, num_classes=0, checkpoint_path=weights or "")
        self.width = int(network.num_features)
        self.network = network

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)`` from ``inputs["image"] (n, channels, height, width)`` in uint8."""
        return self.network((inputs["image"].float() - 127.5) / 63.75)

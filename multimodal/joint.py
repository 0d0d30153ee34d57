"""Modalities in, one network with a tower for each out: batches to embeddings that can be compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn

from .dataset import Batch
from .losses import FUSED, normalised
from .modality import Encoder, Inputs, Modality

FUSION_HEADS: Final = 4
"""Of the attention between a row's embeddings; the width of the shared space is a multiple of it."""


def is_tower_name(name: str) -> bool:
    """Whether a tower can have this name: one that torch can hold, and not that of the fused embedding."""
    return name.isidentifier() and name != FUSED and not hasattr(nn.ModuleDict(), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointOptions:
    """Size of the space that all towers share, and whether there is a tower over all of them."""

    width: int = 256
    hidden: int = 512
    fused: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """A batch's embeddings ``{modality: (B, width)}``, zero where the mask ``{modality: (B,)}`` is false."""

    embeddings: dict[str, Tensor]
    masks: dict[str, Tensor]
    material: Tensor


class Tower(nn.Module):
    """An encoder and the projection of its features into the shared space, ``(n, width)``, rows of length 1."""

    def __init__(self, encoder: Encoder, options: JointOptions) -> None:
        super().__init__()
        self.encoder = encoder
        self.projection = nn.Sequential(
            nn.Linear(encoder.width, options.hidden),
            nn.LayerNorm(options.hidden),
            nn.GELU(),
            nn.Linear(options.hidden, options.width),
        )

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)``."""
        return normalised(self.projection(self.encoder(inputs)))


class Fusion(nn.Module):
    """All embeddings a row has to one ``(B, width)``: attention between them, read off at one more token."""

    def __init__(self, names: Iterable[str], width: int, heads: int = FUSION_HEADS) -> None:
        super().__init__()
        self.names = sorted(names)
        self.kinds = nn.Parameter(0.02 * torch.randn(len(self.names) + 1, width))
        block = nn.TransformerEncoderLayer(
            width, heads, 2 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, 1, enable_nested_tensor=False)

    def forward(self, embeddings: Mapping[str, Tensor], masks: Mapping[str, Tensor]) -> Tensor:
        """``(B, width)``; a modality that a row does not have is not attended to."""
        present = torch.stack([masks[name] for name in self.names], dim=1)
        tokens = torch.stack([embeddings[name] for name in self.names], dim=1) + self.kinds[1:]
        summary = self.kinds[:1].expand(len(tokens), 1, -1).to(tokens.dtype)
        hidden = torch.cat([~present[:, :1].new_ones(len(present), 1), ~present], dim=1)
        mixed = self.blocks(torch.cat([summary, tokens], dim=1), src_key_padding_mask=hidden)
        return normalised(mixed[:, 0])


class JointModel(nn.Module):
    """A tower for each modality. A row without a modality is not encoded by its tower."""

    def __init__(self, modalities: Mapping[str, Modality], options: JointOptions | None = None) -> None:
        super().__init__()
        self.modalities = dict(modalities)
        self.options = options or JointOptions()
        self.towers = nn.ModuleDict({n: Tower(m.encoder(), self.options) for n, m in modalities.items()})
        self.fusion = Fusion(modalities, self.options.width) if self.options.fused else None

    def tower(self, name: str) -> Tower:
        """The tower of one modality."""
        tower = self.towers[name]
        assert isinstance(tower, Tower)
        return tower

    def encode(self, name: str, inputs: Inputs) -> Tensor:
        """One modality's embeddings ``(n, width)``, rows of length 1."""
        return self.tower(name)(inputs)

    def forward(self, batch: Batch) -> Embedded:
        """The embeddings of a batch; in training mode its inputs are augmented first."""
        masks: dict[str, Tensor] = dict(batch["mask"])
        embeddings = {name: self._rows(name, batch) for name in self.modalities}
        if self.fusion is not None:
            embeddings[FUSED] = self.fusion(embeddings, masks)
            # With one modality alone the fused embedding would only be asked to agree with its own source.
            masks[FUSED] = torch.stack([masks[name] for name in self.modalities]).sum(0) > 1
        return Embedded(embeddings, masks, batch["material"])

    def _rows(self, name: str, batch: Batch) -> Tensor:
        mask = batch["mask"][name]
        if name not in batch["inputs"]:
            # A gradient of zero everywhere: processes that share gradients must agree on which parameters have one.
            nothing = sum(parameter.sum() for parameter in self.towers[name].parameters() if parameter.requires_grad)
            return torch.zeros(len(mask), self.options.width, device=mask.device) + nothing * 0.0
        inputs = batch["inputs"][name]
        if self.training:
            if "strain" in batch and self.modalities[name].follows_strain:
                inputs = self.modalities[name].strained(inputs, batch["strain"][mask])
            inputs = self.modalities[name].augment(inputs)
        found = self.encode(name, inputs)
        return found.new_zeros(len(mask), self.options.width).index_put((mask.nonzero()[:, 0],), found)


def joined(parts: list[Embedded]) -> Embedded:
    """The embeddings of several batches as those of one."""
    names, masks = parts[0].embeddings, parts[0].masks
    return Embedded(
        {name: torch.cat([part.embeddings[name] for part in parts]) for name in names},
        {name: torch.cat([part.masks[name] for part in parts]) for name in masks},
        torch.cat([part.material for part in parts]),
    )

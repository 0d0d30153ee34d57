"""Embeddings by modality and their masks in, a loss and its named parts out; knows no device and no encoder."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .gather import gather_rows, rank, world_size
from .one_way import Partners, Temperature, cross_entropy_sum, sigmoid_sum

FUSED = "fused"
"""The name under which the embedding of all modalities together takes part."""

Pairing = Literal["anchored", "all_pairs", "fused"]
Contrast = Literal["info_nce", "siglip"]


def modality_pairs(names: list[str], pairing: Pairing, anchor: str | None = None) -> list[tuple[str, str]]:
    """Which modalities are set against which: each with ``anchor``, all with all, or each with the fused one."""
    if pairing == "all_pairs":
        return list(combinations(names, 2))
    if pairing == "fused":
        return [(name, FUSED) for name in names]
    if anchor not in names:
        raise ValueError(f"anchor {anchor!r} is none of {names}")
    return [(anchor, name) for name in names if name != anchor]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossParts:
    """The loss, and what it is made of, by pair (``"crystal~xrd"``)."""

    loss: Tensor
    pairs: dict[str, Tensor]
    rows: dict[str, int]
    """How many rows, of all processes, had both sides of the pair."""
    scale: Tensor

    def relative(self) -> dict[str, float]:
        """Each pair's loss over ln(rows): 1 is chance for InfoNCE, 0 is perfect."""
        return {pair: float(part.detach()) / math.log(self.rows[pair]) for pair, part in self.pairs.items()}


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a pair: this process's usable rows, and those of all."""

    own: Tensor
    every: Tensor


class ContrastiveLoss(nn.Module):
    """Contrastive loss over pairs of modalities with missing rows.

    A pair counts the rows that have both sides; with fewer than two different materials among them it is dropped,
    and the loss is the mean over the pairs that are left (zero if none is). Rows of one material are never each
    other's negatives. Over several processes the keys of all are used; the mean over processes of the loss, and of
    its gradients as DistributedDataParallel takes it, equals that of one process holding all rows. Every process
    must give the same number of rows.

    InfoNCE: van den Oord et al. 2018 (arXiv:1807.03748), both directions averaged, as CLIP. SigLIP: Zhai et al.
    2023 (arXiv:2303.15343). Anchored and all-pairs: Moro et al. 2025, MultiMat. Against the fused embedding: MatMCL.
    """

    def __init__(
        self,
        *,
        contrast: Contrast = "info_nce",
        pairing: Pairing = "anchored",
        anchor: str | None = None,
        temperature: float = 0.07,
        largest_scale: float = 100.0,
        chunk: int = 0,
    ) -> None:
        super().__init__()
        self.contrast: Contrast = contrast
        self.pairing: Pairing = pairing
        self.anchor = anchor
        self.largest_scale = largest_scale
        self.chunk = chunk
        start = 1 / temperature if contrast == "info_nce" else 10.0
        self.log_scale = nn.Parameter(torch.tensor(math.log(start)))
        self.bias = nn.Parameter(torch.tensor(-10.0), requires_grad=contrast == "siglip")

    def forward(self, embeddings: Mapping[str, Tensor], masks: Mapping[str, Tensor], material: Tensor) -> LossParts:
        """The loss over ``embeddings`` by modality, each ``(B, d)`` and of length 1 where ``masks`` ``(B,)`` is true.

        Rows where the mask is false are not read. ``material (B,)`` numbers the material of each row. With pairing
        ``fused`` the embeddings hold one named :data:`FUSED`.
        """
        names = [name for name in embeddings if name != FUSED]
        scale = self.log_scale.exp().clamp(max=self.largest_scale)
        everyone = gather_rows(material)
        every_mask = {name: gather_rows(masks[name]) for name in embeddings}
        every = {name: gather_rows(rows) for name, rows in embeddings.items()}
        pairs: dict[str, Tensor] = {}
        counts: dict[str, int] = {}
        for a, b in modality_pairs(names, self.pairing, self.anchor):
            usable = every_mask[a] & every_mask[b]
            if len(everyone[usable].unique()) < 2:
                continue
            counts[f"{a}~{b}"] = int(usable.sum())
            pairs[f"{a}~{b}"] = self._pair(
                (_Side(embeddings[a], every[a]), _Side(embeddings[b], every[b])), usable, everyone, scale
            )
        # Tied to all inputs, so that a batch without a single pair still has a (zero) gradient everywhere.
        nothing = sum((e.sum() * 0.0 for e in embeddings.values()), scale * 0.0 + self.bias * 0.0)
        loss = torch.stack(list(pairs.values())).mean() + nothing if pairs else nothing
        return LossParts(loss=loss, pairs=pairs, rows=counts, scale=scale.detach())

    def _pair(self, sides: tuple[_Side, _Side], usable: Tensor, everyone: Tensor, scale: Tensor) -> Tensor:
        a, b = sides
        size = len(a.own)
        first = rank() * size
        mine = usable[first : first + size]
        place = usable.cumsum(0) - 1
        of = Partners(everyone[first : first + size][mine], everyone[usable], place[first : first + size][mine])
        share = world_size() / int(usable.sum())
        keys_a, keys_b = a.every[usable], b.every[usable]
        if self.contrast == "siglip":
            return share * sigmoid_sum(a.own[mine], keys_b, Temperature(scale, self.bias), of, self.chunk)
        forth = cross_entropy_sum(a.own[mine], keys_b, scale, of, self.chunk)
        back = cross_entropy_sum(b.own[mine], keys_a, scale, of, self.chunk)
        return share * (forth + back) / 2


def normalised(embeddings: Tensor) -> Tensor:
    """Rows of length 1, ``(n, d)``; in float32, since a bfloat16 norm is off by a percent."""
    return F.normalize(embeddings.float() if embeddings.dtype == torch.bfloat16 else embeddings, dim=-1)

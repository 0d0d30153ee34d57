"""Word pieces and shapes in, a score for every span and label of a scheme out; pairs of spans in, relations out.

The span head is GlobalPointer (Su et al., 2022, arXiv:2208.03054): for each label a query and a key a token,
turned by their position, whose product says whether a span of that label begins here and ends there. It
has no trouble with spans inside spans. The relation head scores a pair of spans by their ends, labels and distance.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from ...extract.text.neural.tokens import SHAPES
from .corpora import Scheme

FAR = 8
"""Relative places of two spans are told apart up to this many steps of doubling distance on each side."""


def rotate(x: torch.Tensor) -> torch.Tensor:
    """Turn the last axis of ``x`` (..., n, labels, d) by position (rotary embedding, Su et al., 2021)."""
    n, d = x.shape[1], x.shape[-1]
    frequency = 10000.0 ** (-torch.arange(0, d, 2, device=x.device, dtype=torch.float32) / d)
    angle = torch.arange(n, device=x.device, dtype=torch.float32)[:, None] * frequency
    cos = torch.cos(angle).repeat_interleave(2, dim=-1)[None, :, None, :].to(x.dtype)
    sin = torch.sin(angle).repeat_interleave(2, dim=-1)[None, :, None, :].to(x.dtype)
    turned = torch.stack((-x[..., 1::2], x[..., ::2]), dim=-1).flatten(-2)
    return x * cos + turned * sin


class SpanHead(nn.Module):
    """(batch, n, hidden) -> (batch, labels, n, n): the logit of each label's span from piece i to piece j."""

    def __init__(self, hidden: int, labels: int, width: int = 64) -> None:
        super().__init__()
        self.labels, self.width = labels, width
        self.project = nn.Linear(hidden, labels * width * 2)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Scores; pairs that end before they begin, or reach outside the mask, are at -10 000."""
        b, n, _ = states.shape
        both = rotate(
            self.project(states).view(b, n, self.labels, 2 * self.width).reshape(b, n, self.labels * 2, self.width)
        )
        query, key = both[:, :, 0::2], both[:, :, 1::2]
        scores = torch.einsum("bmld,bnld->blmn", query, key) / self.width**0.5
        inside = (mask[:, :, None] * mask[:, None, :]).to(scores.dtype)
        upper = torch.triu(torch.ones(n, n, device=scores.device, dtype=scores.dtype))
        allowed = (inside * upper)[:, None]
        return scores * allowed - (1 - allowed) * 10000.0


def means(states: torch.Tensor, rows: torch.Tensor, begin: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
    """(pairs, hidden): the mean state of pieces ``begin`` up to, not with, ``end``. Summed in full precision."""
    total = torch.nn.functional.pad(states.float().cumsum(1), (0, 0, 1, 0))
    return ((total[rows, end] - total[rows, begin]) / (end - begin)[:, None]).to(states.dtype)


class RelationHead(nn.Module):
    """States, pairs of spans and their labels -> (pairs, relations): logits, each relation on its own."""

    def __init__(self, hidden: int, labels: int, relations: int, width: int = 192) -> None:
        super().__init__()
        self.label = nn.Embedding(labels, 64)
        self.place = nn.Embedding(2 * FAR + 1, 32)
        self.head = nn.Sequential(nn.Linear(3 * hidden + 64, width), nn.GELU(), nn.Dropout(0.2))
        self.tail = nn.Sequential(nn.Linear(3 * hidden + 64, width), nn.GELU(), nn.Dropout(0.2))
        self.between = nn.Linear(hidden, width)
        self.product = nn.Linear(width, relations)
        self.sum = nn.Sequential(
            nn.Linear(3 * width + 32, width), nn.GELU(), nn.Dropout(0.2), nn.Linear(width, relations)
        )

    def span(self, states: torch.Tensor, spans: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """(pairs, 3 hidden + 64): first piece, last piece and mean of a span, and its label."""
        first, last = states[rows, spans[:, 0]], states[rows, spans[:, 1]]
        mean = means(states, rows, spans[:, 0], spans[:, 1] + 1)
        return torch.cat((first, last, mean, self.label(spans[:, 2]).to(states.dtype)), dim=-1)

    def forward(
        self, states: torch.Tensor, rows: torch.Tensor, heads: torch.Tensor, tails: torch.Tensor
    ) -> torch.Tensor:
        """Logits. ``rows`` (pairs,) says in which text; ``heads`` and ``tails`` (pairs, 3) are first, last, label."""
        one, other = self.head(self.span(states, heads, rows)), self.tail(self.span(states, tails, rows))
        begin = torch.minimum(heads[:, 1], tails[:, 1])
        end = torch.maximum(heads[:, 0], tails[:, 0])
        middle = self.between(means(states, rows, begin, torch.maximum(end, begin + 1)))
        step = (tails[:, 0] - heads[:, 0]).float()
        place = (torch.sign(step) * torch.log2(step.abs() + 1).clamp(max=FAR)).round().long() + FAR
        joined = torch.cat((one, other, middle, self.place(place).to(states.dtype)), dim=-1)
        return self.product(one * other) + self.sum(joined)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How wide the heads are."""

    span: int = 64
    relation: int = 192


class TextModel(nn.Module):
    """One encoder, a span head and a relation head a scheme."""

    def __init__(self, encoder: Any, schemes: list[Scheme], sizes: Sizes | None = None, dropout: float = 0.2) -> None:
        super().__init__()
        sizes = sizes or Sizes()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.shape = nn.Embedding(SHAPES, hidden)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.spans = nn.ModuleDict({s.name: SpanHead(hidden, len(s.labels), sizes.span) for s in schemes})
        self.relations = nn.ModuleDict(
            {
                s.name: RelationHead(hidden, len(s.labels), len(s.relations), sizes.relation)
                for s in schemes
                if s.relations
            }
        )

    def states(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(batch, n, hidden) from ids, shapes and mask of shape (batch, n)."""
        words = self.encoder.get_input_embeddings()(ids) + self.shape(shapes)
        out = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return self.dropout(out)

    def forward(self, scheme: str, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Span scores of one scheme."""
        return self.spans[scheme](self.states(ids, shapes, mask), mask)


def span_loss(scores: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
    """The multi-label circle loss: every gold span above zero, every other below (arXiv:2208.02955).

    ``scores`` and ``gold`` (0 or 1) are (batch, labels, n, n); the mean is over batch and labels.
    """
    b, labels = scores.shape[:2]
    scores, gold = scores.reshape(b * labels, -1).float(), gold.reshape(b * labels, -1).float()
    signed = (1 - 2 * gold) * scores
    wrong = signed - gold * 1e12
    right = signed - (1 - gold) * 1e12
    zero = torch.zeros_like(signed[:, :1])
    both = torch.logsumexp(torch.cat((wrong, zero), dim=-1), -1) + torch.logsumexp(torch.cat((right, zero), dim=-1), -1)
    return both.mean()

"""A model and gold windows in, micro precision, recall and F1 of spans and of relations out."""

from collections import Counter
from dataclasses import dataclass

import torch

from ...extract.text.neural.decode import ScoredSpan, decode
from .batches import Allowed, Piece, groups, make_batch
from .corpora import Example, Scheme
from .model import TextModel


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, said and wanted."""

    right: int
    said: int
    wanted: int

    @property
    def f1(self) -> float:
        """Micro F1; 0 where nothing is said and nothing wanted."""
        return 2 * self.right / (self.said + self.wanted) if self.said + self.wanted else 0.0


@torch.no_grad()
def predict_spans(
    model: TextModel, pieces: list[Piece], scheme: Scheme, marks: tuple[int, int], device: torch.device
) -> list[tuple[Piece, list[ScoredSpan]]]:
    """The decoded spans of every window."""
    model.eval()
    out: list[tuple[Piece, list[ScoredSpan]]] = []
    for group in groups(pieces, 64, 8192, None):
        batch = make_batch(group, scheme, marks, frozenset(), device)
        scores = model(scheme.name, batch.ids, batch.shapes, batch.mask).float().cpu().numpy()
        for row, piece in enumerate(group):
            n = len(piece.window.ids)
            inner = scores[row, :, 1 : n + 1, 1 : n + 1]
            out.append((piece, decode(inner, piece.window, scheme.labels, scheme.nesting)))
    return out


def span_score(
    model: TextModel,
    examples: list[Example],
    pieces: list[Piece],
    scheme: Scheme,
    marks: tuple[int, int],
    device: torch.device,
) -> Score:
    """Exact spans with their labels, over the rows of a file."""
    said: Counter[tuple[int, int, int, str]] = Counter()
    for piece, spans in predict_spans(model, pieces, scheme, marks, device):
        said.update({(piece.example, s.start, s.end, s.label) for s in spans})
    wanted = {(i, *span) for i, example in enumerate(examples) for span in example.spans}
    return Score(len(set(said) & wanted), len(said), len(wanted))


@torch.no_grad()
def relation_score(
    model: TextModel, examples: list[Example], pieces: list[Piece], scheme: Scheme, marks: tuple[int, int],
    allowed: Allowed, device: torch.device, threshold: float = 0.0,
) -> Score:  # fmt: skip
    """Relations between gold spans; those that leave their window, or are too rare to learn, count as missed."""
    model.eval()
    right = said = 0
    head = model.relations[scheme.name]
    for group in groups(pieces, 32, 4096, None):
        batch = make_batch(group, scheme, marks, allowed, device)
        if batch.pairs is None:
            continue
        rows, heads, tails, targets = batch.pairs
        logits = head(model.states(batch.ids, batch.shapes, batch.mask), rows, heads, tails)
        positive = logits > threshold
        said += int(positive.sum())
        right += int((positive & (targets > 0)).sum())
    return Score(right, said, sum(len(set(e.relations)) for e in examples))

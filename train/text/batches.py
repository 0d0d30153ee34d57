"""Examples in, tensors out: windows with their gold spans and relations, in batches of one scheme and like length."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from ...extract.text.neural.tokens import Window, batch, windows
from .corpora import Example, Scheme


@dataclass(frozen=True, slots=True)
class Piece:
    """One window of an example; spans are (first, last, label) in pieces, relations index the spans."""

    example: int
    window: Window
    spans: tuple[tuple[int, int, int], ...]
    relations: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step sees. ``gold`` is (batch, labels, n, n); pairs are (rows, heads, tails, targets)."""

    scheme: str
    pieces: tuple[Piece, ...]
    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    gold: torch.Tensor
    pairs: tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor] | None


Allowed = frozenset[tuple[int, int]]


def pieces_of(examples: list[Example], scheme: Scheme, tokenizer: Tokenizer) -> list[Piece]:
    """Every window of every example. A span that does not end with a piece is widened to the piece."""
    label_ids = {label: i for i, label in enumerate(scheme.labels)}
    relation_ids = {label: i for i, label in enumerate(scheme.relations)}
    pieces: list[Piece] = []
    for number, example in enumerate(examples):
        for window in windows(example.text, tokenizer):
            spans: list[tuple[int, int, int]] = []
            place: dict[int, int] = {}
            for index, (start, end, label) in enumerate(example.spans):
                first = int(np.searchsorted(window.ends, start, side="right"))
                last = int(np.searchsorted(window.starts, end, side="left")) - 1
                inside = window.starts[0] <= start and end <= window.ends[-1]
                if label in label_ids and inside and first <= last:
                    place[index] = len(spans)
                    spans.append((first, last, label_ids[label]))
            relations = tuple(
                (place[h], place[t], relation_ids[r])
                for h, t, r in example.relations
                if r in relation_ids and h in place and t in place
            )
            pieces.append(Piece(number, window, tuple(spans), relations))
    return pieces


def allowed_pairs(pieces: list[Piece]) -> Allowed:
    """The (head label, tail label) pairs that any relation joins."""
    return frozenset((p.spans[h][2], p.spans[t][2]) for p in pieces for h, t, _ in p.relations)


def candidate_pairs(spans: tuple[tuple[int, int, int], ...], allowed: Allowed, reach: int) -> list[tuple[int, int]]:
    """Ordered pairs of different spans whose labels may be related and that begin within ``reach`` pieces."""
    return [
        (h, t)
        for h in range(len(spans))
        for t in range(len(spans))
        if h != t and (spans[h][2], spans[t][2]) in allowed and abs(spans[h][0] - spans[t][0]) <= reach
    ]


def make_batch(
    group: list[Piece], scheme: Scheme, marks: tuple[int, int], allowed: Allowed, device: torch.device, reach: int = 120
) -> Batch:
    """The tensors of a group of windows. Positions move by one for the mark at the window's start."""
    ids, shapes, mask = batch([p.window for p in group], *marks)
    n = ids.shape[1]
    where = [(row, label, first + 1, last + 1) for row, p in enumerate(group) for first, last, label in p.spans]
    gold = torch.zeros(len(group), len(scheme.labels), n, n, device=device)
    if where:
        gold[tuple(torch.tensor(where, device=device).T)] = 1
    rows: list[int] = []
    heads: list[tuple[int, int, int]] = []
    tails: list[tuple[int, int, int]] = []
    targets: list[list[float]] = []
    for row, piece in enumerate(group):
        related: dict[tuple[int, int], set[int]] = {}
        for h, t, r in piece.relations:
            related.setdefault((h, t), set()).add(r)
        for h, t in candidate_pairs(piece.spans, allowed, reach) if scheme.relations else ():
            rows.append(row)
            heads.append((piece.spans[h][0] + 1, piece.spans[h][1] + 1, piece.spans[h][2]))
            tails.append((piece.spans[t][0] + 1, piece.spans[t][1] + 1, piece.spans[t][2]))
            targets.append([float(r in related.get((h, t), ())) for r in range(len(scheme.relations))])
    pairs = None
    if rows:
        pairs = (
            torch.tensor(rows, device=device), torch.tensor(heads, device=device),
            torch.tensor(tails, device=device), torch.tensor(targets, device=device),
        )  # fmt: skip
    to = [torch.from_numpy(a).to(device) for a in (ids, shapes, mask)]
    return Batch(scheme.name, tuple(group), to[0], to[1], to[2], gold, pairs)


def groups(pieces: list[Piece], size: int, pieces_budget: int, seed: int | None) -> Iterator[list[Piece]]:
    """Windows of like length together, at most ``size`` of them and ``pieces_budget`` pieces with padding."""
    random = np.random.default_rng(seed)
    lengths = np.array([len(p.window.ids) for p in pieces], dtype=float)
    order = np.argsort(lengths + (random.uniform(0, 8, len(pieces)) if seed is not None else 0), kind="stable")
    made: list[list[Piece]] = []
    group: list[Piece] = []
    for index in order:
        width = len(pieces[index].window.ids)
        if group and (len(group) == size or (len(group) + 1) * width > pieces_budget):
            made.append(group)
            group = []
        group.append(pieces[index])
    if group:
        made.append(group)
    if seed is not None:
        random.shuffle(made)
    yield from made

"""Pieces of a batch in, gradients of the loss over the whole batch out, with one piece in memory at a time."""

from collections.abc import Callable

import torch
from torch import Tensor

from ..multimodal.dataset import Batch
from ..multimodal.joint import Embedded, JointModel, joined
from ..multimodal.losses import ContrastiveLoss, LossParts

Backward = Callable[[Tensor], None]


def _embed(model: JointModel, piece: Batch, seed: int) -> Embedded:
    # Dropout and augmentation must be the same in both passes, and in a resumed run.
    torch.manual_seed(seed)
    return model(piece)


def backward_batch(
    model: JointModel, loss: ContrastiveLoss, pieces: list[Batch], seed: int, backward: Backward
) -> LossParts:
    """Add the gradients of the loss over all rows of ``pieces`` to the parameters.

    With one piece this is one forward and one backward pass. With more, each piece is embedded without a graph, the
    loss and its gradient in the embeddings are taken over all rows, and each piece is embedded once more to pass
    that gradient on (Gao et al. 2021, arXiv:2101.06983): the memory of a piece, the negatives of the batch.
    """
    if len(pieces) == 1:
        embedded = _embed(model, pieces[0], seed)
        parts = loss(embedded.embeddings, embedded.masks, embedded.material)
        backward(parts.loss)
        return parts
    with torch.no_grad():
        whole = joined([_embed(model, piece, seed + i) for i, piece in enumerate(pieces)])
    leaves = {name: rows.detach().requires_grad_() for name, rows in whole.embeddings.items()}
    parts = loss(leaves, whole.masks, whole.material)
    backward(parts.loss)
    start = 0
    for i, piece in enumerate(pieces):
        again = _embed(model, piece, seed + i)
        stop = start + len(again.material)
        gradients = {name: leaf.grad[start:stop] for name, leaf in leaves.items() if leaf.grad is not None}
        backward(torch.stack([(again.embeddings[name] * own).sum() for name, own in gradients.items()]).sum())
        start = stop
    return parts

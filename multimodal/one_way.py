"""Queries, keys and which is whose in, one summed contrastive loss out, a block of queries at a time."""

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.checkpoint import checkpoint


class Partners(NamedTuple):
    """Who belongs to whom: ``groups (m,)`` of the queries, ``key_groups (n,)``, and each query's partner ``(m,)``."""

    groups: Tensor
    key_groups: Tensor
    positive: Tensor

    def ignored(self) -> Tensor:
        """``(m, n)`` true where a key is of the query's material but is not its partner."""
        same = self.groups[:, None] == self.key_groups[None, :]
        return same.scatter(1, self.positive[:, None], value=False)

    def of(self, block: slice) -> "Partners":
        """The same for a block of the queries."""
        return Partners(self.groups[block], self.key_groups, self.positive[block])


class Temperature(NamedTuple):
    """``scale``, the inverse temperature, and what SigLIP adds to every logit."""

    scale: Tensor
    bias: Tensor


def _blocks(rows: int, chunk: int) -> list[slice]:
    size = chunk or max(rows, 1)
    return [slice(start, min(start + size, rows)) for start in range(0, max(rows, 1), size)]


class _CrossEntropy(torch.autograd.Function):
    """Sum over queries of ``logsumexp(scale * q k) - scale * q k_positive``; logits exist one block at a time."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, scale: Tensor, *rest: Any) -> Tensor:
        partners, chunk = Partners(*rest[:3]), rest[3]
        norms, total = [], q.new_zeros((), dtype=torch.promote_types(q.dtype, torch.float32))
        for block in _blocks(len(q), chunk):
            logits = scale * (q[block] @ k.T).to(total.dtype)
            norm = logits.masked_fill(partners.of(block).ignored(), -torch.inf).logsumexp(1)
            total = total + (norm - logits.gather(1, partners.positive[block][:, None])[:, 0]).sum()
            norms.append(norm)
        ctx.save_for_backward(q, k, scale, torch.cat(norms), *partners)
        ctx.chunk = chunk
        return total

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        (grad,) = grads
        q, k, scale, norms, *of = ctx.saved_tensors
        partners = Partners(*of)
        grad_q, grad_k, grad_scale = torch.empty_like(q), torch.zeros_like(k, dtype=norms.dtype), norms.new_zeros(())
        for block in _blocks(len(q), ctx.chunk):
            similarity = (q[block] @ k.T).to(norms.dtype)
            weight = (scale * similarity - norms[block][:, None]).exp()
            weight = weight.masked_fill(partners.of(block).ignored(), 0.0)
            weight.scatter_add_(1, partners.positive[block][:, None], weight.new_full((len(weight), 1), -1.0))
            grad_scale = grad_scale + (weight * similarity).sum()
            weight = (weight * scale).to(q.dtype)
            grad_q[block] = weight @ k
            grad_k += weight.T @ q[block]
        return grad * grad_q, (grad * grad_k).to(k.dtype), grad * grad_scale, None, None, None, None


def cross_entropy_sum(q: Tensor, k: Tensor, scale: Tensor, partners: Partners, chunk: int) -> Tensor:
    """Sum over ``m`` queries of the softmax cross-entropy over ``n`` keys, in float32 or better.

    ``q (m, d)`` and ``k (n, d)`` are of length 1, ``scale`` is the inverse temperature. Other keys of a query's
    material are in no denominator. ``chunk`` queries at a time (0: all): memory is ``chunk * n`` both ways, since
    the backward pass computes each block of logits again.
    """
    return _CrossEntropy.apply(q, k, scale, *partners, chunk)


def _sigmoid_block(q: Tensor, k: Tensor, temperature: Temperature, partners: Partners) -> Tensor:
    logits = temperature.scale * (q @ k.T).to(torch.promote_types(q.dtype, torch.float32)) + temperature.bias
    sign = torch.full_like(logits, -1.0).scatter(1, partners.positive[:, None], 1.0)
    return -F.logsigmoid(sign * logits).masked_fill(partners.ignored(), 0.0).sum()


def sigmoid_sum(q: Tensor, k: Tensor, temperature: Temperature, partners: Partners, chunk: int) -> Tensor:
    """Sum over queries and keys of SigLIP's pairwise logistic loss (Zhai et al. 2023, arXiv:2303.15343, eq. 1).

    Arguments as :func:`cross_entropy_sum`.
    """
    total = temperature.scale.new_zeros(())
    for block in _blocks(len(q), chunk):
        arguments = (q[block], k, temperature, partners.of(block))
        if chunk and torch.is_grad_enabled():
            total = total + checkpoint(_sigmoid_block, *arguments, use_reentrant=False)
        else:
            total = total + _sigmoid_block(*arguments)
    return total

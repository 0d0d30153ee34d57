"""A tensor of this process's rows in, the rows of all processes out, with gradients that are exact."""

from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor


def world_size() -> int:
    """How many processes train together; 1 outside a process group."""
    return dist.get_world_size() if dist.is_available() and dist.is_initialized() else 1


def rank() -> int:
    """This process's number among them; 0 outside a process group."""
    return dist.get_rank() if dist.is_available() and dist.is_initialized() else 0


class _GatherRows(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, rows: Tensor) -> Tensor:
        parts = [torch.empty_like(rows) for _ in range(dist.get_world_size())]
        dist.all_gather(parts, rows.contiguous())
        return torch.cat(parts)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Tensor:
        # Every process used these rows in its own share of the loss: their gradients add up.
        summed = grads[0].contiguous()
        dist.all_reduce(summed)
        return summed.chunk(dist.get_world_size())[dist.get_rank()]


def gather_rows(rows: Tensor) -> Tensor:
    """``(world * n, ...)`` from ``(n, ...)``, in the order of the processes; ``n`` is the same on each.

    The gradient of a row is the sum over what all processes did with it, so that a loss which is summed over the
    processes has the gradient it would have on one.
    """
    if world_size() == 1:
        return rows
    if rows.requires_grad:
        return _GatherRows.apply(rows)
    parts = [torch.empty_like(rows) for _ in range(world_size())]
    dist.all_gather(parts, rows.contiguous())
    return torch.cat(parts)

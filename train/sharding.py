"""Towers in, their parameters spread over processes out (FSDP2): clipped, saved and taken up again as such."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from lightning.pytorch.strategies import ModelParallelStrategy
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_optimizer_state_dict,
    set_model_state_dict,
    set_optimizer_state_dict,
)
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.fsdp import FSDPModule, fully_shard
from torch.distributed.tensor import DTensor
from torch.optim import Optimizer


class ShardedStrategy(ModelParallelStrategy):
    """Each process keeps its share of the towers' parameters, gradients and moments; checkpoints hold them whole."""

    def __init__(self, processes: int) -> None:
        super().__init__(data_parallel_size=processes, tensor_parallel_size=1, save_distributed_checkpoint=False)

    @property
    def _trained(self) -> nn.Module:
        assert self.lightning_module is not None
        return self.lightning_module

    def optimizer_state(self, optimizer: Optimizer) -> dict[str, Any]:
        """The optimiser's state, whole, by the names of the parameters; on the first process only."""
        own = getattr(optimizer, "optimizer", optimizer)
        options = StateDictOptions(full_state_dict=True, cpu_offload=True)
        return dict(get_optimizer_state_dict(self._trained, own, options=options))

    def load_checkpoint(self, checkpoint_path: str | Path, weights_only: bool | None = None) -> dict[str, Any]:
        """Give each process its share of what the checkpoint holds whole."""
        checkpoint = self.checkpoint_io.load_checkpoint(checkpoint_path)
        options = StateDictOptions(full_state_dict=True)
        set_model_state_dict(self._trained, checkpoint["state_dict"], options=options)
        for optimizer, state in zip(self.optimizers, checkpoint["optimizer_states"], strict=True):
            set_optimizer_state_dict(self._trained, optimizer, state, options=options)
        return checkpoint


def shard(model: nn.Module, mesh: DeviceMesh) -> None:
    """Spread the parameters over the processes of ``mesh``, if they are not yet.

    The model is one unit: a tower of its own would wait for processes whose batch has no row of its modality.
    """
    if not isinstance(model, FSDPModule):
        fully_shard(model, mesh=mesh)


def is_sharded(parameter: Tensor) -> bool:
    """Whether this process holds a share of it only."""
    return isinstance(parameter, DTensor)


def _local(gradient: Tensor) -> Tensor:
    return gradient.to_local() if isinstance(gradient, DTensor) else gradient


@torch.no_grad()
def clip_shared_gradients(parameters: Iterable[nn.Parameter], limit: float) -> Tensor:
    """Scale gradients, in place, to a norm of at most ``limit`` over all processes; the norm before.

    Gradients of parameters that every process has whole, which nobody has averaged yet, are averaged first.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    for gradient in gradients:
        if not is_sharded(gradient):
            dist.all_reduce(gradient)
            gradient.div_(dist.get_world_size())
    shares = [_local(gradient).square().sum() for gradient in gradients if is_sharded(gradient)]
    squares = torch.stack(shares).sum() if shares else torch.zeros((), device=gradients[0].device)
    dist.all_reduce(squares)
    squares = squares + sum(gradient.square().sum() for gradient in gradients if not is_sharded(gradient))
    norm = squares.sqrt()
    for gradient in gradients:
        _local(gradient).mul_((limit / (norm + 1e-6)).clamp(max=1.0))
    return norm

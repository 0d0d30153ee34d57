"""Tasks in, outcomes out as they are ready: workers on the machines of a Ray cluster, watched as on one machine."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import ray  # pyright: ignore[reportMissingImports]

from .executor import LocalExecutor
from .pipeline import PipelineConfig
from .worker import Limits, Outcome, Task


class RayExecutor:
    """Runs tasks on a Ray cluster: each actor, on whatever machine it lands, watches one worker process.

    ``workers`` actors of one core each are asked for. Papers are read by the workers, so that their paths
    must be reachable from all machines. The cluster is the one of the environment (``RAY_ADDRESS``), or
    this machine.
    """

    def __init__(self, config: PipelineConfig, workers: int = 1, limits: Limits | None = None) -> None:
        self.workers = workers
        self.limits = limits or Limits()
        self.setup = msgspec.msgpack.encode((config, self.limits))

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """See :meth:`matloom.extract.executor.Executor.run`."""
        ray.init(ignore_reinit_error=True, include_dashboard=False, log_to_driver=False)
        make: Any = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=2)(_Watch)
        idle = [make.remote(self.setup) for _ in range(self.workers)]
        busy: dict[Any, Any] = {}
        waiting = iter(tasks)
        try:
            while True:
                while idle and (task := next(waiting, None)) is not None:
                    actor = idle.pop()
                    busy[actor.do.remote(msgspec.msgpack.encode(task))] = actor
                if not busy:
                    return
                [ready], _ = ray.wait(list(busy), num_returns=1)
                idle.append(busy.pop(ready))
                yield msgspec.msgpack.decode(ray.get(ready), type=Outcome)
        finally:
            for actor in [*idle, *busy.values()]:
                ray.kill(actor)


class _Watch:
    """Does one task after another in one worker process of the machine that it is on."""

    def __init__(self, setup: bytes) -> None:
        config, limits = msgspec.msgpack.decode(setup, type=tuple[PipelineConfig, Limits])
        self.tasks: list[Task] = []
        self.outcomes = LocalExecutor(config, 1, limits).run(iter(self._next, None))

    def _next(self) -> Task | None:
        return self.tasks.pop()

    def do(self, task: bytes) -> bytes:
        """The encoded outcome of an encoded task."""
        self.tasks.append(msgspec.msgpack.decode(task, type=Task))
        return msgspec.msgpack.encode(next(self.outcomes))

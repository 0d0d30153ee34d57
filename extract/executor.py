"""Tasks in, outcomes out as they are ready: worker processes on this machine, each watched, killed and replaced."""

import os
import signal
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final, Protocol

import msgspec
import psutil

from ..records.errors import MatloomError, Problem
from .pipeline import PipelineConfig
from .worker import Limits, Outcome, Task, serve, unread

TICK: Final = 0.1
"""Seconds between two looks at what the workers use."""
# One thread a worker: as many workers as cores use them all, and sums come out the same on any machine. The fixed
# hash seed keeps sets in one order.
ENVIRONMENT: Final = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0",
}  # fmt: skip


class Executor(Protocol):
    """Does tasks somewhere; a new one needs nothing but this."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """An outcome a task, in the order in which they end. ``tasks`` are drawn only when somebody is free."""
        ...


class LocalExecutor:
    """Runs tasks in processes of this machine.

    A worker that needs more than ``limits`` allow for a paper is killed and replaced, and the paper's
    outcome says so (D008 time, D009 memory); so is one that dies by itself (D013).
    """

    def __init__(self, config: PipelineConfig, workers: int = 1, limits: Limits | None = None) -> None:
        self.config = config
        self.workers = workers
        self.limits = limits or Limits()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """See :meth:`Executor.run`. Raises MatloomError E008 when workers cannot start."""
        waiting = iter(tasks)
        crew: list[_Worker] = []
        try:
            while True:
                for task in _next_tasks(waiting, self.workers - sum(worker.busy for worker in crew)):
                    self._free_worker(crew).give(task)
                if not any(worker.busy for worker in crew):
                    return
                yield from self._collect(crew)
        finally:
            for worker in crew:
                worker.end()

    def _free_worker(self, crew: list["_Worker"]) -> "_Worker":
        for worker in crew:
            if not worker.busy:
                return worker
        worker = _Worker(self.config, self.limits)
        crew.append(worker)
        return worker

    def _collect(self, crew: list["_Worker"]) -> Iterator[Outcome]:
        wait([worker.connection for worker in crew if worker.busy], timeout=TICK)
        for worker in [worker for worker in crew if worker.busy]:
            outcome = worker.outcome()
            if outcome is None:
                continue
            if outcome.lost and not worker.alive:
                crew.remove(worker)
            yield outcome


def _next_tasks(waiting: Iterator[Task], number: int) -> Iterator[Task]:
    for _ in range(number):
        task = next(waiting, None)
        if task is None:
            return
        yield task


@dataclass(slots=True)
class _Work:
    task: Task
    began: float
    peak: int = 0


class _Worker:
    """One worker process, seen from outside."""

    def __init__(self, config: PipelineConfig, limits: Limits) -> None:
        self.limits = limits
        self.connection, theirs = get_context("spawn").Pipe()
        self.process = _started(theirs, config, limits)
        self.usage = psutil.Process(self.process.pid)
        self.work: _Work | None = None
        self.ready = False
        theirs.close()

    @property
    def busy(self) -> bool:
        return self.work is not None

    @property
    def alive(self) -> bool:
        return self.process.is_alive()

    def give(self, task: Task) -> None:
        self.work = _Work(task, time.monotonic())
        try:
            self.connection.send_bytes(msgspec.msgpack.encode(task))
        except OSError:
            self.process.join()

    def outcome(self) -> Outcome | None:
        """The outcome of the task in hand, if it has ended by now in one way or another."""
        work = self.work
        if work is None:
            return None
        try:
            if self.connection.poll():
                return self._received(self.connection.recv_bytes(), work)
        except (EOFError, OSError):
            self.process.join()
            if not self.ready:
                raise MatloomError("E008", why=_cause(self.process)) from None
            return self._lose(work, self._death(work))
        problem = self._excess(work) if self.ready else None
        return None if problem is None else self._lose(work, problem)

    def _received(self, message: bytes, work: _Work) -> Outcome | None:
        """The outcome in ``message``; None for a worker's first one, which says whether it could start."""
        if self.ready:
            self.work = None
            return msgspec.msgpack.decode(message, type=Outcome)
        if message:
            raise MatloomError("E008", why=message.decode())
        self.ready = True
        work.began = time.monotonic()
        return None

    def _excess(self, work: _Work) -> Problem | None:
        """The limit that the task in hand has passed, if any."""
        if time.monotonic() - work.began > self.limits.seconds:
            return Problem.of("read", "D008", limit=self.limits.seconds)
        try:
            work.peak = max(work.peak, self.usage.memory_info().rss)
        except psutil.Error:
            return None
        if work.peak > self.limits.megabytes * 1_000_000:
            return Problem.of("read", "D009", limit=self.limits.megabytes)
        return None

    def _death(self, work: _Work) -> Problem:
        """Why a worker died by itself; close under the memory limit, that was the reason."""
        if work.peak > 0.9 * self.limits.megabytes * 1_000_000:
            return Problem.of("read", "D009", limit=self.limits.megabytes)
        return Problem.of("read", "D013", why=_cause(self.process))

    def _lose(self, work: _Work, problem: Problem) -> Outcome:
        self.work = None
        self.end()
        return unread(work.task, problem)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def _started(connection: Any, config: PipelineConfig, limits: Limits) -> SpawnProcess:
    process = get_context("spawn").Process(
        target=serve, args=(connection, msgspec.msgpack.encode(config), limits), daemon=True
    )
    with _environment():
        process.start()
    return process


@contextmanager
def _environment() -> Generator[None]:
    """:data:`ENVIRONMENT` for the processes started inside."""
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _cause(process: SpawnProcess) -> str:
    code = process.exitcode or 0
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"

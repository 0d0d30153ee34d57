"""A task (one paper) in, its outcome (rows, stage results, counts) out; and the process that does one after another."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path, PurePath
from typing import Any, Final

import msgspec

from ..records.errors import Problem
from ..records.model import DocumentRecord, PaperRecords
from ..records.store.results import StoredResult
from ..records.store.rows import batches
from .network import is_calling_out
from .pipeline import PaperRun, Pipeline, PipelineConfig

MAX_FILE: Final = 512_000_000
"""Bytes of a file that are read at most; readers refuse what is larger than their own, lower limit."""
_NETWORK: Final = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"}
)
GRACE: Final = 30
"""Seconds after the time limit at which a worker ends itself if its supervisor did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one paper may use of a worker."""

    seconds: int = 600
    megabytes: int = 3072


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One paper to do. ``number`` is its place in the run; ``document`` its id; ``source`` the file's name.

    ``path`` is as the file system has it: its bytes need not be text.
    """

    number: int
    path: bytes
    document: str
    source: str
    cached: dict[str, StoredResult] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a task: ``batches`` as of :func:`matloom.records.store.rows.batches`.

    ``lost`` says that the paper broke a limit or its worker, so that nothing of it was kept; ``aside`` that it
    was not read, as its records stand with another file. Where it is not ``finished``, the next run goes on with it.
    """

    number: int
    document: str
    batches: dict[str, bytes]
    results: tuple[StoredResult, ...] = ()
    pages: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    lost: bool = False
    aside: bool = False
    finished: bool = True


def unread(task: Task, *problems: Problem) -> Outcome:
    """The outcome of a paper of which nothing could be read but its name."""
    name = PurePath(task.source).stem
    document = DocumentRecord(id=task.document, name=name, source=task.source, reader=None, pages=0)
    rows = batches(PaperRecords(document=document, problems=problems))
    return Outcome(number=task.number, document=task.document, batches=rows, lost=True)


def process(pipeline: Pipeline, task: Task, limits: Limits) -> Outcome:
    """Runs the pipeline over one paper. Whatever is wrong with the paper ends as a problem in its rows."""
    try:
        with Path(os.fsdecode(task.path)).open("rb") as file:
            content = file.read(min(os.fstat(file.fileno()).st_size, MAX_FILE))
        return _outcome(task, pipeline.run(content, task.document, task.source, task.cached))
    except OSError as error:
        return unread(task, Problem.of("read", "D003", why=error.strerror or "it cannot be opened"))
    except MemoryError:
        return unread(task, Problem.of("read", "D009", limit=limits.megabytes))


def _outcome(task: Task, run: PaperRun) -> Outcome:
    if run.records is None:
        return replace(unread(task, *run.problems), results=run.results, seconds=run.seconds, lost=False)
    try:
        rows = batches(run.records)
    except (ValueError, TypeError, OverflowError) as error:
        problem = Problem.of("store", "S001", why=f"{type(error).__name__}: {error}"[:500])
        return replace(unread(task, *run.problems, problem), results=run.results, seconds=run.seconds, lost=False)
    return Outcome(
        number=task.number, document=task.document, batches=rows, results=run.results,
        pages=run.records.document.pages, seconds=run.seconds, finished=run.finished,
    )  # fmt: skip


def serve(connection: Connection, config: bytes, limits: Limits) -> None:
    """The life of a worker process: tasks come in on ``connection``, outcomes go out, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    _end_with(os.getppid())
    with without_network():
        _serve(connection, config, limits)


def _serve(connection: Connection, config: bytes, limits: Limits) -> None:
    try:
        pipeline = Pipeline.build(msgspec.msgpack.decode(config, type=PipelineConfig))
    except BaseException as error:  # the supervisor must hear of anything that keeps workers from starting
        connection.send_bytes(f"{type(error).__name__}: {error}".encode())
        raise
    connection.send_bytes(b"")
    limit_memory(limits.megabytes)
    with suppress(EOFError, BrokenPipeError):
        while True:
            task = msgspec.msgpack.decode(connection.recv_bytes(), type=Task)
            with _alarm(limits.seconds + GRACE):
                outcome = process(pipeline, task, limits)
            connection.send_bytes(msgspec.msgpack.encode(outcome))
            give_back_memory()


def give_back_memory() -> None:
    """Has the C library return what was freed to the system; it would keep what one paper needed for good."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


@contextmanager
def without_network() -> Generator[None]:
    """Inside, this process can open no connection and ask for no address."""
    inside = True

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if inside and event in _NETWORK and not is_calling_out():
            raise PermissionError(f"papers are read without network: {event} {arguments[1:]}")

    sys.addaudithook(guard)
    try:
        yield
    finally:
        inside = False


def limit_memory(megabytes: int) -> None:
    """Bounds what this process can allocate, where the system knows such a bound (Linux).

    The bound is above what the supervisor watches for, as memory that was asked for is not all used.
    """
    if sys.platform == "linux":
        import resource

        bound = 2 * megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


@contextmanager
def _alarm(seconds: int) -> Generator[None]:
    """Has the system end this process when what is inside takes longer, even when it hangs in a library."""
    timed = hasattr(signal, "setitimer")
    if timed:
        signal.setitimer(signal.ITIMER_REAL, seconds)
    yield
    if timed:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _silence() -> None:
    """Keeps what libraries print out of the command's output."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _end_with(parent: int) -> None:
    """Ends this process when the one that started it is gone, killed for instance."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

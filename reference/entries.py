"""What a source of reference structures yields: entries with their crystals and problems, made within a time limit."""

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ..records.errors import Problem
from .crystals import Crystal

STAGE: Final = "reference"
SECONDS: Final = 20.0
"""Longest time for reading one structure."""
LONGEST_ID: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A structure of a source, by the source's own id."""

    source_id: str
    crystal: Crystal


Tell: TypeAlias = Callable[[int], None]
"""Told how much of a source is done: bytes of files, or entries of a server."""


class TooSlowError(Exception):
    """A structure took longer than :data:`SECONDS`."""


@contextmanager
def deadline(seconds: float = SECONDS) -> Generator[None]:
    """Raises TooSlowError inside, after so long; only in the main thread and where the system has such a signal."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlowError(f"took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def entry_of(source_id: Any, where: str, read: Callable[[], Crystal]) -> Entry | Problem:
    """The entry, or why its structure cannot be read."""
    try:
        with deadline():
            crystal = read()
    except Exception as error:  # the parsers of formats raise whatever their input makes them raise
        return unreadable(where, f"{type(error).__name__}: {error}")
    return Entry(source_id=clean(source_id), crystal=crystal)


def unreadable(where: str, why: object) -> Problem:
    """R001 for one structure."""
    return Problem.of(STAGE, "R001", {"entry": clean(where)}, entry=clean(where), why=clean(why))


def clean(text: Any) -> str:
    """Text from a file as one short line that steers no terminal."""
    words = " ".join(str(text).split())
    return "".join(character if character.isprintable() else "\ufffd" for character in words[:LONGEST_ID])

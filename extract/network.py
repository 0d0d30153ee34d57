"""Papers are read without network; here stands who may call out nevertheless, and only while it does."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

_thread = threading.local()


@contextmanager
def calling_out() -> Generator[None]:
    """Inside, this thread may open connections: for what the user has named in the options, never for a paper."""
    _thread.depth = getattr(_thread, "depth", 0) + 1
    try:
        yield
    finally:
        _thread.depth -= 1


def is_calling_out() -> bool:
    """Whether this thread may open a connection."""
    return getattr(_thread, "depth", 0) > 0

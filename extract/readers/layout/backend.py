"""The interface of a PDF library in: what a reader needs of an open file, and how opening can fail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from .content import PageContent

Picture: TypeAlias = npt.NDArray[np.uint8]
"""A rendered page, (height, width, 3), RGB."""


def is_pdf(data: bytes) -> bool:
    """Whether a file says that it is a PDF, which may begin within its first 1024 bytes."""
    return b"%PDF-" in data[:1024]


class Unreadable(Exception):  # noqa: N818 - names the file's state, which becomes a Problem
    """A file that cannot be opened; ``code`` is one of the D codes of :mod:`matloom.records.errors`."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a file says of itself: its page count, its information dictionary and its XMP packet.

    ``mended`` is set where the library had to search the file for its objects, as it is cut off or damaged.
    """

    pages: int
    information: dict[str, str] = field(default_factory=dict)
    xmp: str = ""
    mended: bool = False


class Backend(Protocol):
    """An open PDF file. Pages count from 1; any method may raise whatever the library raises."""

    def opened(self) -> Opened:
        """What the file says of itself."""
        ...

    def page(self, number: int) -> PageContent:
        """The glyphs and drawings of a page."""
        ...

    def links(self, number: int) -> Iterator[str]:
        """The web addresses that the page links to."""
        ...

    def picture(self, number: int, dpi: int) -> Picture:
        """The page as it looks, at ``dpi`` pixels an inch."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


Opener: TypeAlias = Callable[[bytes], Backend]

"""Paths that a user named in, the papers among them out, in one fixed order."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias

from ..records.errors import MatloomError
from .readers.reading import known

HEAD: Final = 8192
"""Bytes of a file by which papers are told from other files."""
NO_PAPERS: Final = frozenset({"readme", "license", "licence", "notice", "source", "changelog", "authors", "copying"})
"""Names that files beside papers have."""
PAPER_ENDINGS: Final = frozenset({".pdf", ".xml", ".nxml", ".html", ".htm", ".xhtml", ".txt", ".md"})
"""Endings by which a file says that it is a paper: it is taken, whatever its content turns out to be."""
CLOSED: Final = "closed folder"
"""How folders that cannot be opened are counted among the other files."""
Prefer: TypeAlias = Literal["pdf", "markup", "all"]


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file to read. ``source`` is its name, ``size`` in bytes, ``modified_ns`` of the file system.

    ``preferred`` is the name of another file that holds the same paper and is read in place of this one.
    """

    path: Path
    source: str
    size: int
    modified_ns: int
    preferred: str | None = None

    @property
    def place(self) -> str:
        """The path as text, whatever bytes the file system has for it."""
        return str(self.path).encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Found:
    """The papers by name, and how many other files there were, by ending; folders that cannot be opened among them."""

    papers: tuple[PaperFile, ...]
    others: Counter[str]


def find_papers(paths: Iterable[Path], prefer: Prefer = "all") -> Found:
    """All papers at and below ``paths``, each once. A file that is named itself is taken as it is.

    Files of one name in one folder that differ in their ending (``a.pdf``, ``a.xml``) are one paper: with
    ``prefer`` "pdf" or "markup" only that one is to be read, and the others say so in ``preferred``.
    Links to folders are not followed.

    Raises:
        MatloomError: E001, for a path that does not exist.
    """
    papers: dict[Path, PaperFile] = {}
    others: Counter[str] = Counter()
    for path in paths:
        if path.is_dir():
            for file in _files(path, others):
                if _is_paper(file):
                    papers.setdefault(file.resolve(), _paper(file))
                else:
                    others[file.suffix.lower() or file.name] += 1
        elif path.is_file():
            papers.setdefault(path.resolve(), _paper(path))
        else:
            raise MatloomError("E001", path=path)
    chosen = papers.values() if prefer == "all" else _preferring(prefer, papers.values())
    return Found(tuple(sorted(chosen, key=lambda paper: (Path(paper.source).stem, str(paper.path)))), others)


def _preferring(prefer: Prefer, papers: Iterable[PaperFile]) -> Iterator[PaperFile]:
    together: dict[Path, list[PaperFile]] = defaultdict(list)
    for paper in papers:
        together[paper.path.with_suffix("")].append(paper)
    for group in together.values():
        first = min(group, key=lambda paper: ((paper.path.suffix.lower() == ".pdf") != (prefer == "pdf"), paper.source))
        yield first
        yield from (replace(paper, preferred=first.source) for paper in group if paper is not first)


def _files(folder: Path, others: Counter[str]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=lambda _: others.update([CLOSED])):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            # "._" is how macOS names the notes that it keeps beside a file
            if not name.startswith("._") and path.is_file():
                yield path


def _is_paper(path: Path) -> bool:
    if path.stem.lower() in NO_PAPERS:
        return False
    if path.suffix.lower() in PAPER_ENDINGS:
        return True
    try:
        with path.open("rb") as file:
            return known(file.read(HEAD), path.name)
    except OSError:
        return True


def _paper(path: Path) -> PaperFile:
    status = path.stat()
    source = path.name.encode("utf-8", "replace").decode()
    return PaperFile(path.absolute(), source, status.st_size, status.st_mtime_ns)

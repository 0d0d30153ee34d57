"""A file in, a Document out, whatever its format: told by its content, never by its name."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final, Literal, TypeAlias

from ...records.errors import MatloomError, Problem, Result
from ..document import Document
from ..stage import Inputs
from .draft import doc_id
from .layout.backend import is_pdf
from .layout.content import PdfOptions

Format: TypeAlias = Literal["pdf", "jats", "elsevier", "html", "plain"]
_HEAD: Final = 65_536
_KNOWN_BINARIES: Final = {
    b"PK\x03\x04": "a ZIP archive (or an Office file)", b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip archive", b"BZh": "a bzip2 archive", b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an old Office file", b"GIF8": "a GIF picture", b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture", b"%!PS": "PostScript", b"{\\rtf": "RTF", b"\x7fELF": "a program", b"MZ": "a program",
    b"\xfd7zXZ": "an xz archive", b"(\xb5/\xfd": "a Zstandard archive", b"AT&TFORM": "DjVu",
}  # fmt: skip
_PROLOGUE: Final = re.compile(r"\s+|<\?[^>]*\?>|<!--.*?-->|<!(?!--|\[)[^>\[]*(?:\[[^\]]*\]\s*)?>", re.S)
_TAG: Final = re.compile(r"<([A-Za-z_][\w.-]*)(?::([A-Za-z_][\w.-]*))?")
_HTML_TAGS: Final = frozenset(
    {"html", "head", "body", "div", "section", "main", "p", "h1", "h2", "h3", "table", "meta", "title", "span", "ul"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How files are read. ``reader`` chooses who reads PDF; sizes are in MB (10^6 bytes)."""

    reader: Literal["pymupdf", "pdfium"] = "pymupdf"
    pdf: PdfOptions = field(default_factory=PdfOptions)
    max_megabytes: int = 256
    max_markup_megabytes: int = 32


def read(path: Path, options: ReadOptions | None = None) -> Result[Document]:
    """Reads the paper at ``path``. Bad input becomes a problem. Raises MatloomError E001 if there is no file."""
    options = options or ReadOptions()
    source = path.name.encode("utf-8", "replace").decode()
    if not path.is_file():
        raise MatloomError("E001", path=path)
    try:
        if path.stat().st_size > options.max_megabytes * 1_000_000:
            return _refused(b"", source, "none", Problem.of("read", "D012", limit=options.max_megabytes))
        data = path.read_bytes()
    except OSError as error:
        return _refused(b"", source, "none", Problem.of("read", "D003", why=error.strerror or "it cannot be opened"))
    return read_bytes(data, source, options)


def read_bytes(data: bytes, source: str, options: ReadOptions | None = None) -> Result[Document]:
    """Reads the paper in ``data``; ``source`` is only the name that the document gets."""
    options = options or ReadOptions()
    if not data.strip(b"\x00 \t\r\n"):
        return _refused(data, source, "none", Problem.of("read", "D001"))
    if len(data) > options.max_megabytes * 1_000_000:
        return _refused(data, source, "none", Problem.of("read", "D012", limit=options.max_megabytes))
    found = sniff(data)
    if isinstance(found, Problem):
        return _refused(data, source, "none", found)
    if found != "pdf" and len(data) > options.max_markup_megabytes * 1_000_000:
        return _refused(data, source, found, Problem.of("read", "D012", limit=options.max_markup_megabytes))
    try:
        result = _dispatch(found, data, source, options)
    except (RecursionError, MemoryError, ValueError, OverflowError) as error:
        return _refused(data, source, found, Problem.of("read", "D003", why=f"{type(error).__name__}: {error}"[:200]))
    if result.value.blocks or result.value.tables or result.problems:
        return result
    return Result(result.value, (Problem.of("read", "D004", why="there is no text in it"),))


def _refused(data: bytes, source: str, reader: str, problem: Problem) -> Result[Document]:
    return Result(Document(doc_id=doc_id(data), source=source, reader=reader), (problem,))


def _dispatch(found: Format, data: bytes, source: str, options: ReadOptions) -> Result[Document]:
    # Each reader is imported when it is needed: PyMuPDF and pdfium alone take a third of a second.
    if found == "pdf" and options.reader == "pymupdf":
        from .pdf_pymupdf import read_pymupdf

        return read_pymupdf(data, source, options.pdf)
    if found == "pdf":
        from .pdf_pdfium import read_pdfium

        return read_pdfium(data, source, options.pdf)
    if found == "jats":
        from .jats import read_jats

        return read_jats(data, source)
    if found == "elsevier":
        from .elsevier import read_elsevier

        return read_elsevier(data, source)
    if found == "html":
        from .html import read_html

        return read_html(data, source)
    from .plain import read_plain

    return read_plain(data, source)


def known(head: bytes, name: str = "") -> bool:
    """Whether a file that begins with ``head`` (its first kilobytes) looks like a paper; ``name`` tells only
    data files (.json, .csv, .bib, source code, ...) from text, which content alone does not."""
    if not head.strip(b"\x00 \t\r\n"):
        return name.lower().endswith((".pdf", ".xml", ".html", ".htm", ".txt", ".md"))
    found = sniff(head)
    if found == "plain":
        return name.lower().endswith((".txt", ".text", ".md", ".markdown")) or "." not in name
    return isinstance(found, str)


def sniff(data: bytes) -> Format | Problem:
    """The format of ``data`` by its content, or why there is no reader for it (D004)."""
    head = data[:_HEAD]
    if is_pdf(head):
        return "pdf"
    for magic, name in _KNOWN_BINARIES.items():
        if head.startswith(magic):
            return Problem.of("read", "D004", why=f"this is {name}")
    text = _text(head)
    if text is None:
        return Problem.of("read", "D004", why="binary data")
    position = 0
    doctype = re.search(r"<!DOCTYPE\s+([\w:.-]{1,60})", text[:4096], re.I)
    while match := _PROLOGUE.match(text, position):
        position = match.end()
    tag = _TAG.match(text, position)
    if not tag:
        return "html" if doctype and doctype[1].lower() == "html" else "plain"
    return _markup(tag[2] or tag[1], text, position, declared=(doctype[1].lower() if doctype else ""))


def _markup(name: str, text: str, position: int, *, declared: str) -> Format | Problem:
    head = text[position:]
    if "www.elsevier.com/xml" in head[:8192]:
        return "elsevier"
    if declared == "html" or name.lower() in _HTML_TAGS:
        return "html"
    if name == "article" and re.search(r"<(?:\w{1,20}:)?(?:front|article-meta|journal-meta|body|sec)\b", head):
        html = re.search(r"<(?:div|span|h1|h2|header)\b", head) and not re.search(r"<(?:front|sec)\b", head)
        return "html" if html else "jats"
    if name in ("article", "pmc-articleset", "OAI-PMH", "articles", "records", "collection", "record", "GetRecord"):
        return "jats" if re.search(r"<(?:\w{1,20}:)?article[\s>]", head) and name != "article" else "html"
    if re.match(r"\s*<\?xml", text) or ":" in head[:200]:
        return Problem.of("read", "D004", why=f"XML with the root element {name[:60]}")
    return "plain"


def _text(head: bytes) -> str | None:
    """Enough of a text to tell its format; None for binary data."""
    from .plain import decode

    if head[:4] in (b"<\x00?\x00", b"<\x00!\x00"):
        return head.decode("utf-16-le", "replace")
    if head[:4] in (b"\x00<\x00?", b"\x00<\x00!"):
        return head.decode("utf-16-be", "replace")
    text = decode(head)
    return None if text is None else text.lstrip("\ufeff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The stage that reads: file content and name in, a Document out."""

    name: ClassVar[str] = "read"
    version: ClassVar[str] = "9"
    needs: ClassVar[tuple[str, ...]] = ("bytes", "source")
    output: ClassVar[Any] = Document
    options: ReadOptions = field(default_factory=ReadOptions)

    def __call__(self, inputs: Inputs) -> Result[Document]:
        """The document; a file that cannot be read gives an empty one with its problem."""
        return read_bytes(inputs["bytes"], inputs["source"], self.options)

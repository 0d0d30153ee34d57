"""XML bytes in, a bounded tree out; and from its elements clean running text, with marks and citations set apart."""

import html.entities
import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Any, Final, TypeAlias

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ...records.errors import Problem
from .formulas import mathml_text, raised, tex_text

Element: TypeAlias = Any
"""An lxml element; the library ships no types."""

MAX_DEPTH: Final = 256
_SEPARATORS: Final = re.compile(r"[\s,;–—-]{1,5}|\s{1,3}and\s{1,3}")
_NUMBERS: Final = re.compile(r"[\s\[(]*(?:refs?\.?\s*)?[a-z]?\d[\d\s,;–—-]*[a-z]?(?:\s*and\s*\d+)?[\s\])]*", re.I)
_SUPERSCRIPTS: Final = str.maketrans(
    "0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)  # fmt: skip
_CLEAN: Final = {
    0xAD: None, 0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None,
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
_CLEAN.update(dict.fromkeys((*range(9), *range(14, 32), 127)))


_NAMED: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")


class Role(Enum):
    """What an element means inside running text."""

    THROUGH = auto()
    DROP = auto()
    SUB = auto()
    SUP = auto()
    SPACE = auto()
    MATH = auto()
    TEX = auto()
    CITATION = auto()
    MARK = auto()
    BLOCK = auto()
    FLOAT = auto()


Roles: TypeAlias = Callable[[Element], Role]


def parse_xml(data: bytes, stage: str) -> tuple[Element | None, list[Problem]]:
    """The root of an XML document, or None, and what was wrong with it.

    Entities are not expanded, nothing is loaded, depth and size of a text node are bounded by libxml2. A
    document that is not well formed is read as far as it goes (D003).
    """
    try:
        return etree.fromstring(data, _parser(recover=False)), []
    except etree.XMLSyntaxError as error:
        problem = _syntax_problem(error, stage)
        undefined = "Entity" in str(error.msg) and "not defined" in str(error.msg)
    if undefined and (known := _NAMED.sub(_numeric, data)) != data:
        return parse_xml(known, stage)
    if problem.code != "D003":
        return None, [problem]
    try:
        return etree.fromstring(data, _parser(recover=True)), [problem]
    except etree.XMLSyntaxError:
        return None, [problem]


def _numeric(match: re.Match[bytes]) -> bytes:
    character = html.entities.html5.get(f"{match[1].decode()};", "")
    return b"".join(f"&#{ord(c)};".encode() for c in character) or b"&#65533;"


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        recover=recover, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _syntax_problem(error: Any, stage: str) -> Problem:
    message = str(error.msg or "no markup in it")
    if "depth" in message.lower():
        return Problem.of(stage, "D006", limit=MAX_DEPTH)
    if "entity" in message.lower() and ("amplification" in message or "loop" in message):
        return Problem.of(stage, "D007", why=message[:200])
    return Problem.of(stage, "D003", why=message[:200])


def declared_entities(root: Element, stage: str) -> list[Problem]:
    """D007 where the document refers to entities of its own, whose text is therefore missing."""
    names = {e.name for e in root.iter(etree.Entity) if f"{e.name};" not in html.entities.html5}
    if not names:
        return []
    return [Problem.of(stage, "D007", why=f"&{min(names)[:40]};" + (f" and {len(names) - 1} more" * (len(names) > 1)))]


def name_of(element: Element) -> str:
    """The local name of an element, "" for comments, instructions and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(element: Element | None, path: str) -> Element | None:
    """The first descendant at ``path`` (local names, in any namespace)."""
    return None if element is None else element.find("./" + "/".join(f"{{*}}{step}" for step in path.split("/")))


def every(element: Element | None, name: str) -> Iterator[Element]:
    """All descendants with this local name, in any namespace, in document order."""
    return iter(()) if element is None else element.iter(f"{{*}}{name}")


class Run:
    """Running text as it grows. With ``marks`` (a table cell) footnote marks are written as superscripts."""

    def __init__(self, marks: frozenset[str] | None = None) -> None:
        self.marks = marks
        self.floats: list[Element] = []
        self._out: list[str] = []
        self._group: list[str] = []
        self._held = ""

    def write(self, text: str | None) -> None:
        """Add plain text."""
        if not text:
            return
        if self._group:
            if _SEPARATORS.fullmatch(text):
                self._held += text
                return
            self._close()
        self._out.append(text)

    def script(self, text: str, *, up: bool) -> None:
        """Add a sub- or superscript, joined to what it belongs to."""
        text = " ".join(text.split())
        while self._out and self._out[-1].isspace() and "\n" in self._out[-1]:
            self._out.pop()
        self.write(raised(text, self._last()) if up else text)

    def cite(self, text: str, *, high: bool) -> None:
        """Add a citation; where its numbers are raised, or stick to a word, it is set off as `` [12]``."""
        text = " ".join(text.split())
        if self._group:
            self._group.append(self._held + text.strip("[]()"))
            self._held = ""
        elif _NUMBERS.fullmatch(text) and (self._started() if high else self._glued()):
            self._group.append(text.strip("[]()"))
        else:
            self.write(text)

    def mark(self, text: str) -> None:
        """Add a footnote mark: as a superscript in a cell, in brackets in a text."""
        text = "".join(text.split())
        if self.marks is None:
            self.cite(text, high=True)
        else:
            self.write(text.translate(_SUPERSCRIPTS) if self._started() else text)

    def finish(self) -> str:
        """The text so far, cleaned, and begin anew."""
        self._close()
        text = "".join(self._out).translate(_CLEAN)
        self._out = []
        return " ".join(text.split())

    def _last(self) -> str:
        return next((part[-1] for part in reversed(self._out) if part), " ")

    def _glued(self) -> bool:
        """Whether a citation here would stick to a word, and does not go on a bracketed list such as ``[1,2``."""
        before = "".join(self._out[-2:])[-2:]
        if before[-1:] in ",;–—-/":
            return not before[:1].isdigit() and bool(before[:1].strip("])"))
        return bool(before.strip()) and not before[-1:].isspace() and before[-1:] not in "[("

    def _started(self) -> bool:
        return any(not part.isspace() for part in self._out)

    def _close(self) -> None:
        if self._group:
            space = "" if self._last().isspace() else " "
            group, held = "".join(self._group), self._held
            self._group, self._held = [], ""
            self._out.extend((f"{space}[{group}]", held))


def runs(element: Element, roles: Roles, marks: frozenset[str] | None = None) -> Iterator[str | Element]:
    """The content of ``element`` as texts and, between them, its blocks; floats interrupt nothing and come last."""
    run = Run(marks)
    for block in _walk(element, roles, run):
        text = run.finish()
        if text:
            yield text
        yield block
    text = run.finish()
    if text:
        yield text
    yield from run.floats


def text_of(element: Element | None, roles: Roles, marks: frozenset[str] | None = None) -> str:
    """All running text of ``element``; blocks inside are left out."""
    if element is None:
        return ""
    return " ".join(part for part in runs(element, roles, marks) if isinstance(part, str))


def _walk(element: Element, roles: Roles, run: Run) -> Iterator[Element]:
    run.write(element.text)
    for child in element:
        if not isinstance(child.tag, str):
            if child.tag is etree.Entity:
                run.write(html.entities.html5.get(f"{child.name};", ""))
        elif (role := roles(child)) is Role.BLOCK:
            yield child
        elif role is Role.THROUGH:
            yield from _walk(child, roles, run)
        else:
            _inline(child, role, roles, run)
        run.write(child.tail)


def _inline(child: Element, role: Role, roles: Roles, run: Run) -> None:
    if role is Role.FLOAT:
        run.floats.append(child)
    elif role is Role.SPACE:
        run.write(" ")
    elif role is Role.MATH:
        run.write(mathml_text(child))
    elif role is Role.TEX:
        run.write(tex_text("".join(child.itertext())))
    elif role is Role.CITATION:
        run.cite(text_of(child, roles), high=_only_child(child, roles) is Role.SUP)
    elif role is Role.MARK:
        run.mark(text_of(child, roles))
    elif role in (Role.SUB, Role.SUP):
        _script(child, role, roles, run)


def _script(child: Element, role: Role, roles: Roles, run: Run) -> None:
    inner = {roles(c) for c in child.iter() if c is not child and isinstance(c.tag, str)}
    text = " ".join("".join(child.itertext()).split())
    if role is Role.SUP and run.marks and text and set(re.split(r"[,\s]+", text)) <= run.marks:
        run.mark(text)
    elif role is Role.SUP and Role.CITATION in inner:
        _raised_citations(child, roles, run)
    elif role is Role.SUP and Role.MARK in inner:
        run.mark(text)
    else:
        run.script(text_of(child, roles), up=role is Role.SUP)


def _raised_citations(element: Element, roles: Roles, run: Run) -> None:
    run.write(element.text)
    for child in element:
        if isinstance(child.tag, str):
            if roles(child) in (Role.CITATION, Role.MARK):
                run.cite(text_of(child, roles), high=True)
            else:
                _raised_citations(child, roles, run)
        run.write(child.tail)


def _only_child(element: Element, roles: Roles) -> Role | None:
    children = [c for c in element if isinstance(c.tag, str)]
    return roles(children[0]) if len(children) == 1 and not (element.text or "").strip() else None

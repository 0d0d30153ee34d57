"""HTML of a paper (a publisher's page, a saved page, a converter's output) in, a Document out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import lxml.html
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ...records.errors import Problem, Result
from ..document import Document, Meta
from .draft import Draft, doc_id, printed_label
from .encodings import decode_marked
from .grids import Cell, Grid, build_grid, span_of, within_groups
from .licences import spdx_licence
from .markup import MAX_DEPTH, Element, Role, every, name_of, runs, text_of

READER: Final = "html/1"
_DROPPED: Final = frozenset(
    {"script", "style", "nav", "form", "button", "noscript", "svg", "iframe", "template", "select", "input", "textarea",
     "object", "embed", "video", "audio", "canvas", "img", "picture", "source", "link", "meta", "map", "dialog"}
)  # fmt: skip
_BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "figure",
     "blockquote", "pre", "header", "footer", "aside", "address", "details", "center", "figcaption", "li", "dt", "dd",
     "summary", "tbody", "tr", "td", "th", "thead", "tfoot", "caption", "body", "html"}
)  # fmt: skip
_CLUTTER: Final = re.compile(
    r"\b(?:nav|menu|breadcrumbs?|sidebar|cookie|banner|share|social|advert\w*|recommend\w*|related|metrics|toolbar|popup"
    r"|modal|skip-link|article-tools|citation-tools|download|visually-hidden|sr-only|screen-reader\w*|tooltip)\b", re.I,
)  # fmt: skip
_CITED: Final = re.compile(r"#(?:.{0,40}[_-])?(?:cit|cr|ref|bib|bb|b|r|cite|rf|en|c)[-_]?(?:ref|note)?[-_]?\d", re.I)
_NOTED: Final = re.compile(r"#.{0,60}(?:fn|foot|note|tf|tblfn)", re.I)
_REFERENCES: Final = re.compile(
    r"^\W*(?:\d+\.?\s*)?(?:references|bibliography|literature cited|notes and references)\W*$", re.I
)
_ABSTRACT: Final = re.compile(r"^\W*(?:abstract|summary)\W*$", re.I)
_NOTE: Final = re.compile(r"foot-?note|table-?fn|tablefoot|table-wrap-foot|table__foot|tblFn|\blegend\b", re.I)
_IS_NOTE: Final = "data-table-note"
"""An attribute of our own for elements that are read as notes of a table."""
_INLINE: Final = {
    "sub": Role.SUB, "sup": Role.SUP, "br": Role.SPACE, "hr": Role.SPACE, "math": Role.MATH, "wbr": Role.THROUGH,
}  # fmt: skip


def roles(element: Element) -> Role:
    """What an HTML element means inside running text."""
    name = name_of(element)
    if name in _DROPPED or _hidden(element):
        return Role.TEX if name == "script" and "math/tex" in (element.get("type") or "") else Role.DROP
    if name == "a":
        target = element.get("href") or ""
        return Role.CITATION if _CITED.search(target) else Role.MARK if _NOTED.search(target) else Role.THROUGH
    if name in ("span", "div") and "MathJax" in (element.get("class") or ""):
        return Role.DROP
    return Role.BLOCK if name in _BLOCKS else _INLINE.get(name, Role.THROUGH)


def _cell_roles(element: Element) -> Role:
    role = roles(element)
    if role is Role.BLOCK:
        return Role.DROP if name_of(element) == "table" else Role.THROUGH
    return role


def _hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in (element.get("style") or "").replace(" ", "").lower()
    )


def read_html(data: bytes, source: str) -> Result[Document]:
    """Reads a page: its article, without what stands around it."""
    empty = Document(doc_id=doc_id(data), source=source, reader=READER)
    draft = Draft(stage="read")
    try:
        parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        root = lxml.html.document_fromstring(_decoded(data), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return Result(empty, (Problem.of("read", "D003", why=str(error)[:200]),))
    if _too_deep(root):
        return Result(empty, (Problem.of("read", "D006", limit=MAX_DEPTH),))
    meta = _meta(root)
    page = _Page(draft, meta.title)
    draft.add("title", meta.title or "")
    page.children(_article(root))
    if not draft.tables and not any(block.type != "title" for block in draft.blocks):
        draft.problems.append(Problem.of("read", "D004", why="HTML without running text"))
    return Result(draft.document(data, source, READER, meta), tuple(draft.problems))


def _decoded(data: bytes) -> str:
    """The page as text: by its byte order mark, its own declaration, UTF-8, or Windows-1252."""
    if (marked := decode_marked(data)) is not None:
        return _cleaned(marked)
    declared = re.search(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", data[:4096])
    names = [declared[1].decode("ascii")] if declared else []
    for encoding in (*names, "utf-8"):
        try:
            return _cleaned(data.decode(encoding))
        except (LookupError, UnicodeDecodeError):
            continue
    return _cleaned(data.decode("cp1252", "replace"))


def _cleaned(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text).replace("\x00", "") or " "


def _too_deep(root: Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH - 2:
            return True
    return False


def _article(root: Element) -> Element:
    """The element that holds the paper: the longest article or main, else the body."""
    for path in ("//article", "//main|//*[@role='main']"):
        found = [e for e in root.xpath(path) if not any(a.tag == "article" for a in e.iterancestors())]
        best = max(found, key=lambda e: len(e.text_content()), default=None)
        if best is not None and len(best.text_content()) > 0.3 * len(root.text_content()):
            return best
    return root.find("body") if root.find("body") is not None else root


def _meta(root: Element) -> Meta:
    values: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or "").lower()
        content = " ".join((element.get("content") or "").split())
        if key and content:
            values.setdefault(key, []).append(content)

    def first(*keys: str) -> str | None:
        return next((values[key][0] for key in keys if key in values), None)

    doi = re.search(
        r"10\.\d{4,9}/[^\s\"<>]{1,200}", first("citation_doi", "dc.identifier", "prism.doi", "dc.identifier.doi") or ""
    )
    year = re.search(
        r"\b(?:19|20)\d\d\b",
        first("citation_publication_date", "citation_date", "citation_online_date", "dc.date", "prism.publicationdate")
        or "",
    )
    headings = [text_of(e, _cell_roles) for e in root.iter("h1")]
    titles = [text_of(e, _cell_roles) for e in root.iter("title")]
    links = [e.get("href") for e in root.iter("a", "link") if "creativecommons.org" in (e.get("href") or "")]
    authors = values.get("citation_author") or values.get("dc.creator") or values.get("author") or []
    return Meta(
        title=first("citation_title", "dc.title", "og:title") or next(filter(None, [*headings, *titles]), None),
        doi=doi[0] if doi else None,
        licence=spdx_licence(first("dc.rights", "dc.rights.license", "citation_license"), *links),
        year=int(year[0]) if year else None,
        authors=tuple(_name(author) for author in authors),
    )


def _name(author: str) -> str:
    family, comma, given = author.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else author


class _Page:
    """Walks an article, with the levels of the headings that it stands under."""

    def __init__(self, draft: Draft, title: str | None) -> None:
        self.draft = draft
        self.title = title
        self.levels: list[int] = []
        self.part: Literal["body", "abstract", "references"] = "body"

    def children(self, element: Element) -> None:
        for part in runs(element, roles):
            if isinstance(part, str):
                self._text(part)
            else:
                self.block(part)

    def block(self, element: Element) -> None:
        name = name_of(element)
        if re.fullmatch(r"h[1-6]", name):
            self._heading(element, int(name[1]))
        elif name in ("ul", "ol", "dl"):
            self._list(element)
        elif name == "table":
            self._table(element)
        elif name == "figure":
            self._figure(element)
        elif name in ("header", "footer", "aside") and not element.xpath(".//h1|.//p"):
            return
        elif not self._is_clutter(element) and not element.get(_IS_NOTE):
            self.children(element)

    def _is_clutter(self, element: Element) -> bool:
        words = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        return bool(_CLUTTER.search(words[:500].replace("_", "-"))) and len(element.text_content()) < 3000

    def _text(self, text: str) -> None:
        if self.part == "references":
            self.draft.add("reference", text)
        elif self.part == "abstract":
            self.draft.add("abstract", text)
        else:
            self.draft.add("paragraph", text)

    def _heading(self, element: Element, level: int) -> None:
        text = text_of(element, _cell_roles)
        if not text or text == self.title:
            return
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
            self.draft.headings.pop()
        self.levels.append(level)
        self.draft.headings.append(text)
        self.part = "references" if _REFERENCES.match(text) else "abstract" if _ABSTRACT.match(text) else "body"
        if self.part != "abstract":
            self.draft.add("heading", text)

    def _list(self, element: Element) -> None:
        if self._is_clutter(element):
            return
        for number, item in enumerate((e for e in element if name_of(e) in ("li", "dd", "dt")), start=1):
            texts: list[str] = []
            blocks: list[Element] = []
            for part in runs(item, roles):
                if isinstance(part, str):
                    texts.append(part)
                elif name_of(part) in ("p", "div", "span"):
                    texts.append(text_of(part, _cell_roles))
                else:
                    blocks.append(part)
            text = " ".join(filter(None, texts))
            if self.part == "references":
                numbered = name_of(element) == "ol" and text and not re.match(r"\W?\d+\W", text)
                self.draft.add("reference", f"[{number}] {text}" if numbered else text)
            else:
                self.draft.add("list", text)
            for block in blocks:
                self.block(block)

    def _figure(self, element: Element) -> None:
        caption = next(every(element, "figcaption"), None)
        text = text_of(caption, _cell_roles)
        tables = [t for t in every(element, "table") if not _is_layout(t)]
        if tables:
            notes = [text_of(note, _cell_roles) for note in _notes(element.iter())]
            for table in tables:
                self._table(table, text, notes)
        elif text:
            self.draft.add_figure(label=None, caption=text)
        else:
            self.children(element)

    def _table(self, table: Element, caption: str = "", frame_notes: Sequence[str] = ()) -> None:
        if _is_layout(table):
            for cell in _own_cells(table):
                self.children(cell)
            return
        caption = caption or text_of(next(every(table, "caption"), None), _cell_roles) or self._caption_before()
        behind = _notes([] if (after := table.getnext()) is None else [after])
        notes = [*frame_notes, *(text_of(note, _cell_roles) for note in behind)]
        marks = frozenset(m[1] for note in notes if (m := re.match(r"\W?([a-z]|\d|[*†‡§¶#]{1,3})[).\s]", note)))
        grid, declared, foot = _grid(table, marks)
        self.draft.add_table(
            label=None, caption=caption, grid=grid, declared_header=declared, footnotes=[*notes, *foot]
        )

    def _caption_before(self) -> str:
        """A paragraph right before the table that is its caption: taken back from the body."""
        last = self.draft.blocks[-1] if self.draft.blocks else None
        if last and last.type == "paragraph" and printed_label(last.text) and re.match(r"\s*tab", last.text, re.I):
            self.draft.blocks.pop()
            return last.text
        return ""


def _is_layout(table: Element) -> bool:
    """A table that only arranges the page: it holds other tables, or one cell, or says so."""
    if table.get("role") in ("presentation", "none"):
        return True
    return next(table.iterdescendants("table"), None) is not None or len(table.xpath(".//td|.//th")) < 2


def _own_cells(table: Element) -> Iterator[Element]:
    """The cells of a table in order, without those of the tables in them."""
    for cell in table.iter("td", "th"):
        if next(cell.iterancestors("table"), None) is table:
            yield cell


def _notes(elements: Iterable[Element]) -> Iterator[Element]:
    """The footnotes of tables among the elements, each once; what holds them is marked, and is no text of its own."""
    for element in elements:
        words = f"{element.get('class') or ''} {element.get('id') or ''}" if isinstance(element.tag, str) else ""
        if not _NOTE.search(words[:300]) or any(e.get(_IS_NOTE) for e in (element, *element.iterancestors())):
            continue
        element.set(_IS_NOTE, "1")
        items = [e for e in element.iter("li", "p", "dd") if not len(e.xpath(".//li|.//p|.//dd"))]
        yield from items or [element]


def _grid(table: Element, marks: frozenset[str]) -> tuple[Grid, int, list[str]]:
    rows: list[list[Cell]] = []
    groups: list[Element | None] = []
    foot: list[str] = []
    for row in every(table, "tr"):
        cells = [_cell(e, marks) for e in row if name_of(e) in ("td", "th")]
        group = row.getparent()
        if name_of(group) == "tfoot" and len(cells) == 1:
            foot.append(cells[0].text)
            continue
        rows.append(cells)
        groups.append(group)
    return build_grid(within_groups(rows, groups)), sum(name_of(group) == "thead" for group in groups), foot


def _cell(element: Element, marks: frozenset[str]) -> Cell:
    return Cell(
        text=text_of(element, _cell_roles, marks),
        rows=span_of(element.get("rowspan")),
        columns=span_of(element.get("colspan")),
        heading=name_of(element) == "th",
    )

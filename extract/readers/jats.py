"""JATS XML (PubMed Central and most publishers) in, a Document out."""

from collections.abc import Iterator
from typing import Final

from ...records.errors import Problem, Result
from ..document import Document, Meta, Panel
from .cals import cals_grids
from .draft import Draft, doc_id
from .grids import Cell, Grid, build_grid, span_of, within_groups
from .licences import spdx_licence
from .markup import Element, Role, declared_entities, every, find, name_of, parse_xml, runs, text_of

READER: Final = "jats/1"
_INLINE: Final = {
    "sub": Role.SUB, "sup": Role.SUP, "break": Role.SPACE, "hr": Role.SPACE, "math": Role.MATH, "tex-math": Role.TEX,
    "graphic": Role.DROP, "inline-graphic": Role.DROP, "media": Role.DROP, "object-id": Role.DROP,
    "alt-text": Role.DROP, "long-desc": Role.DROP, "index-term": Role.DROP, "fn": Role.DROP,
    "processing-meta": Role.DROP, "permissions": Role.DROP,
    "table-wrap": Role.FLOAT, "table-wrap-group": Role.FLOAT, "fig": Role.FLOAT, "fig-group": Role.FLOAT,
    "disp-formula": Role.BLOCK, "disp-formula-group": Role.BLOCK, "list": Role.BLOCK, "def-list": Role.BLOCK,
    "disp-quote": Role.BLOCK, "boxed-text": Role.BLOCK, "p": Role.BLOCK, "sec": Role.BLOCK, "table": Role.BLOCK,
    "supplementary-material": Role.DROP, "array": Role.BLOCK, "statement": Role.BLOCK, "preformat": Role.BLOCK,
}  # fmt: skip
_SECTIONS: Final = frozenset(
    {"sec", "app", "ack", "boxed-text", "glossary", "notes", "bio", "statement", "sub-article"}
)
_SKIPPED: Final = frozenset(
    {"label", "title", "sec-meta", "ref-list", "fn-group", "supplementary-material", "graphic", "media", "object-id"}
)


def roles(element: Element) -> Role:
    """What a JATS element means inside running text."""
    name = name_of(element)
    if name == "xref":
        return {"bibr": Role.CITATION, "fn": Role.MARK, "table-fn": Role.MARK}.get(
            element.get("ref-type"), Role.THROUGH
        )
    if name in ("tex-math", "textual-form") and find(element.getparent(), "math") is not None:
        return Role.DROP
    return _INLINE.get(name, Role.THROUGH)


def _cell_roles(element: Element) -> Role:
    role = roles(element)
    if role is Role.BLOCK:
        return Role.DROP if name_of(element) == "table" else Role.THROUGH
    return Role.DROP if role is Role.FLOAT else role


def read_jats(data: bytes, source: str) -> Result[Document]:
    """Reads one article. Entities are not expanded; what is broken is read as far as it goes (D003)."""
    root, problems = parse_xml(data, "read")
    draft = Draft(stage="read", problems=problems)
    article = next(every(root, "article"), None)
    if article is None:
        if not problems:
            problems.append(Problem.of("read", "D004", why="XML without an article in it"))
        return Result(Document(doc_id=doc_id(data), source=source, reader=READER), tuple(problems))
    problems.extend(declared_entities(article, "read"))
    meta = _meta(article)
    draft.add("title", meta.title or "")
    front = find(article, "front/article-meta")
    for abstract in front.findall("{*}abstract") if front is not None else ():
        _abstract(abstract, draft)
    for part in ("body", "floats-group", "back"):
        element = find(article, part)
        if element is not None:
            draft.headings = []
            _children(element, draft)
    draft.headings = []
    numbers = _cited_numbers(article)
    for reference in every(find(article, "back"), "ref"):
        draft.add("reference", " ".join(_reference(reference, numbers)))
    return Result(draft.document(data, source, READER, meta), tuple(draft.problems))


def _meta(article: Element) -> Meta:
    meta = find(article, "front/article-meta")
    if meta is None:
        return Meta()
    ids = {e.get("pub-id-type"): (e.text or "").strip() for e in meta.findall("{*}article-id")}
    years = [int(y.text) for y in every(meta, "year") if (y.text or "").strip().isdigit() and _dates(y)]
    licence = find(meta, "permissions/license")
    hrefs = [e.get("{http://www.w3.org/1999/xlink}href") for e in every(licence, "*")] if licence is not None else []
    texts = ["".join(e.itertext()) for e in (licence, find(meta, "permissions/copyright-statement")) if e is not None]
    own = [licence.get("{http://www.w3.org/1999/xlink}href")] if licence is not None else []
    return Meta(
        title=text_of(find(meta, "title-group/article-title"), roles) or None,
        doi=ids.get("doi") or None,
        licence=spdx_licence(*own, *hrefs, *texts),
        year=min(years, default=None),
        authors=tuple(_authors(meta)),
    )


def _dates(year: Element) -> bool:
    return name_of(year.getparent()) == "pub-date"


def _authors(meta: Element) -> Iterator[str]:
    for contrib in every(meta, "contrib"):
        if contrib.get("contrib-type", "author") != "author":
            continue
        name = next((e for e in contrib.iter() if name_of(e) in ("name", "string-name", "collab")), None)
        if name is None:
            continue
        given, family = (text_of(find(name, part), roles) for part in ("given-names", "surname"))
        text = f"{given} {family}".strip() or text_of(name, roles)
        if text:
            yield text


def _abstract(abstract: Element, draft: Draft) -> None:
    draft.headings = [text_of(find(abstract, "title"), roles) or "Abstract"]
    for paragraph in every(abstract, "p"):
        title = find(paragraph.getparent(), "title") if name_of(paragraph.getparent()) == "sec" else None
        for part in runs(paragraph, roles):
            if isinstance(part, str):
                draft.add("abstract", f"{text_of(title, roles)} {part}".strip())
                title = None


def _children(element: Element, draft: Draft) -> None:
    for child in element:
        if isinstance(child.tag, str) and name_of(child) not in _SKIPPED:
            _block(child, draft)


def _block(element: Element, draft: Draft) -> None:
    name = name_of(element)
    if name in _SECTIONS:
        _section(element, draft)
    elif name == "list":
        for item in element.findall("{*}list-item"):
            _runs(item, draft, "list")
    elif name == "def-list":
        for item in element.findall("{*}def-item"):
            draft.add("list", ": ".join(filter(None, (text_of(e, _cell_roles) for e in item))))
    elif name == "fig":
        _figure(element, draft)
    elif name == "table-wrap":
        _table(element, draft)
    elif name in ("disp-formula", "array"):
        label = text_of(find(element, "label"), roles)
        parts = [text_of(element, _formula_roles), f"({label.strip('()')})" if label else ""]
        draft.add("equation", " ".join(filter(None, parts)))
    elif name in ("fig-group", "table-wrap-group", "disp-formula-group", "disp-quote", "table-wrap-foot"):
        _children(element, draft)
    elif name not in _SKIPPED:
        _runs(element, draft, "paragraph")


def _formula_roles(element: Element) -> Role:
    return Role.DROP if name_of(element) in ("label", "graphic") else _cell_roles(element)


def _runs(element: Element, draft: Draft, kind: str) -> None:
    for part in runs(element, roles):
        if not isinstance(part, str):
            if name_of(part) == "p" and kind == "list":
                _runs(part, draft, kind)
            else:
                _block(part, draft)
        elif kind == "list":
            draft.add("list", part)
        else:
            draft.add("paragraph", part)


def _section(element: Element, draft: Draft) -> None:
    label, title = (text_of(find(element, part), roles) for part in ("label", "title"))
    if not title and name_of(element) == "ack":
        title = "Acknowledgements"
    heading = title if not label or title.startswith(label) else f"{label.rstrip('.')}. {title}".strip()
    depth = len(draft.headings)
    if heading:
        draft.headings.append(heading)
        draft.add("heading", heading)
    _children(element, draft)
    del draft.headings[depth:]


def _caption(element: Element) -> str:
    caption = find(element, "caption")
    if caption is None:
        return ""
    parts = (text_of(e, _cell_roles) for e in caption if name_of(e) in ("title", "p"))
    return " ".join(part for part in parts if part)


def _figure(element: Element, draft: Draft) -> None:
    panels = tuple(
        Panel(label=text_of(find(e, "label"), roles) or None, bbox=None, caption=_caption(e))
        for e in every(element, "fig") if e is not element
    )  # fmt: skip
    draft.add_figure(label=text_of(find(element, "label"), roles) or None, caption=_caption(element), panels=panels)


def _table(element: Element, draft: Draft) -> None:
    notes = tuple(_footnotes(element))
    marks = frozenset(mark for mark, _ in notes if mark) | _raised_marks(element)
    label = text_of(find(element, "label"), roles) or None
    grids = [html_grid(table, marks) for table in every(element, "table")]
    grids += list(cals_grids(element, lambda e: text_of(e, _cell_roles, marks)))
    footnotes = [f"{mark} {text}".strip() for mark, text in notes]
    caption = _caption(element)
    for grid, declared in grids or [(None, 0)]:
        draft.add_table(label=label, caption=caption, grid=grid, declared_header=declared, footnotes=footnotes)


def _raised_marks(wrap: Element) -> frozenset[str]:
    """The marks that a footnote of several notes in one paragraph raises."""
    raised = ("".join(e.itertext()).strip() for e in every(find(wrap, "table-wrap-foot"), "sup"))
    return frozenset(mark for mark in raised if len(mark) == 1 and (mark.isalpha() or not mark.isalnum()))


def _footnotes(wrap: Element) -> Iterator[tuple[str, str]]:
    """The footnotes of a table, each with its mark ("" where it has none)."""
    foot = find(wrap, "table-wrap-foot")
    if foot is None:
        return
    notes = list(every(foot, "fn")) or [foot]
    loose = [p for p in foot if name_of(p) in ("p", "attrib") and notes != [foot]]
    for note in [*notes, *loose]:
        label = find(note, "label")
        paragraphs = [note] if name_of(note) in ("p", "attrib") else list(every(note, "p"))
        for i, paragraph in enumerate(paragraphs):
            mark = text_of(label, roles) if i == 0 and label is not None else ""
            text = text_of(paragraph, _cell_roles)
            if not mark:
                mark, text = _leading_mark(paragraph, text)
            if text:
                yield mark.strip("()[]. "), text


def _leading_mark(paragraph: Element, text: str) -> tuple[str, str]:
    first = next((e for e in paragraph if isinstance(e.tag, str)), None)
    if first is not None and name_of(first) == "sup" and not (paragraph.text or "").strip():
        mark = "".join(first.itertext()).strip()
        return mark, text.removeprefix(mark).strip()
    head, _, rest = text.partition(" ")
    return (head, rest) if head in ("*", "**", "***", "†", "‡", "§", "¶", "#") else ("", text)


def html_grid(table: Element, marks: frozenset[str]) -> tuple[Grid, int]:
    """The grid of an (X)HTML table element, and how many rows its thead has."""
    rows = list(every(table, "tr"))
    groups = [row.getparent() for row in rows]
    cells = [[_cell(e, marks) for e in row if name_of(e) in ("td", "th")] for row in rows]
    return build_grid(within_groups(cells, groups)), sum(name_of(group) == "thead" for group in groups)


def _cell(element: Element, marks: frozenset[str]) -> Cell:
    return Cell(
        text=text_of(element, _cell_roles, marks),
        rows=span_of(element.get("rowspan")),
        columns=span_of(element.get("colspan")),
        heading=name_of(element) == "th",
    )


def _cited_numbers(article: Element) -> dict[str, str]:
    """Under which number the text cites each reference, for reference lists that print none."""
    cited = ((e.get("rid") or "", "".join(e.itertext()).strip("[]() ")) for e in every(article, "xref"))
    return {target: number for target, number in cited if number.isascii() and number.isdigit()}


def _reference(reference: Element, numbers: dict[str, str]) -> Iterator[str]:
    label = text_of(find(reference, "label"), roles) or numbers.get(reference.get("id") or "")
    if label:
        yield f"[{label.strip('[].() ')}]"
    for citation in reference:
        name = name_of(citation)
        if name in ("mixed-citation", "citation", "nlm-citation", "element-citation", "citation-alternatives"):
            yield citation_text(citation)
            return


def citation_text(citation: Element) -> str:
    """A reference as a line: as printed (mixed), or put together from its parts."""
    printed = [citation.text, *(e.tail for e in citation)]
    if any((text or "").strip() for text in printed):
        return text_of(citation, _cell_roles)
    names = (
        " ".join(filter(None, (text_of(find(name, part), roles) for part in ("given-names", "surname"))))
        for name in every(citation, "name")
    )
    parts = [", ".join(filter(None, names))]
    for tag in ("article-title", "source", "year", "volume", "fpage", "pub-id"):
        parts += [text_of(e, _cell_roles) for e in every(citation, tag)]
    return ". ".join(part.rstrip(".") for part in parts if part)

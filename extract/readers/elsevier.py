"""Elsevier full-text XML (as their article API gives it) in, a Document out."""

import re
from typing import Final

from ...records.errors import Problem, Result
from ..document import Document, Meta
from .cals import cals_grids
from .draft import Draft, doc_id
from .licences import spdx_licence
from .markup import Element, Role, declared_entities, every, find, name_of, parse_xml, runs, text_of

READER: Final = "elsevier/1"
_GLYPHS: Final = {"sbnd": "–", "dbnd": "=", "tbnd": "≡", "ccir": "°", "cir": "°", "prime": "′"}
_INLINE: Final = {
    "inf": Role.SUB, "sup": Role.SUP, "hsp": Role.SPACE, "vsp": Role.SPACE, "br": Role.SPACE, "math": Role.MATH,
    "cross-refs": Role.CITATION, "inter-ref-title": Role.THROUGH, "link": Role.DROP, "inline-figure": Role.DROP,
    "alt-text": Role.DROP, "float-anchor": Role.FLOAT, "anchor": Role.DROP, "index-flag": Role.DROP,
    "display": Role.BLOCK, "list": Role.BLOCK, "footnote": Role.BLOCK, "displayed-quote": Role.BLOCK,
    "def-list": Role.BLOCK, "enunciation": Role.BLOCK, "figure": Role.BLOCK, "table": Role.BLOCK,
    "textbox": Role.BLOCK, "e-component": Role.BLOCK, "para": Role.BLOCK, "section": Role.BLOCK, "tgroup": Role.BLOCK,
    "simple-para": Role.BLOCK, "note-para": Role.BLOCK,
}  # fmt: skip
_SECTIONS: Final = frozenset(
    {"section", "acknowledgment", "appendices", "sections", "textbox", "enunciation", "nomenclature"}
)
_PARAGRAPHS: Final = frozenset({"para", "simple-para", "note-para", "displayed-quote"})


def roles(element: Element) -> Role:
    """What an element means inside running text."""
    name = name_of(element)
    if name in ("cross-ref", "cross-refs", "intra-ref"):
        target = (element.get("refid") or "").lower()
        if "bib" in target:
            return Role.CITATION
        return Role.MARK if re.search(r"fn|ftn|tf\d|^np", target) else Role.THROUGH
    return _INLINE.get(name, Role.THROUGH)


def _inner_roles(element: Element) -> Role:
    """As :func:`roles`, for cells and captions, whose paragraphs are no blocks of their own."""
    role = roles(element)
    if role is Role.BLOCK:
        return Role.THROUGH if name_of(element) in (*_PARAGRAPHS, "list", "display") else Role.DROP
    return Role.DROP if role is Role.FLOAT else role


def read_elsevier(data: bytes, source: str) -> Result[Document]:
    """Reads one article. Entities are not expanded; what is broken is read as far as it goes (D003)."""
    root, problems = parse_xml(data, "read")
    if root is None:
        return Result(Document(doc_id=doc_id(data), source=source, reader=READER), tuple(problems))
    article = next((e for e in root.iter() if name_of(e) in ARTICLES and find(e, "item-info") is not None), root)
    problems.extend(declared_entities(root, "read"))
    for glyph in list(every(root, "glyph")):
        glyph.text = _GLYPHS.get(glyph.get("name") or "", "")
    draft = Draft(stage="read", problems=problems)
    meta = _meta(root, article)
    draft.add("title", meta.title or "")
    for abstract in every(find(article, "head"), "abstract"):
        _abstract(abstract, draft)
    body = _Body(
        draft, {e.get("id") or "": e for name in ("figure", "table", "e-component") for e in every(article, name)}
    )
    for part in ("body", "back", "tail"):
        element = find(article, part)
        if element is not None:
            draft.headings = []
            body.children(element)
    draft.headings = []
    body.remaining()
    for reference in every(article, "bib-reference"):
        draft.add("reference", _reference(reference))
    if not draft.blocks:
        problems.append(Problem.of("read", "D004", why="Elsevier XML without an article in it"))
    return Result(draft.document(data, source, READER, meta), tuple(draft.problems))


ARTICLES: Final = frozenset({"article", "simple-article", "converted-article", "book-review", "exam", "chapter"})


def _meta(root: Element, article: Element) -> Meta:
    head = find(article, "head")
    licences = [
        e.text for name in ("oa-user-license", "openaccessUserLicense", "userLicense") for e in every(root, name)
    ]
    notes = ["".join(e.itertext()) for name in ("article-footnote", "copyright-line") for e in every(article, name)]
    dates = [(e.text or "")[:4] for name in ("cover-date-year", "coverDate", "start-date") for e in every(root, name)]
    dates += [e.get("year") or "" for e in every(article, "copyright")]
    year = next((int(d) for d in dates if re.fullmatch(r"(?:19|20)\d\d", d)), None)
    dois = [(e.text or "").strip() for e in every(root, "doi")]
    authors = (
        " ".join(filter(None, (text_of(find(e, part), _inner_roles) for part in ("given-name", "surname"))))
        for e in every(head, "author")
    )
    return Meta(
        title=text_of(find(head, "title"), _inner_roles) or None,
        doi=next((d for d in dois if d.startswith("10.")), None),
        licence=spdx_licence(*licences, *notes),
        year=year,
        authors=tuple(a for a in authors if a),
    )


def _abstract(abstract: Element, draft: Draft) -> None:
    title = text_of(find(abstract, "section-title"), _inner_roles)
    draft.headings = [title or "Abstract"]
    for section in every(abstract, "abstract-sec"):
        heading = text_of(find(section, "section-title"), _inner_roles)
        for paragraph in every(section, "simple-para"):
            text = text_of(paragraph, _inner_roles)
            draft.add("abstract", f"{heading} {text}".strip() if text else "")
            heading = ""


class _Body:
    """Walks sections; a float comes after the paragraph that anchors it first, or at the end."""

    def __init__(self, draft: Draft, floats: dict[str, Element]) -> None:
        self.draft = draft
        self.floats = floats

    def children(self, element: Element) -> None:
        for child in element:
            self.block(child)

    def block(self, element: Element) -> None:
        name = name_of(element)
        if name in _SECTIONS:
            self._section(element)
        elif name in _PARAGRAPHS:
            self._paragraph(element)
        elif name == "list":
            for item in element.findall("{*}list-item"):
                self._item(item)
        elif name == "def-list":
            for term in every(element, "def-term"):
                pair = (text_of(term, _inner_roles), text_of(term.getnext(), _inner_roles))
                self.draft.add("list", ": ".join(filter(None, pair)))
        elif name in ("display", "formula"):
            self._display(element)
        elif name == "footnote":
            self.children(element)
        elif name in ("figure", "table", "e-component"):
            self._float(element)

    def remaining(self) -> None:
        """The floats that no paragraph anchors."""
        for element in list(self.floats.values()):
            self._float(element)

    def _section(self, element: Element) -> None:
        label, title = (text_of(find(element, part), _inner_roles) for part in ("label", "section-title"))
        if not title and name_of(element) == "acknowledgment":
            title = "Acknowledgements"
        heading = f"{label.rstrip('.')}. {title}" if label else title
        depth = len(self.draft.headings)
        if heading:
            self.draft.headings.append(heading)
            self.draft.add("heading", heading)
        self.children(element)
        del self.draft.headings[depth:]

    def _paragraph(self, element: Element) -> None:
        for part in runs(element, roles):
            if isinstance(part, str):
                self.draft.add("paragraph", part)
            elif name_of(part) != "float-anchor":
                self.block(part)
            elif (part.get("refid") or "") in self.floats:
                self._float(self.floats[part.get("refid")])

    def _item(self, item: Element) -> None:
        label = text_of(find(item, "label"), _inner_roles)
        for paragraph in item:
            if name_of(paragraph) not in _PARAGRAPHS:
                continue
            for part in runs(paragraph, roles):
                if isinstance(part, str):
                    self.draft.add("list", f"{label} {part}".strip())
                    label = ""
                else:
                    self.block(part)

    def _display(self, element: Element) -> None:
        for formula in list(every(element, "formula")) or [element]:
            label = text_of(find(formula, "label"), _inner_roles)
            text = text_of(formula, _formula_roles)
            self.draft.add("equation", " ".join(filter(None, (text, label))))
        for child in element:
            if name_of(child) in ("figure", "table", "textbox"):
                self.block(child)

    def _float(self, element: Element) -> None:
        if (element.get("id") or "") in self.floats:
            del self.floats[element.get("id") or ""]
        label = text_of(find(element, "label"), _inner_roles) or None
        caption = " ".join(text_of(c, _inner_roles) for c in element if name_of(c) == "caption")
        if name_of(element) == "table":
            self._table(element, label, caption)
        elif name_of(element) == "figure" and (label or caption):
            self.draft.add_figure(label=label, caption=caption)

    def _table(self, element: Element, label: str | None, caption: str) -> None:
        notes: list[tuple[str, str]] = []
        for note in every(element, "table-footnote"):
            mark = text_of(find(note, "label"), _inner_roles)
            notes.append((mark, " ".join(text_of(p, _inner_roles) for p in every(note, "note-para"))))
        notes += [("", text_of(e, _inner_roles)) for e in every(element, "legend")]
        marks = frozenset(mark for mark, _ in notes if mark)
        footnotes = [f"{mark} {text}".strip() for mark, text in notes]
        grids = list(cals_grids(element, lambda e: text_of(e, _inner_roles, marks)))
        for grid, declared in grids or [(None, 0)]:
            self.draft.add_table(label=label, caption=caption, grid=grid, declared_header=declared, footnotes=footnotes)


def _formula_roles(element: Element) -> Role:
    return Role.DROP if name_of(element) == "label" else _inner_roles(element)


def _reference(reference: Element) -> str:
    label = text_of(find(reference, "label"), _inner_roles)
    names = (
        " ".join(filter(None, (text_of(find(e, part), _inner_roles) for part in ("given-name", "surname"))))
        for e in every(reference, "author")
    )
    parts = [", ".join(filter(None, names))]
    for tag in ("maintitle", "volume-nr", "date", "first-page", "comment", "textref"):
        parts += [text_of(e, _inner_roles) for e in every(reference, tag)]
    return f"{label} {'. '.join(part.rstrip('.') for part in parts if part)}".strip()

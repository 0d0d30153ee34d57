"""Drafts of blocks in reading order in, the same with their kinds and sections settled out."""

import re
from typing import Final

from .drafts import Draft
from .headings import ABSTRACT, BACK_MATTER, FRONT, FRONT_ANYWHERE, NOTICE, NUMBERED_HEADING, OPENING, SECTIONS
from .outline import Outline
from .paragraphs import LIST_MARK, Style, ends_sentence, starts_caption

_MATH: Final = re.compile(r"[=≈≅≤≥∑∫∂√∝→⇌↔×±+−/^⎛⎝⎞⎠∇]")
_WORD: Final = re.compile(r"[A-Za-z]{3,}")


def settle(drafts: list[Draft], style: Style, title: str | None) -> None:
    """Give every draft its kind and section, in place."""
    for draft in drafts:
        if draft.place == "text" and draft.kind != "reference":
            _by_itself(draft, style)
    _title(drafts, style, title)
    _front_matter(drafts, style)
    _back_matter(drafts)
    _columns_of_captions(drafts, style)
    _notes(drafts, style)
    outline = Outline()
    for draft in drafts:
        if draft.kind == "heading":
            outline.enter(draft, heading_text(draft))
        if draft.kind not in ("title", "header", "footer"):
            draft.section = outline.path


def heading_text(draft: Draft) -> str:
    """The heading without its number and closing point."""
    text = re.sub(r"\s+", " ", draft.text).strip()
    return NUMBERED_HEADING.sub("", text).rstrip(" .:") or text


def _by_itself(draft: Draft, style: Style) -> None:
    text = draft.text.strip()
    if starts_caption(draft.first):
        draft.kind = "caption"
    elif is_heading(draft, style):
        draft.kind = "heading"
    elif is_equation(draft, style):
        draft.kind = "equation"
    elif LIST_MARK.match(text):
        draft.kind = "list"


def is_heading(draft: Draft, style: Style) -> bool:
    """Whether a draft is a short line set off by type, number or its well-known words."""
    text = re.sub(r"\s+", " ", draft.text).strip()
    if not text or len(text) > 160 or len(draft.lines) > 4 or not _WORD.search(text):
        return False
    if SECTIONS.match(text):
        return True
    if _MATH.search(text) and not _WORD.search(text[:20]):
        return False
    if text.endswith((",", ";")) or (ends_sentence(text) and len(text) > 80) or text[0].islower():
        return False
    numbered = bool(NUMBERED_HEADING.match(text))
    large = draft.size > 1.1 * style.body
    capitals = text.upper() == text and sum(c.isalpha() for c in text) > 5
    bold, italic = draft.bold > 0.8, draft.italic > 0.8
    other = draft.first.font not in {"", *style.fonts} and draft.size > 0.95 * style.body and len(text) < 90
    if large or bold or (other and not _MATH.search(text) and not italic):
        return not text.endswith(".") or numbered or len(text) < 60
    if draft.size < 0.95 * style.body:
        return numbered and capitals
    return (numbered and len(text) < 110 and not ends_sentence(text)) or ((italic or capitals) and len(text) < 110)


def is_equation(draft: Draft, style: Style) -> bool:
    """Whether a draft is a displayed formula: few words, mathematical signs, indented or numbered."""
    text = draft.text
    words = _WORD.findall(text)
    letters = sum(len(word) for word in words)
    if len(text) > 400 or letters > 0.45 * len(text):
        return False
    indented = draft.first.x0 > draft.first.left + 1.2 * style.body
    numbered = bool(re.search(r"\(\s?[A-Z]?\d{1,3}[a-z]?\s?\)\s*$", text))
    return bool(_MATH.search(text)) and (indented or numbered or letters < 0.2 * len(text)) and len(draft.lines) < 12


def _title(drafts: list[Draft], style: Style, title: str | None) -> None:
    """The title: the text of page 1 that the file's own title names, else its largest text of some length."""
    first = [d for d in drafts if d.page == 1 and d.place == "text" and len(_WORD.findall(d.text)) >= 2]
    if not first:
        return
    words = set(_WORD.findall((title or "").lower()))
    chosen: Draft | None = None
    if len(words) >= 3:
        best = max(first, key=lambda d: _likeness(words, d.text))
        if _likeness(words, best.text) > 0.6 and best.kind != "header":
            chosen = best
    if chosen is None:
        large = [d for d in first if d.size > 1.15 * style.body and len(_WORD.findall(d.text)) >= 3]
        chosen = max(large, key=lambda d: d.size, default=None)
    if chosen is not None:
        chosen.kind = "title"
        _rest_of_title(chosen, drafts)


def _rest_of_title(title: Draft, drafts: list[Draft]) -> None:
    """Lines of the title's size right under it belong to it."""
    for draft in drafts[drafts.index(title) + 1 :][:3]:
        first, last = draft.first, title.last
        near = 0 < first.baseline - last.baseline < 1.7 * last.size
        if draft.page != title.page or not near or abs(draft.size - title.size) > 0.03 * title.size:
            break
        title.parts[-1].extend(draft.lines)
        drafts.remove(draft)


def _likeness(words: set[str], text: str) -> float:
    """Jaccard index of two texts' words."""
    other = set(_WORD.findall(text.lower()))
    return len(words & other) / max(1, len(words | other))


def _front_matter(drafts: list[Draft], style: Style) -> None:
    """On the first page(s): authors, addresses and dates become headers, the abstract an abstract."""
    text = [d for d in drafts if d.place == "text"]
    title = next((i for i, d in enumerate(text) if d.kind == "title"), None)
    opening = next((i for i, d in enumerate(text) if i > (title or 0) and _opens_body(d)), None)
    in_abstract = False
    for i, draft in enumerate(text):
        if draft.page > 2 or (draft.page > 1 and opening is None):
            break
        if opening is not None and i < opening and _follows_bold_abstract(draft, text[:i]):
            opening = i
        before_body = opening is None or i < opening
        words = draft.text.strip()
        if draft.kind == "heading" and ABSTRACT.fullmatch(words):
            in_abstract = True
        elif draft.kind == "paragraph" and i and ABSTRACT.fullmatch(text[i - 1].text.strip()):
            draft.kind = "abstract"
        elif draft.kind == "heading" and before_body and in_abstract and not FRONT.match(words):
            continue
        elif draft.kind in ("paragraph", "list") and ABSTRACT.match(words) and len(words) > 200:
            draft.kind, in_abstract = "abstract", True
        elif draft.kind in ("paragraph", "list", "heading", "equation") and _is_front(draft, before_body, style):
            draft.kind = "header" if before_body and (title is None or i != title) else "footer"
        elif draft.kind == "paragraph" and before_body and (in_abstract or (opening is not None and len(words) > 300)):
            draft.kind = "abstract"


def _follows_bold_abstract(draft: Draft, before: list[Draft]) -> bool:
    """Whether a paragraph in plain type comes after an abstract that is bold throughout: the body."""
    abstract = next((one for one in before if one.kind == "abstract"), None)
    if abstract is None or draft.kind != "paragraph" or len(draft.text) < 300:
        return False
    return min(line.bold for line in abstract.lines) > 0.9 and max(line.bold for line in draft.lines) < 0.1


def _opens_body(draft: Draft) -> bool:
    """Whether a draft is the heading of the first section: an introduction, or any section with a number or name."""
    text = draft.text.strip()
    named = SECTIONS.match(text) and not ABSTRACT.match(text) and not FRONT.match(text)
    return draft.kind == "heading" and bool(
        OPENING.match(text) or named or (text[0].isdigit() and NUMBERED_HEADING.match(text))
    )


def _is_front(draft: Draft, before_body: bool, style: Style) -> bool:
    words = draft.text.strip()
    if draft.page == 1 and (FRONT.match(words) or (draft.size < 0.95 * style.body and FRONT_ANYWHERE.search(words))):
        return True
    if not before_body or draft.page != 1:
        return False
    return bool(FRONT_ANYWHERE.search(words)) or (len(words) < 300 and not ends_sentence(words))


def _back_matter(drafts: list[Draft]) -> None:
    """Acknowledgements, declarations and notices become footers: they say nothing of the work itself."""
    last = max((draft.page for draft in drafts), default=0)
    inside = False
    for draft in drafts:
        if draft.place != "text" or draft.page <= last * 0.4:
            continue
        text = draft.text.strip()
        if draft.kind == "heading":
            inside = bool(BACK_MATTER.match(text))
        elif draft.kind in ("paragraph", "list") and (
            inside or (BACK_MATTER.match(text) and draft.first.bold > 0.05) or NOTICE.search(text[:200])
        ):
            draft.kind = "footer"


def _columns_of_captions(drafts: list[Draft], style: Style) -> None:
    """A caption set in two columns: its second column is a paragraph of its size at the same height."""
    for draft in [d for d in drafts if d.kind == "paragraph" and d.size < 0.95 * style.body]:
        _, top, _, bottom = draft.box()
        for caption in drafts:
            if caption.kind != "caption" or caption.page != draft.page or abs(caption.size - draft.size) > 0.2:
                continue
            _, start, _, end = caption.box()
            if abs(end - bottom) < 1.5 * draft.size and top > start - 1.5 * draft.size and draft.text[:1].islower():
                draft.kind = "caption"


def _notes(drafts: list[Draft], style: Style) -> None:
    """Small print directly under a table ("a Measured at 25 °C") is part of the caption, not of the text."""
    for draft in drafts:
        if draft.kind in ("paragraph", "list") and draft.below_table and draft.size < 0.95 * style.body:
            draft.kind = "caption"

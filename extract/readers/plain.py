"""Plain text or Markdown in, a Document out: headings, paragraphs, lists, captions, pipe tables, references."""

import re
from typing import Final

from ...records.errors import Problem, Result
from ..document import Document, Meta
from .draft import Draft, doc_id, printed_label
from .encodings import decode_marked
from .flattened import caption_at_end, flattened_composition
from .formulas import raised, tex_text
from .grids import Cell, build_grid
from .parted_words import without_line_ends

READER: Final = "plain/4"
_SECTION: Final = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z]|(?:abstract|introduction|experimental|methods?|materials and methods"
    r"|results|results and discussion|discussion|conclusions?|summary|acknowledge?ments?|references|bibliography)\b)",
    re.I,
)  # fmt: skip
_ITEM: Final = re.compile(r"\s{0,8}(?:[-*+•]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")
_RULE: Final = re.compile(r"\s{0,3}\|?\s{0,20}:?-{2,}:?\s{0,20}(?:\|\s{0,20}:?-{2,}:?\s{0,20}){0,200}\|?\s*")
_REFERENCES: Final = re.compile(r"\W*(?:\d+\.?\s+)?(?:references|bibliography)\W*", re.I)
_ABSTRACT: Final = re.compile(r"\W*abstract\W*", re.I)
_MINUS: Final = re.compile(r"\(cid:0\) ?(?=\.?\d)")
"""What pdfminer writes for the minus of the fonts of much journal typesetting: ``m(cid:0) 2`` is m−2."""
_DASHES_AS_E: Final = re.compile(r"\([a-z]\)e\([a-z]\)|\d\.\de\d{1,3}\.\d")
"""``Fig. 1(b)e(d)``, ``1.5e4.5 nm``: a text whose dashes between numbers became the letter of their glyph."""
_DASH_AS_E: Final = re.compile(r"(?<=\d)e(?=\d)|(?<=\([a-z]\))e(?=\([a-z]\))")
_EQUALS_AS_QUARTER: Final = re.compile(r"(?<=[A-Za-z)\]] )¼(?= ?[\w(−-])|(?<=[A-Za-z)\]])¼(?=[\w( −-])")
"""``(EW) ¼ 700 g``: a text whose equals signs became the letter of their glyph; its plus signs are a thorn then."""
_INLINE: Final = re.compile(
    r"<su(?P<tag>[bp])>(?P<html>[^<>]{0,80})</su[bp]>|\$(?P<tex>[^$\n]{1,300})\$|!?\[(?P<link>[^\[\]]{0,300})\]\([^()\s]{0,500}\)"
    r"|\*\*(?P<bold>[^*\n]{1,500})\*\*|(?<![\w*])\*(?P<em>[^*\s][^*\n]{0,300})\*(?!\w)|`(?P<code>[^`\n]{1,300})`"
    r"|(?<=\S)\^(?P<up>[^\s^]{1,12})\^|(?<=[A-Za-z)\]])~(?P<down>[^\s~]{1,12})~"
)


def decode(data: bytes) -> str | None:
    """The text in ``data``: by its byte order mark, as UTF-8, else as Windows-1252; None for binary data."""
    if (marked := decode_marked(data)) is not None:
        return marked
    head = data[:65536]
    if head.count(0) or sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 100:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_plain(data: bytes, source: str) -> Result[Document]:
    """Reads text and Markdown alike; Markdown's marks are taken off."""
    text = decode(data)
    if text is None:
        problem = Problem.of("read", "D004", why="neither text nor a format that is known")
        return Result(Document(doc_id=doc_id(data), source=source, reader=READER), (problem,))
    draft = Draft(stage="read")
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b\ufeff\u00ad]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    meta, text = _front_matter(without_line_ends(_with_signs(text)))
    page = _Page(draft, meta.title)
    for chunk in re.split(r"\n[ \t]*\n|\f", text):
        page.chunk([line.rstrip() for line in chunk.split("\n") if line.strip()])
    page.finish()
    meta = Meta(title=meta.title or page.title, doi=meta.doi or _doi(text), year=meta.year)
    return Result(draft.document(data, source, READER, meta), tuple(draft.problems))


def _with_signs(text: str) -> str:
    """The text with the signs that were lost when it was taken from a PDF: minus, dashes, equals and plus."""
    text = _MINUS.sub("−", text)
    if _EQUALS_AS_QUARTER.search(text):
        text = _EQUALS_AS_QUARTER.sub("=", text).replace("þ", "+")
    return _DASH_AS_E.sub("–", text) if _DASHES_AS_E.search(text) else text


def _front_matter(text: str) -> tuple[Meta, str]:
    match = re.match(r"---\n(.{0,5000}?)\n---\n", text, re.S)
    if not match:
        return Meta(), text
    fields = dict(re.findall(r"^(\w{1,20}):\s*[\"']?(.{1,300}?)[\"']?\s*$", match[1], re.M))
    year = re.search(r"\b(?:19|20)\d\d\b", fields.get("year", fields.get("date", "")))
    return Meta(title=fields.get("title"), doi=fields.get("doi"), year=int(year[0]) if year else None), text[
        match.end() :
    ]


def _doi(text: str) -> str | None:
    match = re.search(r"\b(?:doi:?\s*|doi\.org/)(10\.\d{4,9}/[^\s\"<>]{1,200}[^\s\"<>.,;)])", text[:5000], re.I)
    return match[1] if match else None


def inline(text: str) -> str:
    """A line without Markdown's marks: sub- and superscripts joined, TeX as text."""
    return " ".join(_INLINE.sub(_plain, text).split())


def _plain(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 1) : match.start()]
    if match["html"] is not None:
        return raised(match["html"], before) if match["tag"] == "p" else match["html"]
    if match["tex"] is not None:
        digits = bool(re.match(r"\d+(?:\.\d+)?\s+\w+ ", match["tex"]))
        return match[0] if digits else tex_text(match["tex"])
    if match["up"] is not None:
        return raised(match["up"], before)
    return next(group for group in (match[n] for n in ("link", "bold", "em", "code", "down")) if group is not None)


class _Page:
    """Chunks between empty lines, in order; a caption waits for the table that follows it."""

    def __init__(self, draft: Draft, title: str | None) -> None:
        self.draft = draft
        self.title = title
        self.levels: list[int] = []
        self.caption = ""
        self.fence = False
        if title:
            draft.add("title", title)

    def chunk(self, lines: list[str]) -> None:
        fences = sum(line.lstrip().startswith("```") for line in lines)
        inside, self.fence = self.fence, self.fence != bool(fences % 2)
        if not lines or inside or fences:
            return
        if len(lines) >= 2 and re.fullmatch(r"={3,}|-{3,}", lines[1]) and "|" not in lines[0]:
            self._heading(lines[0], 1 if lines[1][0] == "=" else 2)
            lines = lines[2:]
        while lines and (match := re.match(r"(#{1,6})\s+(.+?)\s*#*$", lines[0])):
            self._heading(match[2], len(match[1]))
            lines = lines[1:]
        if lines and self._is_heading(lines):
            self._heading(lines[0], 1 + lines[0].split()[0].rstrip(".").count("."))
        elif lines:
            self._content(lines)

    def finish(self) -> None:
        """A caption that no table followed belongs to a figure."""
        if self.caption:
            if re.match(r"\W*tab", self.caption, re.I):
                self.draft.add_table(label=None, caption=self.caption, grid=None)
            else:
                self.draft.add_figure(label=None, caption=self.caption)
            self.caption = ""

    def _is_heading(self, lines: list[str]) -> bool:
        line = lines[0].strip()
        lettered = _ITEM.match(line) and not line[0].isdigit()
        if len(lines) > 1 or len(line) > 100 or line.endswith((".", ",", ";", ":")) or lettered:
            return False
        return bool(_SECTION.match(line)) and len(line.split()) <= 12

    def _heading(self, line: str, level: int) -> None:
        self.finish()
        text = inline(line)
        if text == self.title:
            return
        if self.title is None and not self.draft.blocks:
            self.title = text
            self.draft.add("title", text)
            return
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
            self.draft.headings.pop()
        self.levels.append(level)
        self.draft.headings.append(text)
        self.draft.add("heading", text)

    def _content(self, lines: list[str]) -> None:
        ruled = next((i for i in range(1, len(lines)) if _RULE.fullmatch(lines[i]) and "|" in lines[i - 1]), None)
        if ruled is not None:
            self._text(lines[: ruled - 1])
            self._table([*lines[ruled - 1 : ruled], *lines[ruled + 1 :]])
            return
        if (rows := flattened_composition(inline("\n".join(lines)))) is not None:
            self.caption = self.caption or caption_at_end([block.text for block in self.draft.blocks[-1:]])
            self._rows(rows)
            return
        self.finish()
        if _ITEM.match(lines[0]):
            self._items(lines)
        else:
            self._text(lines)

    def _text(self, lines: list[str]) -> None:
        text = inline("\n".join(lines).replace("\n> ", "\n"))
        if not text:
            return
        if self.title is None and not self.draft.blocks and len(text) < 300 and not text.endswith("."):
            self.title = text
            self.draft.add("title", text)
        elif printed_label(text) and re.match(r"\W*(?:table|tab\.|fig(?:ure|\.)|scheme)\s*\S{1,8}\s*[.:|]", text, re.I):
            self.finish()
            self.caption = text
        elif self._under(_REFERENCES):
            self.draft.add("reference", text)
        else:
            self.draft.add("abstract" if self._under(_ABSTRACT) else "paragraph", text)

    def _under(self, pattern: re.Pattern[str]) -> bool:
        return bool(self.draft.headings) and bool(pattern.fullmatch(self.draft.headings[-1]))

    def _items(self, lines: list[str]) -> None:
        items: list[str] = []
        for line in lines:
            if _ITEM.match(line) or not items:
                items.append(line)
            else:
                items[-1] += f" {line.strip()}"
        for item in items:
            if self._under(_REFERENCES):
                self.draft.add("reference", inline(item.strip()))
            else:
                self.draft.add("list", inline(_ITEM.sub("", item, count=1)))

    def _table(self, lines: list[str]) -> None:
        self._rows([[inline(cell) for cell in _cells(line)] for line in lines if "|" in line])

    def _rows(self, rows: list[list[str]]) -> None:
        grid = build_grid([[Cell(text=text) for text in row] for row in rows])
        self.draft.add_table(label=None, caption=self.caption, grid=grid, declared_header=1)
        self.caption = ""


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)]

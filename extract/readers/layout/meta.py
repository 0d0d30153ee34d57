"""A PDF's own metadata and first blocks in, title, DOI, licence, year and authors out."""

import html
import re
from collections.abc import Iterable
from typing import Final

from ...document import Meta
from .backend import Opened

_DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`\u00a0]{2,120}", re.IGNORECASE)
_LICENCE_URL: Final = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)|(publicdomain/zero)/(1\.0))", re.IGNORECASE
)
_LICENCE_WORDS: Final = re.compile(
    r"\bCC[ -](BY(?:[ -]NC)?(?:[ -](?:ND|SA))?)\b(?:[ -]*(?:licen[sc]e)?,? ?(?:version |v)?(\d\.\d))?"
    r"|creative commons attribution(?:[- ](non-?commercial))?(?:[- ](no ?-?deriv(?:ative|atives|s)?|share ?-?alike))?"
    r"(?: ?\(CC[ -]BY[^)]{0,12}\))?(?: international| unported)?(?: license| licence)?,? ?(?:version |v)?(\d\.\d)?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(
    r"\b(?:published(?: online)?|publication date|©|copyright|accepted)[^\n]{0,40}?\b((?:19|20)\d\d)\b", re.IGNORECASE
)
_XMP_CREATOR: Final = re.compile(r"<dc:creator>(.{0,4000}?)</dc:creator>", re.DOTALL)
_XMP_ITEM: Final = re.compile(r"<rdf:li[^>]{0,80}>([^<]{1,200})</rdf:li>")
_XMP_TITLE: Final = re.compile(r"<dc:title>(.{0,2000}?)</dc:title>", re.DOTALL)
_NO_TITLE: Final = re.compile(
    r"^(?:microsoft|untitled|\S+\.(?:dvi|docx?|indd|tex|pdf|qxd|fm)|\S+)$|^microsoft word", re.IGNORECASE
)


def meta_of(opened: Opened, title: str | None, front: str, notices: str, links: Iterable[str]) -> Meta:
    """The paper's metadata.

    ``title`` is the one printed, ``front`` the text of the first and last page without references, ``notices``
    all of their text, ``links`` the web addresses that the first page links to.
    """
    addresses = list(links)
    return Meta(
        title=_fuller(title, stated_title(opened)),
        doi=_doi(opened, front, addresses),
        licence=licence_in("\n".join([*addresses, opened.xmp[:200_000], front, notices])),
        year=_year(opened, front),
        authors=_stated_authors(opened),
    )


def _fuller(printed: str | None, stated: str | None) -> str | None:
    """The printed title, unless the metadata's has all its words and more."""
    if printed is None or stated is None:
        return printed or stated
    words, others = (set(re.findall(r"\w+", title.lower())) for title in (printed, stated))
    return stated if words < others else printed


def stated_title(opened: Opened) -> str | None:
    """The title that the file's metadata gives, None where it is a file name or empty."""
    found = _XMP_TITLE.search(opened.xmp)
    item = _XMP_ITEM.search(found[1]) if found else None
    for candidate in (item[1] if item else "", opened.information.get("title", "")):
        title = re.sub(r"<[^>]{1,20}>", "", html.unescape(candidate)).strip()
        if title and not _NO_TITLE.search(title):
            return re.sub(r"\s+", " ", title)
    return None


def licence_in(text: str) -> str | None:
    """The SPDX identifier of the Creative Commons licence that ``text`` names or links to, if any."""
    found = _LICENCE_URL.search(text)
    if found:
        return "CC0-1.0" if found[3] else f"CC-{found[1].upper()}-{found[2]}"
    found = next((m for m in _LICENCE_WORDS.finditer(text)), None)
    if not found:
        return None
    if found[1]:
        parts, version = found[1].upper().replace(" ", "-"), found[2]
    else:
        parts = "BY" + ("-NC" if found[3] else "")
        parts += "" if not found[4] else "-SA" if "share" in found[4].lower() else "-ND"
        version = found[5]
    return f"CC-{parts}-{version or '4.0'}"


def _doi(opened: Opened, front: str, links: list[str]) -> str | None:
    """The DOI: from the metadata, the first page, or a link of it, in this order."""
    information = " ".join(opened.information.values())
    stated = re.findall(r"(?:prism:doi|dc:identifier|pdfx:doi|crossmark:DOI)[^>]{0,40}>([^<]{5,150})<", opened.xmp)
    for text in (*stated, information, re.sub(r"(10\.\d{4,9}/) ", r"\1", front), *links):
        found = _DOI.search(text)
        if found:
            doi = found[0].rstrip(".,;:)]}'*").lower()
            return re.sub(r"(?:/full|/abstract|/pdf|\.pdf)$", "", doi)
    return None


def _year(opened: Opened, front: str) -> int | None:
    """The year of publication: as printed, else from the metadata's dates."""
    printed = [int(year) for year in _YEAR.findall(front)]
    if printed:
        return max(printed)
    for key in ("subject", "creationDate", "CreationDate"):
        found = re.search(r"\b((?:19|20)\d\d)\b|D:((?:19|20)\d\d)", opened.information.get(key, ""))
        if found:
            return int(found[1] or found[2])
    return None


def _stated_authors(opened: Opened) -> tuple[str, ...]:
    """The authors that the file's metadata lists, where it lists persons."""
    found = _XMP_CREATOR.search(opened.xmp)
    names = [html.unescape(name).strip() for name in _XMP_ITEM.findall(found[1])] if found else []
    names = names or [opened.information.get("author", "")]
    if len(names) == 1:
        names = re.split(r"\s*(?:;|, and | and |,(?=\s*[^\s,]+\s+[^\s,]))\s*", names[0])
    names = [" ".join(reversed(name.strip(" ,").split(", ", 1))) for name in names]
    return tuple(name for name in names if re.match(r"^[^\W\d_].*\s.*[^\W\d_]", name) and len(name) < 60)

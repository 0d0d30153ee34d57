"""A document in, the records of itself and of its tables out."""

from pathlib import PurePath

from ...records.identity import content_id
from ...records.model import DocumentRecord, TableRecord
from ..document import Document
from .sketch import sketch_of


def document_record(document: Document) -> DocumentRecord:
    """What is known of the paper itself."""
    meta = document.meta
    return DocumentRecord(
        id=document.doc_id, name=PurePath(document.source).stem, source=document.source,
        reader=document.reader, pages=document.pages, title=meta.title, doi=meta.doi,
        licence=meta.licence, year=meta.year, authors=meta.authors, sketch=sketch_of(document),
    )  # fmt: skip


def table_records(document: Document) -> tuple[TableRecord, ...]:
    """The tables of the paper, as printed."""
    return tuple(
        TableRecord(id=content_id("table", document.doc_id, t.id), label=t.label, page=t.page, bbox=t.bbox,
                    caption=t.caption, cells=t.cells)
        for t in document.tables
    )  # fmt: skip

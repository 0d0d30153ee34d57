"""A Document and its problems in, the JSON object of ``matloom parse`` out."""

from collections.abc import Iterable
from typing import Any

from ..records.errors import Problem
from .document import Block, Citation, Document, Figure, Micrograph, Table


def document_to_json(document: Document, problems: Iterable[Problem] = ()) -> dict[str, Any]:
    """The document as plain lists, dicts, strings and numbers; what is missing is None."""
    meta = document.meta
    return {
        "doc_id": document.doc_id,
        "source": document.source,
        "reader": document.reader,
        "pages": document.pages,
        "meta": {
            "title": meta.title, "doi": meta.doi, "licence": meta.licence, "year": meta.year,
            "authors": list(meta.authors),
        },
        "blocks": [_block(block) for block in document.blocks],
        "tables": [_table(table) for table in document.tables],
        "figures": [_figure(figure) for figure in document.figures],
        "problems": [_problem(problem) for problem in problems],
    }  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    """The block, its raised citations beside its text instead of in it; ``at`` is the place that one stood in."""
    gone = [_with_space_before(block.text, mark) for mark in block.citations]

    def moved(place: int) -> int:
        return place - sum(min(place, end) - start for start, end in gone if start < place)

    ends = [0, *(edge for part in gone for edge in part), len(block.text)]
    return {
        "id": block.id, "type": block.type, "section": block.section, "page": block.page, "bbox": _box(block.bbox),
        "text": "".join(block.text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)),
        "citations": [{"at": moved(mark.start), "text": block.text[mark.start : mark.end]} for mark in block.citations],
        "source": block.source,
        "fragments": [
            {"start": moved(f.start), "end": moved(f.end), "page": f.page, "bbox": _box(f.bbox)}
            for f in block.fragments
        ],
    }  # fmt: skip


def _with_space_before(text: str, mark: Citation) -> tuple[int, int]:
    """The range of a mark with the blank between it and the word that it stands behind."""
    behind = text[mark.end : mark.end + 1]
    apart = text[mark.start - 1 : mark.start] == " " and (not behind or not behind.isalnum())
    return mark.start - apart, mark.end


def _table(table: Table) -> dict[str, Any]:
    return {
        "id": table.id, "label": table.label, "page": table.page, "bbox": _box(table.bbox), "caption": table.caption,
        "header_rows": table.header_rows, "header_columns": table.header_columns,
        "cells": [list(row) for row in table.cells],
        "spans": [
            {"row": span.row, "column": span.column, "rows": span.rows, "columns": span.columns}
            for span in table.spans
        ],
        "footnotes": list(table.footnotes), "engine": table.engine, "score": table.score,
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id, "label": figure.label, "page": figure.page, "bbox": _box(figure.bbox),
        "caption": figure.caption,
        "panels": [
            {"label": panel.label, "bbox": _box(panel.bbox), "kind": panel.kind, "caption": panel.caption,
             "detail": panel.detail, "score": panel.score,
             "micrograph": None if panel.micrograph is None else _micrograph(panel.micrograph)}
            for panel in figure.panels
        ],
    }  # fmt: skip


def _micrograph(found: Micrograph) -> dict[str, Any]:
    """The micrograph's scale and instrument, without its picture."""
    return {
        "width": found.width, "height": found.height, "nanometres_per_pixel": found.nanometres_per_pixel,
        "scale": found.scale_words, "scale_bar": _box(found.scale_bar), "voltage_kv": found.voltage,
        "magnification": found.magnification, "instrument": found.instrument,
    }  # fmt: skip


def _problem(problem: Problem) -> dict[str, Any]:
    return {"stage": problem.stage, "code": problem.code, "where": dict(problem.where), "why": problem.why}


def _box(box: tuple[float, float, float, float] | None) -> list[float] | None:
    return None if box is None else [round(float(edge), 2) for edge in box]

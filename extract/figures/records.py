"""A document's figures in, their rows of the records out: one a panel, and the micrographs among them."""

from ...records.identity import content_id
from ...records.model import FigureRecord, MicrographRecord
from ..document import Document, Figure, Panel


def figure_records(document: Document) -> tuple[FigureRecord, ...]:
    """A row for each figure, and for each panel where a figure has several."""
    return tuple(
        FigureRecord(
            id=_id(document, figure, panel),
            label=figure.label,
            panel=panel.label if panel else None,
            page=figure.page,
            bbox=(panel.bbox if panel else figure.bbox) or None,
            kind=panel.kind if panel else "other",
            caption=(panel.caption if panel else "") or figure.caption,
            detail=panel.detail if panel else None,
        )
        for figure in document.figures
        for panel in figure.panels or (None,)
    )


def micrograph_records(document: Document) -> tuple[MicrographRecord, ...]:
    """The micrographs with their scales."""
    return tuple(
        MicrographRecord(
            id=_id(document, figure, panel), picture=found.picture, width=found.width, height=found.height,
            nanometres_per_pixel=found.nanometres_per_pixel, scale_words=found.scale_words, scale_bar=found.scale_bar,
            voltage=found.voltage, magnification=found.magnification, instrument=found.instrument,
        )
        for figure in document.figures
        for panel in figure.panels
        if (found := panel.micrograph) is not None
    )  # fmt: skip


def _id(document: Document, figure: Figure, panel: Panel | None) -> str:
    return content_id(
        "figure", document.doc_id, figure.id, panel.label if panel else None, panel.bbox if panel else None
    )

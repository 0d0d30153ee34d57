"""A PDF's bytes and its Document in, the curves that its pages draw as vectors out, each with its subject."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from ...records.errors import Problem, Result
from ...records.evidence import Box, Evidence
from ...records.model import Axis
from ...records.quantities import Quantity
from ..document import Document, Figure
from ..findings import CurveFinding, Findings, Mention
from ..stage import Inputs, NoOptions
from .kinds import kind_of_plot
from .peaks import peaks_of
from .reading import PlotAxes, PlotAxis, PlotSeries
from .wavelength import diffraction_wavelength

if TYPE_CHECKING:
    from ..text.mentions import Glossary


class PlotStage:
    """Reads vector plots. Pictures of plots take seconds each and are left to ``matloom digitize``."""

    name: ClassVar[str] = "plots"
    version: ClassVar[str] = "7"
    needs: ClassVar[tuple[str, ...]] = ("bytes", "parse")
    output: ClassVar[Any] = Findings

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """The curves of all pages in order, but for those over names; nothing for what PyMuPDF did not read."""
        import pymupdf

        from ..text.mentions import document_glossary
        from .vector import digitize_page

        document: Document = inputs["parse"]
        data: bytes = inputs["bytes"]
        if not document.reader.startswith("pymupdf") or not document.pages:
            return Result(Findings())
        curves: list[CurveFinding] = []
        problems: list[Problem] = []
        glossary = document_glossary(document)
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            for number in range(min(document.pages, pdf.page_count)):
                try:
                    reading = digitize_page(pdf[number])
                except Exception as error:  # one page that cannot be read must not cost the others' curves
                    why = f"{type(error).__name__}: {error}"[:300]
                    problems.append(Problem.of(self.name, "D011", {"page": number + 1}, page=number + 1, why=why))
                    continue
                problems += reading.problems
                for series in reading.value.series:
                    axes = reading.value.axes[series.axes]
                    if axes.x.range is None:
                        continue
                    curves.append(self._finding(document, number + 1, axes, series, glossary))
        return Result(Findings(curves=tuple(curves)), tuple(problems))

    def _finding(
        self, document: Document, page: int, axes: PlotAxes, series: PlotSeries, glossary: "Glossary"
    ) -> CurveFinding:
        figure = figure_at(document, page, axes.bbox)
        evidence = Evidence(
            document=document.doc_id, kind="figure", quote=axes.words, page=page, bbox=axes.printed,
            figure=figure.label if figure else None, path=series.path, stage=self.name, version=self.version,
        )  # fmt: skip
        words = [w for w in (series.label, figure.caption if figure else None) if w]
        subjects = tuple(m for text in words for m in mentions_in(text, evidence, glossary))
        kind = kind_of_plot(axes.x.label, axes.y.label)
        return CurveFinding(
            kind=kind,
            label=series.label,
            x=_axis(axes.x, series.x),
            y=_axis(axes.y, series.y),
            peaks=peaks_of(kind, axes.y.label, series.x, series.y),
            wavelength=_wavelength(document, figure) if kind == "xrd" else None,
            subjects=subjects[:4],
            residual=series.residual,
            confidence=series.score,
            evidence=evidence,
        )


def _wavelength(document: Document, figure: Figure | None) -> Quantity | None:
    caption = figure.caption if figure else None
    return diffraction_wavelength(caption or "", (block.text for block in document.body()))


def figure_at(document: Document, page: int, box: Box) -> Figure | None:
    """The figure whose box holds the middle of ``box``; else the page's only figure."""
    here = [f for f in document.figures if f.page == page]
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for figure in here:
        if figure.bbox and figure.bbox[0] <= x <= figure.bbox[2] and figure.bbox[1] <= y <= figure.bbox[3]:
            return figure
    return here[0] if len(here) == 1 else None


def mentions_in(text: str, evidence: Evidence, glossary: "Glossary") -> Iterator[Mention]:
    """The materials that a label or a caption names, with the plot as their evidence."""
    from ..text.mentions import find_mentions

    for spotted in find_mentions(text, glossary):
        yield Mention(
            text=text[spotted.start : spotted.end],
            kind=spotted.kind,
            family=spotted.family,
            composition=spotted.composition,
            form=spotted.form,
            processing=spotted.processing,
            evidence=evidence,
        )


def _axis(axis: PlotAxis, values: tuple[float, ...]) -> Axis:
    return Axis(label=axis.label, unit=axis.unit, scale=axis.scale, values=values)

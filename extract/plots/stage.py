"""A PDF's bytes and its Document in, the curves of its plots, drawn or pictures, out, each with its subject."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ...records.errors import Problem, Result
from ...records.evidence import Box, Evidence
from ...records.model import Axis
from ...records.quantities import Quantity
from ..document import Document, Figure, Panel
from ..figures.boxes import inside
from ..findings import CurveFinding, Findings, Mention
from ..stage import Inputs
from .kinds import kind_of_plot
from .peaks import peaks_of
from .reading import PlotAxes, PlotAxis, PlotReading, PlotSeries
from .wavelength import diffraction_wavelength

if TYPE_CHECKING:
    from ..text.mentions.finding import Glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotOptions:
    """``raster_panels``: how many panels of a paper's figures are read as pictures, about a second of a core each.

    A number and no time, so that the same paper gives the same curves on any machine.
    """

    raster_panels: int = 0


class PlotStage:
    """Reads the plots that pages draw as vectors, and those printed as pictures as far as the options say."""

    name: ClassVar[str] = "plots"
    version: ClassVar[str] = "15"
    needs: ClassVar[tuple[str, ...]] = ("bytes", "parse")
    output: ClassVar[Any] = Findings

    def __init__(self, options: PlotOptions | None = None) -> None:
        self.options: PlotOptions = options or PlotOptions()

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """The curves of all pages in order, but for those over names; nothing for what PyMuPDF did not read."""
        import pymupdf

        from ..text.mentions.finding import document_glossary

        document: Document = inputs["parse"]
        if not document.reader.startswith("pymupdf") or not document.pages:
            return Result(Findings())
        curves: list[CurveFinding] = []
        problems: list[Problem] = []
        glossary = document_glossary(document)
        with pymupdf.open(stream=inputs["bytes"], filetype="pdf") as pdf:
            for page, reading in self._readings(pdf, document):
                problems += reading.problems
                for series in reading.value.series:
                    axes = reading.value.axes[series.axes]
                    if axes.x.range is not None:
                        curves.append(self._finding(document, page, axes, series, glossary))
        return Result(Findings(curves=tuple(curves)), tuple(problems))

    def _readings(self, pdf: Any, document: Document) -> Iterator[tuple[int, Result[PlotReading]]]:
        """With the page: what it draws as vectors; then what the figures' panels show as pictures."""
        from .panels import panels_of_plots, read_panel
        from .vector import digitize_page

        known: dict[int, list[Box]] = {}
        for page in range(1, min(document.pages or 0, pdf.page_count) + 1):
            reading = self._guarded(page, lambda page=page: digitize_page(pdf[page - 1]))
            known[page] = [axes.bbox for axes in reading.value.axes]
            yield page, reading
        most = self.options.raster_panels
        panels = panels_of_plots(document, known) if most else []
        for page, box in panels[:most]:
            yield page, self._guarded(page, lambda page=page, box=box: read_panel(pdf[page - 1], box))
        if len(panels) > most:
            left = Problem.of(self.name, "P005", left=len(panels) - most, most=most)
            yield panels[most][0], Result(PlotReading(method="raster"), (left,))

    def _guarded(self, page: int, read: Callable[[], Result[PlotReading]]) -> Result[PlotReading]:
        """A page that cannot be read must not cost the others' curves."""
        try:
            return read()
        except MemoryError:
            raise
        except Exception as error:
            why = f"{type(error).__name__}: {error}"[:300]
            problem = Problem.of(self.name, "D011", {"page": page}, page=page, why=why)
            return Result(PlotReading(method="vector"), (problem,))

    def _finding(
        self, document: Document, page: int, axes: PlotAxes, series: PlotSeries, glossary: "Glossary"
    ) -> CurveFinding:
        figure = figure_at(document, page, axes.bbox)
        panel = panel_at(figure, axes.bbox)
        evidence = Evidence(
            document=document.doc_id, kind="figure", quote=axes.words, page=page, bbox=axes.printed,
            figure=figure.label if figure else None, panel=panel.label if panel else None,
            path=series.path, stage=self.name, version=self.version,
        )  # fmt: skip
        nearest_first = (series.label, panel.caption if panel else None, figure.caption if figure else None)
        words = dict.fromkeys(w for w in nearest_first if w)
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
    for figure in here:
        if figure.bbox and inside(box, figure.bbox):
            return figure
    return here[0] if len(here) == 1 else None


def panel_at(figure: Figure | None, box: Box) -> Panel | None:
    """The panel whose box holds the middle of ``box``."""
    panels = figure.panels if figure else ()
    return next((panel for panel in panels if panel.bbox and inside(box, panel.bbox)), None)


def mentions_in(text: str, evidence: Evidence, glossary: "Glossary") -> Iterator[Mention]:
    """The materials that a label or a caption names, with the plot as their evidence."""
    from ..text.mentions.finding import find_mentions

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

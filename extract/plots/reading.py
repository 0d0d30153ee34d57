"""What a digitizer found: axes with their scales, and curves in data units."""

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from ...records.evidence import Box

Style: TypeAlias = Literal["line", "markers", "both"]
Method: TypeAlias = Literal["vector", "raster"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotAxis:
    """One axis: printed label and unit, scale, and the data values at its two ends (left to right, bottom to top).

    ``range`` is None where no tick could be read; the curves then run from 0 to 1 along this axis.
    """

    label: str | None = None
    unit: str | None = None
    scale: Literal["linear", "log"] = "linear"
    range: tuple[float, float] | None = None
    residual: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotAxes:
    """A pair of axes and the box that they span, in PDF points or pixels from the top left.

    ``printed`` is the box around the axes with their numbers and labels, and ``words`` what the x axis is labelled;
    ``y_colors`` are the colours that the upright axis' numbers and label are printed in.
    """

    bbox: Box
    printed: Box
    words: str
    x: PlotAxis
    y: PlotAxis
    y_colors: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of the axes whose numbers could not be read."""
        return tuple(name for name, axis in (("x", self.x), ("y", self.y)) if axis.range is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotSeries:
    """A curve. ``x`` and ``y`` are in data units, ``path`` the same points on the page; ``axes`` indexes the reading's.

    ``residual`` is in pixels of the picture that was read (points for vectors), ``score`` in [0, 1].
    """

    axes: int
    label: str | None
    color: str
    style: Style
    x: tuple[float, ...]
    y: tuple[float, ...]
    path: tuple[tuple[float, float], ...]
    residual: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotReading:
    """Everything read from one page or picture."""

    method: Method
    axes: tuple[PlotAxes, ...] = ()
    series: tuple[PlotSeries, ...] = ()

    def moved(self, right: float, down: float, scale: float = 1.0) -> "PlotReading":
        """The same plots at another place, ``scale`` times as large; residuals stay in the pixels that were read."""

        def place(x: float, y: float) -> tuple[float, float]:
            return (round(x * scale + right, 2), round(y * scale + down, 2))

        def box(b: Box) -> Box:
            return (*place(b[0], b[1]), *place(b[2], b[3]))

        axes = tuple(replace(a, bbox=box(a.bbox), printed=box(a.printed)) for a in self.axes)
        series = tuple(replace(s, path=tuple(place(x, y) for x, y in s.path)) for s in self.series)
        return replace(self, axes=axes, series=series)

    def joined(self, other: "PlotReading") -> "PlotReading":
        """These plots and those of another picture of the page."""
        series = tuple(replace(s, axes=s.axes + len(self.axes)) for s in other.series)
        return replace(self, axes=(*self.axes, *other.axes), series=(*self.series, *series))


def reading_to_json(reading: PlotReading, source: str, problems: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that ``matloom digitize`` prints."""

    def axis(one: PlotAxis) -> dict[str, Any]:
        return {
            "label": one.label,
            "unit": one.unit,
            "scale": one.scale,
            "range": list(one.range) if one.range else None,
        }

    return {
        "source": source,
        "method": reading.method,
        "axes": [{"bbox": list(a.bbox), "x": axis(a.x), "y": axis(a.y)} for a in reading.axes],
        "series": [
            {
                "axes": s.axes,
                "label": s.label,
                "color": s.color,
                "style": s.style,
                "x": list(s.x),
                "y": list(s.y),
                "residual_px": s.residual,
                "score": s.score,
            }
            for s in reading.series
        ],
        "problems": problems,
    }

"""A dataset folder in, histograms of its numbers, examples of its spectra, counts of its elements out, as PNG."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .manifest import Manifest
from .recipe import Recipe
from .statistics import MEASURED, Histogram, counted, histogram, properties_of, spectra_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ASSETS = "assets"
_MOST = 12
_COLOUR = "#4477aa"
_EXAMPLES = 4
_SPECTRA = {"xrd": ("intensity", "2θ (degree)"), "dos": ("dos", "energy from the Fermi energy (eV)")}
"""Tables of spectra: the column on the common grid, and what the grid is."""


def draw_pictures(target: Path, recipe: Recipe, manifest: Manifest) -> list[tuple[str, str]]:
    """Draw the pictures; their paths in the dataset, each with words for those who do not see it.

    The same data gives the same bytes: no date and no version of a program is written into a picture.
    """
    names = {table.name for table in manifest.tables}
    found: list[tuple[str, str]] = []
    for name, drawn in (
        ("properties", _properties(target, recipe) if "properties" in names else {}),
        ("measurements", _measurements(target) if "measurements" in names else {}),
    ):
        if drawn:
            words = f"Histograms of {name}: {', '.join(drawn)}"
            found.append((_save(_histograms(drawn), target, name), words))
    for name in (name for name in _SPECTRA if name in names):
        column, words = _SPECTRA[name]
        drawn_rows = spectra_of(target, name, recipe.dataset.key, column, _EXAMPLES)
        found.append((_save(_curves(drawn_rows, _grid(recipe, name), words), target, name), f"Examples of {name}"))
    elements = counted(target, "index", "unnest(elements)")
    if elements:
        found.append((_save(_bars(elements), target, "elements"), "Rows by element, the most frequent ones"))
    return found


def _properties(target: Path, recipe: Recipe) -> dict[str, Histogram]:
    columns = list(recipe.properties().values())[:_MOST]
    return {_named(c.name, c.unit): histogram(target, "properties", f'"{c.name}"') for c in columns}


def _measurements(target: Path) -> dict[str, Histogram]:
    found = {}
    for name, unit, *_ in properties_of(target)[:_MOST]:
        same = " AND ".join(f"{column} IS NOT DISTINCT FROM {_literal(value)}"
                            for column, value in (("property", name), ("canonical_unit", unit)))  # fmt: skip
        found[_named(name, unit)] = histogram(target, "measurements", MEASURED, same)
    return found


def _literal(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def _named(name: str, unit: str | None) -> str:
    return f"{name} ({unit})" if unit and unit != "1" else name


def _histograms(drawn: dict[str, Histogram]) -> "Figure":
    from matplotlib.figure import Figure

    rows = (len(drawn) + 2) // 3
    figure = Figure(figsize=(10, 2.6 * rows), layout="constrained")
    for place, (name, spread) in enumerate(drawn.items(), start=1):
        axes = figure.add_subplot(rows, min(3, len(drawn)), place)
        axes.stairs(spread.counts, spread.edges, fill=True, color=_COLOUR)
        axes.set_xscale("log" if spread.log else "linear")
        axes.set_xlabel(f"{name}\n{spread.zeros} rows of 0 are not drawn" if spread.zeros else name)
        axes.set_ylabel("rows")
    return figure


def _grid(recipe: Recipe, name: str) -> tuple[float, float]:
    """First and last point of the common grid."""
    if name == "dos":
        assert recipe.modalities.dos is not None
        return recipe.modalities.dos.energy
    assert recipe.modalities.xrd is not None
    return recipe.modalities.xrd.two_theta


def _curves(rows: list[tuple[str, list[float]]], ends: tuple[float, float], words: str) -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 1.3 * len(rows) + 0.5), layout="constrained")
    for place, (axes, (key, heights)) in enumerate(
        zip(figure.subplots(len(rows), squeeze=False)[:, 0], rows, strict=True)
    ):
        axes.plot(np.linspace(*ends, len(heights)), heights, color=_COLOUR, linewidth=0.8)
        axes.set_title(key, fontsize=8, loc="right")
        axes.set_yticks([])
        axes.tick_params(labelbottom=place == len(rows) - 1)
        axes.set_xlim(*ends)
    axes.set_xlabel(words)
    return figure


def _bars(counts: list[tuple[str, int]]) -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 2.8), layout="constrained")
    axes = figure.add_subplot()
    axes.bar([name for name, _ in counts], [count for _, count in counts], color=_COLOUR)
    axes.set_ylabel("rows")
    axes.tick_params(axis="x", labelsize=8)
    return figure


def _save(figure: "Figure", target: Path, name: str) -> str:
    folder = target / _ASSETS
    folder.mkdir(exist_ok=True)
    figure.savefig(folder / f"{name}.png", dpi=110, metadata={"Software": None})
    return f"{_ASSETS}/{name}.png"

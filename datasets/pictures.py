"""A dataset folder in, histograms of its properties and counts of its elements out, as PNG for the card."""

from pathlib import Path

from .manifest import Manifest
from .recipe import Recipe
from .statistics import counted, histogram

_ASSETS = "assets"
_MOST = 12


def draw_pictures(target: Path, recipe: Recipe, manifest: Manifest) -> list[tuple[str, str]]:
    """Draw the pictures; their paths in the dataset, each with words for those who do not see it.

    The same data gives the same bytes: no date and no version of a program is written into a picture.
    """
    from matplotlib.figure import Figure

    found: list[tuple[str, str]] = []
    names = list(recipe.properties())[:_MOST] if recipe.modalities.properties is not None else []
    if names:
        rows = (len(names) + 2) // 3
        figure = Figure(figsize=(10, 2.6 * rows), layout="constrained")
        for place, name in enumerate(names, start=1):
            axes = figure.add_subplot(rows, min(3, len(names)), place)
            axes.stairs(*histogram(target, "properties", name), fill=True, color="#4477aa")
            axes.set_xlabel(f"{name} ({recipe.properties()[name].unit})" if recipe.properties()[name].unit else name)
            axes.set_ylabel("rows")
        found.append((_save(figure, target, "properties"), "Histograms of " + ", ".join(names)))
    elements = counted(target, "index", "unnest(elements)")
    if elements:
        figure = Figure(figsize=(10, 2.8), layout="constrained")
        axes = figure.add_subplot()
        axes.bar([name for name, _ in elements], [count for _, count in elements], color="#4477aa")
        axes.set_ylabel("rows")
        axes.tick_params(axis="x", labelsize=8)
        found.append((_save(figure, target, "elements"), "Rows by element, the most frequent ones"))
    return found


def _save(figure: object, target: Path, name: str) -> str:
    folder = target / _ASSETS
    folder.mkdir(exist_ok=True)
    figure.savefig(folder / f"{name}.png", dpi=110, metadata={"Software": None})  # type: ignore[attr-defined]
    return f"{_ASSETS}/{name}.png"

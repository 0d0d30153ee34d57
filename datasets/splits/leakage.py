"""Sides of the splits in, a report on what stands on two of them out."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from ..recipe import Recipe, SplitSection
from .assign import UNUSED, Assignment

Ask: TypeAlias = Callable[[str], list[tuple[Any, ...]]]
"""A function that answers SQL over the view ``indexed``."""

LABELS = {
    "paper": "document", "duplicate_group": "duplicate_group", "duplicate_cluster": "duplicate_cluster",
    "structure_fingerprint": "structure_fingerprint", "composition": "composition",
    "chemical_system": "chemical_system", "element": "unnest(elements)",
    "space_group": "space_group_symbol_hermann_mauguin", "point_group": "point_group",
    "crystal_system": "crystal_system",
}  # fmt: skip
_SIDES = ("train", "validation", "test")


def leakage(ask: Ask, side: str) -> dict[str, Any]:
    """For each kind of label: how many stand in train and held out, and the share of held-out rows they touch.

    ``side`` is the column of the split. Rows that are not used do not count.
    """
    report: dict[str, Any] = {}
    for kind, label in LABELS.items():
        counts = ", ".join(f"count(*) FILTER (side = {code}) AS side{code}" for code in range(UNUSED))
        labels = f"SELECT {label} AS label, {side} AS side FROM indexed WHERE {side} < {UNUSED}"
        grouped = f"SELECT {counts} FROM ({labels}) WHERE label IS NOT NULL GROUP BY label"
        shared = ", ".join(
            f"count(*) FILTER (side0 > 0 AND side{code} > 0), sum(side{code}) FILTER (side0 > 0), sum(side{code})"
            for code in (1, 2)
        )
        found, *rest = ask(f"SELECT count(*), {shared} FROM ({grouped})")[0]
        if found:
            report[kind] = {"labels": int(found)} | _named(rest)
    return report


def _named(numbers: list[Any]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for name, (labels, leaked, rows) in zip(_SIDES[1:], (numbers[:3], numbers[3:]), strict=True):
        named[f"{name}_labels_in_train"] = int(labels)
        named[f"{name}_share_in_train"] = round(float(leaked or 0) / float(rows), 6) if rows else None
    return named


def _report(split: SplitSection, ask: Ask, left_out: int) -> dict[str, Any]:
    side = f"split_{split.name}"
    counts = dict(ask(f"SELECT {side}, count(*) FROM indexed GROUP BY 1"))
    return {
        "split": split.name,
        "criterion": split.criterion,
        "seed": split.seed,
        "group_by": list(split.group_by),
        "fractions_asked": list(split.fractions),
        "rows": {name: counts.get(code, 0) for code, name in enumerate((*_SIDES, "unused"))},
        "rows_left_out": left_out,
        "on_several_sides": leakage(ask, side),
    }


def write_leakage(target: Path, recipe: Recipe, ask: Ask, sides: Mapping[str, Assignment]) -> None:
    """Write ``splits/NAME.json`` for each split."""
    folder = target / "splits"
    folder.mkdir()
    for split in recipe.splits:
        text = json.dumps(_report(split, ask, sides[split.name].left_out), indent=1) + "\n"
        (folder / f"{split.name}.json").write_text(text, encoding="utf-8")

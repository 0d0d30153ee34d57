"""Sides of the splits in, a report on what stands on two of them out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..recipe import Recipe, SplitSection
from .assign import UNUSED, Assignment

_COLUMNS = {
    "paper": "document", "duplicate_group": "duplicate_group", "duplicate_cluster": "duplicate_cluster",
    "structure_fingerprint": "structure_fingerprint", "composition": "composition",
    "chemical_system": "chemical_system", "space_group": "space_group_symbol_hermann_mauguin",
    "point_group": "point_group", "crystal_system": "crystal_system",
}  # fmt: skip
_SIDES = ("train", "validation", "test")


def leakage(index: pd.DataFrame, codes: np.ndarray) -> dict[str, Any]:
    """For each kind of label: how many stand on several sides, and the share of held-out rows they touch."""
    report: dict[str, Any] = {}
    used = codes < UNUSED
    for kind, column in _COLUMNS.items():
        labels = index[column]
        known = used & labels.notna().to_numpy()
        if known.any():
            report[kind] = _shared(labels[known].reset_index(drop=True), codes[known])
    elements = index["elements"]
    if used.any() and elements.notna().any():
        exploded = elements[used].reset_index(drop=True).explode()
        report["element"] = _shared(exploded.reset_index(drop=True), codes[used][exploded.index.to_numpy()])
    return report


def _shared(labels: pd.Series, codes: np.ndarray) -> dict[str, Any]:
    in_train = set(labels[codes == 0])
    found: dict[str, Any] = {"labels": int(labels.nunique())}
    for code, side in enumerate(_SIDES[1:], start=1):
        held_out = labels[codes == code]
        leaked = held_out.isin(in_train)
        found[f"{side}_labels_in_train"] = int(held_out[leaked].nunique())
        found[f"{side}_share_in_train"] = round(float(leaked.mean()), 6) if len(held_out) else None
    return found


def _report(split: SplitSection, index: pd.DataFrame, side: Assignment) -> dict[str, Any]:
    counts = np.bincount(side.codes, minlength=UNUSED + 1)
    return {
        "split": split.name,
        "criterion": split.criterion,
        "seed": split.seed,
        "group_by": list(split.group_by),
        "fractions_asked": list(split.fractions),
        "rows": dict(zip((*_SIDES, "unused"), counts.tolist(), strict=True)),
        "rows_left_out": side.left_out,
        "on_several_sides": leakage(index, side.codes),
    }


def write_leakage(target: Path, recipe: Recipe, index: pd.DataFrame, sides: Mapping[str, Assignment]) -> None:
    """Write ``splits/NAME.json`` for each split."""
    folder = target / "splits"
    folder.mkdir()
    for split in recipe.splits:
        text = json.dumps(_report(split, index, sides[split.name]), indent=1) + "\n"
        (folder / f"{split.name}.json").write_text(text, encoding="utf-8")

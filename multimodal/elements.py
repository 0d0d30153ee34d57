"""Atomic numbers in, what is known of each element out: numbers that an element never seen in training has too."""

import warnings
from functools import lru_cache
from typing import Final

import numpy as np
from pymatgen.core import Element

LAST: Final = 103
"""The last element that is known; rows 1 to 103 of every table here are hydrogen to lawrencium."""
_NUMBERS: Final = (
    "X", "atomic_mass", "atomic_radius", "atomic_radius_calculated", "van_der_waals_radius", "mendeleev_no",
    "ionization_energy", "electron_affinity", "melting_point", "molar_volume", "average_ionic_radius",
    "min_oxidation_state", "max_oxidation_state", "thermal_conductivity", "group", "row",
)  # fmt: skip
_BLOCKS: Final = ("s", "p", "d", "f")
_BINS: Final = 8


def _number(element: Element, name: str) -> float:
    try:
        value = getattr(element, name)
        return float(value) if value is not None else np.nan
    except (ValueError, TypeError, AttributeError):
        return np.nan


def _shells(element: Element) -> list[float]:
    """Electrons in the outermost s, p, d and f shells."""
    counts: dict[str, float] = dict.fromkeys(_BLOCKS, 0.0)
    for _, block, electrons in element.full_electronic_structure:
        counts[block] = float(electrons)
    return [counts[block] for block in _BLOCKS]


@lru_cache(maxsize=1)
def element_features() -> np.ndarray:
    """``(104, F)`` float32: pymatgen's properties of the elements, standardised, and each in soft bins; row 0 is zero.

    The bins are CGCNN's idea (Xie and Grossman 2018), with linear interpolation between neighbouring bins. A value
    that pymatgen does not have is the mean, with zeros in the bins.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        elements = [Element.from_Z(z) for z in range(1, LAST + 1)]
        table = np.array([[*(_number(e, n) for n in _NUMBERS), *_shells(e)] for e in elements])
        blocks = np.array([[float(e.block == block) for block in _BLOCKS] for e in elements])
    known = np.isfinite(table)
    low, high = np.nanmin(table, axis=0), np.nanmax(table, axis=0)
    mean, spread = np.nanmean(table, axis=0), np.nanstd(table, axis=0)
    standard = np.where(known, (table - mean) / spread, 0.0)
    place = np.where(known, (table - low) / (high - low), 0.0) * (_BINS - 1)
    bins = np.clip(1 - np.abs(place[..., None] - np.arange(_BINS)), 0, None) * known[..., None]
    features = np.concatenate([standard, bins.reshape(LAST, -1), blocks], axis=1)
    return np.concatenate([np.zeros((1, features.shape[1])), features]).astype(np.float32)

"""A structure or a measured pattern in, powder diffraction on the recipe's 2-theta grid out."""

from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from pymatgen.analysis.diffraction.xrd import WAVELENGTHS, XRDCalculator
from pymatgen.core import Structure

from ..recipe import Xrd


def two_theta_grid(options: Xrd) -> np.ndarray:
    """The common grid, degrees, shape (points,)."""
    low, high = options.two_theta
    return low + options.step * np.arange(round((high - low) / options.step) + 1)


@lru_cache(maxsize=4)
def _calculator(wavelength: str) -> XRDCalculator:
    return XRDCalculator(wavelength, symprec=0)


def computed_pattern(structure: Structure, options: Xrd) -> dict[str, Any]:
    """Kinematic powder pattern by pymatgen, strongest line 100; ``own`` are the lines before broadening.

    Lorentz-polarisation, no Debye-Waller factors, no preferred orientation.
    """
    pattern = _calculator(options.wavelength).get_pattern(structure, two_theta_range=options.two_theta)
    centres, heights = np.asarray(pattern.x, dtype=float), np.asarray(pattern.y, dtype=float)
    sigma = options.fwhm / (2 * np.sqrt(2 * np.log(2)))
    grid = two_theta_grid(options)
    intensity = np.exp(-0.5 * ((grid[:, None] - centres[None, :]) / sigma) ** 2) @ heights
    top = intensity.max(initial=0.0)
    return _row(
        options, intensity * (100 / top if top > 0 else 0), centres, heights,
        {"wavelength": WAVELENGTHS[options.wavelength], "origin": "computed", "method": "pymatgen XRDCalculator",
         "method_version": version("pymatgen")},
    )  # fmt: skip


def measured_pattern(payload: dict[str, Any], options: Xrd) -> dict[str, Any]:
    """A pattern as measured: resampled to the grid (0 outside the scan), strongest point 100, and as it was."""
    centres, heights = np.asarray(payload["two_theta"], dtype=float), np.asarray(payload["intensity"], dtype=float)
    intensity = np.interp(two_theta_grid(options), centres, heights, left=0.0, right=0.0)
    top = intensity.max(initial=0.0)
    return _row(
        options, intensity * (100 / top if top > 0 else 0), centres, heights,
        {"wavelength": payload.get("wavelength"), "origin": payload.get("origin", "reported"),
         "method": payload.get("method", "linear resampling"), "method_version": payload.get("version", "1")},
    )  # fmt: skip


def _row(options: Xrd, intensity: np.ndarray, x: np.ndarray, y: np.ndarray, made: dict[str, Any]) -> dict[str, Any]:
    return {
        "intensity": intensity.astype(np.float32),
        "own_two_theta": x.astype(np.float32),
        "own_intensity": y.astype(np.float32),
        "two_theta_start": options.two_theta[0],
        "two_theta_step": options.step,
    } | made

"""Densities of states and charge densities as read in, the same on the recipe's common grid out."""

from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter1d, zoom

from ..recipe import ChargeDensity, Dos


def dos_row(payload: dict[str, Any], options: Dos) -> dict[str, Any]:
    """A density of states around its Fermi energy (eV), 0 outside its own range, and as it was.

    ``payload``: ``energy`` and ``dos`` of one length, ``fermi_energy`` (0 where energies are relative to it).
    """
    energy, dos = np.asarray(payload["energy"], dtype=float), np.asarray(payload["dos"], dtype=float)
    fermi = float(payload.get("fermi_energy") or 0.0)
    low, high = options.energy
    grid = np.linspace(low, high, options.points)
    order = np.argsort(energy, kind="stable")
    values = np.interp(grid, (energy - fermi)[order], dos[order], left=0.0, right=0.0)
    if options.smearing > 0:
        values = gaussian_filter1d(values, options.smearing / (grid[1] - grid[0]), mode="constant")
    return {
        "dos": values.astype(np.float32),
        "own_energy": energy.astype(np.float32),
        "own_dos": dos.astype(np.float32),
        "fermi_energy": fermi,
        "energy_start": low,
        "energy_step": float(grid[1] - grid[0]),
        "origin": payload.get("origin", "computed"),
        "method": payload.get("method"),
        "method_version": payload.get("version"),
    }


def charge_density_row(payload: dict[str, Any], options: ChargeDensity) -> dict[str, Any]:
    """A charge density divided by its cell's volume (where known), resampled and, if asked, sign(x) log1p|x|.

    ``payload``: ``density`` (nx, ny, nz) as CHGCAR counts it (electrons times cell volume over grid points), or
    already per volume where ``volume`` is None.
    """
    density = np.asarray(payload["density"], dtype=np.float64)
    volume = payload.get("volume")
    own_shape = list(density.shape)
    if volume:
        density = density / float(volume)
    target = (options.grid,) * 3
    if density.shape != target:
        factors = [new / old for new, old in zip(target, density.shape, strict=True)]
        density = zoom(density, factors, order=1, mode="grid-wrap", grid_mode=True)
    if options.log:
        density = np.sign(density) * np.log1p(np.abs(density))
    return {
        "charge_density": density.astype(np.float32).tolist(),
        "own_shape": own_shape,
        "volume": float(volume) if volume else None,
        "transform": "sign log1p" if options.log else "none",
        "origin": payload.get("origin", "computed"),
        "method": payload.get("method"),
        "method_version": payload.get("version"),
    }

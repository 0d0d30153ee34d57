"""A small dataset folder in the layout that ``matloom build`` writes, of crystals of our own making."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CUBES = ("Li", "Na", "K", "Rb", "Cs", "Mg", "Ca", "Sr", "Ba", "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu")
ANIONS = ("O", "S", "F", "Cl")
SPLITS = ("train", "validation", "test", "unused")


def materials(count: int) -> list[tuple[str, str, float]]:
    """Rock salts: cation, anion, and a lattice parameter in angstrom that depends on both."""
    pairs = [(cation, anion) for anion in ANIONS for cation in CUBES]
    return [(c, a, 4.0 + 0.07 * CUBES.index(c) + 0.31 * ANIONS.index(a)) for c, a in pairs[:count]]


def pattern(a: float, grid: np.ndarray | None = None) -> list[float]:
    """Peaks at the Bragg angles of a face-centred lattice for Cu K-alpha, from 10 to 90 degrees."""
    grid = np.linspace(10, 90, 128) if grid is None else grid
    heights = np.zeros(len(grid))
    for squares, height in ((3, 1.0), (4, 0.9), (8, 0.6), (11, 0.3), (12, 0.25)):
        sine = 1.5406 * np.sqrt(squares) / (2 * a)
        if sine < 1:
            heights += height * np.exp(-(((grid - 2 * np.degrees(np.arcsin(sine))) / 0.8) ** 2))
    return heights.astype(np.float32).tolist()


def write_table(path: Path, table: str, columns: dict[str, pa.Array | list]) -> None:
    """One Parquet file ``data/TABLE/train-00000-of-00001.parquet``."""
    folder = path / "data" / table
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), folder / "train-00000-of-00001.parquet")


def write_dataset(path: Path, count: int = 48, *, without_xrd: int = 0, nan_in_xrd: int | None = None) -> Path:
    """``count`` rock salts with crystal, xrd and properties; the last ``without_xrd`` have no pattern."""
    rows = materials(count)
    keys = [f"m-{i}" for i in range(count)]
    names = json.dumps({"info": {"features": {"split_hash": {"names": list(SPLITS)}}}})
    index = pa.table(
        {
            "material_id": keys,
            "chemical_formula_reduced": ["".join(sorted((c, a))) for c, a, _ in rows],
            "duplicate_group": keys,
            "split_hash": [2 if i % 6 == 5 else 1 if i % 6 == 4 else 0 for i in range(count)],
        }
    ).replace_schema_metadata({"huggingface": names})
    (path / "data" / "index").mkdir(parents=True)
    pq.write_table(index, path / "data" / "index" / "train-00000-of-00001.parquet")
    write_table(
        path,
        "crystal",
        {
            "material_id": keys,
            "lattice_vectors": [[[0, a / 2, a / 2], [a / 2, 0, a / 2], [a / 2, a / 2, 0]] for _, _, a in rows],
            "cartesian_site_positions": [[[0.0, 0.0, 0.0], [a / 2, a / 2, a / 2]] for _, _, a in rows],
            "species_at_sites": [[c, an] for c, an, _ in rows],
        },
    )
    patterns = [pattern(a) for _, _, a in rows[: count - without_xrd]]
    if nan_in_xrd is not None:
        patterns[nan_in_xrd][7] = float("nan")
    write_table(path, "xrd", {"material_id": keys[: len(patterns)], "intensity": patterns})
    write_table(path, "properties", {"material_id": keys, "a": [a for _, _, a in rows]})
    write_table(path, "text", {"material_id": keys, "text": [f"{c} {an}, cubic, a = {a:.2f}" for c, an, a in rows]})
    return path


def tiny_config(data: Path | str, /, **sections: dict) -> dict:
    """A run of a few seconds over crystal and xrd."""
    data = Path(data)
    config = {
        "data": {"path": str(data), "split": "hash", "cache": str(data.parent / "cache")},
        "modalities": {
            "crystal": {"width": 16, "layers": 1},
            "xrd": {"width": 16, "layers": 2, "points": 128, "two_theta": [10, 90]},
        },
        "model": {"width": 16, "hidden": 16},
        "train": {"steps": 8, "batch_size": 16, "warmup": 2, "checkpoint_every": 2, "validate_every": 0, "threads": 1},
    }
    for name, values in sections.items():
        config[name] = {**config.get(name, {}), **values}
    return config

"""A text, a crystal file, a spectrum or an image in, its embedding by a pretrained tower out."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import torch
from PIL import Image, UnidentifiedImageError
from pymatgen.core import Structure

from ..multimodal.cache import Cache
from ..multimodal.joint import JointModel
from ..multimodal.modalities.spectrum import Spectrum
from ..multimodal.modality import Modality
from ..records.errors import MatloomError

_MOST_BYTES: Final = 20_000_000


def _file(query: str) -> bytes:
    path = Path(query)
    if not path.is_file():
        raise MatloomError("E001", path=path)
    if path.stat().st_size > _MOST_BYTES:
        raise MatloomError("M014", why=f"{path} is larger than {_MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def _text_row(query: str, modality: Modality) -> dict[str, Any]:
    return {modality.columns[0]: query}


def _crystal_row(query: str, modality: Modality) -> dict[str, Any]:
    content = _file(query).decode("utf-8", "replace")
    try:
        structure = Structure.from_str(content, fmt="cif")
    except Exception as error:
        # pymatgen raises many kinds of error for a file that is no CIF.
        raise MatloomError("M014", why=f"{query} is not a CIF that can be read: {error}") from error
    return {
        "lattice_vectors": structure.lattice.matrix.tolist(),
        "cartesian_site_positions": structure.cart_coords.tolist(),
        "species_at_sites": [site.species_string for site in structure],
    }


def _spectrum_row(query: str, modality: Modality) -> dict[str, Any]:
    """Two columns, position and height, are put on the dataset's grid; one column is taken to be on it."""
    content = _file(query)
    try:
        rows = np.loadtxt(io.BytesIO(content), delimiter="," if query.endswith(".csv") else None, ndmin=2)
    except ValueError as error:
        raise MatloomError("M014", why=f"{query} is not a table of numbers: {error}") from error
    return {modality.columns[0]: _heights(query, rows, modality)}


def _pattern_row(query: str, modality: Modality) -> dict[str, Any]:
    """A file of a diffractometer, in any format that a dataset can be built of; or a table of numbers."""
    import geddes

    try:
        pattern = geddes.read_bytes(_file(query), query)
    except ValueError:
        return _spectrum_row(query, modality)
    return {modality.columns[0]: _heights(query, np.stack([pattern.x, pattern.y], axis=1), modality)}


def _heights(query: str, rows: np.ndarray, modality: Modality) -> list[float]:
    if rows.shape[1] < 2 or not isinstance(modality, Spectrum):
        return rows[:, -1].astype(np.float32).tolist()
    order = np.argsort(rows[:, 0], kind="stable")
    grid = np.linspace(*modality.ends, modality.points)
    heights = np.interp(grid, rows[order, 0], rows[order, 1], left=0.0, right=0.0)
    if not heights.any():
        first, last = modality.ends
        raise MatloomError("M014", why=f"{query} has nothing between {first:g} and {last:g}, where the tower looks")
    return heights.astype(np.float32).tolist()


def _image_row(query: str, modality: Modality) -> dict[str, Any]:
    content = _file(query)
    try:
        with Image.open(io.BytesIO(content)):
            return {modality.columns[0]: {"bytes": content, "path": None}}
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise MatloomError("M014", why=f"{query} is not an image: {error}") from error


_READERS: Final[dict[str, tuple[str, Callable[[str, Modality], dict[str, Any]]]]] = {
    "text": ("text/", _text_row),
    "cif": ("crystal/", _crystal_row),
    "dos": ("dos/", _spectrum_row),
    "xrd": ("xrd/", _pattern_row),
    "image": ("image/", _image_row),
}
WAYS: Final = tuple(_READERS)
"""How a query can be given."""


@torch.inference_mode()
def embed_query(model: JointModel, by: str, query: str) -> np.ndarray:
    """The embedding ``(width,)`` of a text or of a file by its path. Raises MatloomError E001, E006, M003, M014."""
    if by not in _READERS:
        raise MatloomError("E006", kind="query", name=by, known=", ".join(WAYS))
    kind, read = _READERS[by]
    towers = [name for name, modality in model.modalities.items() if modality.kind.startswith(kind)]
    if not towers:
        known = ", ".join(sorted(modality.kind for modality in model.modalities.values()))
        raise MatloomError("E006", kind="tower", name=kind.rstrip("/"), known=known)
    modality = model.modalities[towers[0]]
    row = read(query, modality)
    table = pa.Table.from_pylist([{"material_id": "query", **row}])
    inputs = modality.read(table, Cache()).take(np.array([0]))
    return model.encode(towers[0], inputs)[0].numpy()

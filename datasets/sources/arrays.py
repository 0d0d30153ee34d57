"""Arrays in .npz and HDF5 files and CHGCARs in: densities of states, charge densities and vectors by material out."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from ...records.errors import MatloomError
from ..recipe import SourceSection
from ..rows import BadRow, SourceRow

_COLUMNS = {"dos": ("energy", "dos"), "charge_density": ("density", "volume"), "embedding": ("embedding",)}


def array_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """Arrays whose first axis is the material, of a ``.npz`` or HDF5 (``.h5``, ``.hdf5``) file.

    ``id`` names the array of ids. ``options``: ``modality`` (dos, charge_density or embedding), ``arrays`` (the
    file's names of energy, dos, density, volume or embedding), ``mask`` (an array that is false where a row of
    zeros stands for nothing), ``fermi_energy``, ``method``. A row with a value that is not finite is bad.
    """
    modality = source.options.get("modality")
    if modality not in _COLUMNS:
        raise MatloomError("E006", kind="modality of an array source", name=modality, known=", ".join(_COLUMNS))
    with closing(_open(path)) as arrays:
        yield from _rows(source, path, arrays, modality)


def _open(path: Path) -> Any:
    if path.suffix == ".npz":
        return np.load(path, allow_pickle=False)
    try:
        import h5py
    except ImportError as error:
        raise MatloomError("E002", command=f"reading {path.name}", extra="datasets") from error
    return h5py.File(path, "r")


def _rows(source: SourceSection, path: Path, arrays: Mapping[str, Any], modality: str) -> Iterator[SourceRow | BadRow]:
    named: dict[str, str] = source.options.get("arrays", {})
    wanted = {name: named.get(name, name) for name in _COLUMNS[modality]}
    try:
        columns = {name: arrays[key] for name, key in wanted.items() if key in arrays or name != "volume"}
        ids = np.asarray(arrays[source.id])
        mask = np.asarray(arrays[source.options["mask"]]) if source.options.get("mask") else np.ones(len(ids), bool)
    except (KeyError, ValueError) as error:
        yield BadRow("B009", path.name, error)
        return
    if path.suffix == ".npz":
        columns = {name: np.asarray(column) for name, column in columns.items()}
    for line, (identifier, exists) in enumerate(zip(ids, mask, strict=True), start=1):
        if not exists:
            continue
        key = identifier.decode() if isinstance(identifier, bytes) else str(identifier)
        payload: dict[str, Any] = {name: np.asarray(column[line - 1]) for name, column in columns.items()}
        where = f"{path.name} row {line} ({key})"
        if not all(np.isfinite(values).all() for values in payload.values()):
            yield BadRow("B004", where, "the array holds NaN or inf")
            continue
        payload |= {name: source.options.get(name) for name in ("fermi_energy", "method")}
        payload["origin"] = source.options.get("origin", "computed")
        if modality == "charge_density" and "volume" in payload:
            payload["volume"] = float(payload["volume"])
        yield SourceRow(key=f"{source.prefix}{key}", where=where, source=source.name, licence=source.licence,
                        doi=source.doi, payloads={modality: (payload,)})  # fmt: skip


def chgcar_rows(source: SourceSection, path: Path) -> Iterator[SourceRow | BadRow]:
    """A VASP charge density: the structure and the total density; the file's name is the id.

    ``CHGCAR.mp-1``, ``mp-1.CHGCAR`` and ``mp-1/CHGCAR`` all stand for mp-1.
    """
    from pymatgen.io.vasp.outputs import Chgcar

    key = path.name.replace("CHGCAR", "").removesuffix(".gz").strip("._-") or path.parent.name
    density = Chgcar.from_file(path)
    payload = {"density": density.data["total"], "volume": density.structure.volume, "origin": "computed"}
    yield SourceRow(key=f"{source.prefix}{key}", where=path.name, source=source.name, licence=source.licence,
                    structure=density.structure.as_dict(), structure_format="json", doi=source.doi,
                    payloads={"charge_density": (payload,)})  # fmt: skip

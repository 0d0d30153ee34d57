"""A dataset folder in, its index, splits and tables out, all in the order of the index."""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ..records.errors import MatloomError
from .modality import Modality

PARTS: Final = ("train", "validation", "test")
"""What a split divides the rows into."""


class DatasetDirectory:
    """A dataset as ``matloom build`` writes it: ``data/TABLE/PART-*.parquet``, one of the tables being ``index``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / "data" / "index").is_dir():
            raise MatloomError("M001", path=path, why="there is no data/index in it")
        self.tables = sorted(folder.name for folder in (path / "data").iterdir() if folder.is_dir())
        self.index = self._read("index")
        self.key = "sample_id" if "sample_id" in self.index.column_names else "material_id"
        self.keys: list[str] = self.index[self.key].to_pylist()
        self.place = {key: place for place, key in enumerate(self.keys)}
        if len(self.place) != len(self.keys):
            raise MatloomError("M001", path=path, why=f"the index has a {self.key} twice")

    def _read(self, table: str, columns: list[str] | None = None) -> pa.Table:
        files = sorted((self.path / "data" / table).glob("*.parquet"))
        if not files:
            raise MatloomError("M001", path=self.path, why=f"there is no Parquet file in data/{table}")
        try:
            for file in files if columns else ():
                there = pq.read_schema(file).names
                missing = [column for column in columns or () if column not in there]
                if missing:
                    why = f"data/{table} has no column {', '.join(missing)}. It has: {', '.join(there)}"
                    raise MatloomError("M001", path=self.path, why=why)
            parts = [pq.read_table(file, columns=columns) for file in files]
            return pa.concat_tables([part.replace_schema_metadata(parts[0].schema.metadata) for part in parts])
        except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
            raise MatloomError("M001", path=self.path, why=f"data/{table}: {str(error)[:300]}") from error

    def table(self, name: str) -> pa.Table:
        """A whole table, as it is in the files."""
        return self._read(name)

    def __len__(self) -> int:
        return len(self.keys)

    def _manifest(self) -> dict[str, Any]:
        """What ``matloom build`` tells of the dataset; nothing where it was made otherwise."""
        path = self.path / "dataset.json"
        if not path.exists():
            return {}
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise MatloomError("M001", path=self.path, why=f"{path.name}: {error}") from error

    @property
    def fingerprint(self) -> str:
        """The content hash that the dataset was built with; empty where there is no manifest."""
        return str(self._manifest().get("fingerprint", ""))

    def units(self) -> dict[str, str]:
        """The units of properties, as the recipe that the dataset was built with names them."""
        sources = [source.get("properties") or {} for source in self._manifest().get("recipe", {}).get("sources", [])]
        return {own["name"]: own["unit"] for source in sources for own in source.values() if own.get("unit")}

    def splits(self) -> list[str]:
        """The names of the splits."""
        return [name.removeprefix("split_") for name in self.index.column_names if name.startswith("split_")]

    def split(self, name: str) -> np.ndarray:
        """The part of each row under the split ``name``: an array of strings ``(rows,)``."""
        if name not in self.splits():
            raise MatloomError("E006", kind="split", name=name, known=", ".join(self.splits()))
        column = self.index[f"split_{name}"]
        if pa.types.is_string(column.type):
            return np.array(column.to_pylist(), dtype=object)
        names = self._class_names(f"split_{name}")
        return np.array([names[i] for i in column.to_pylist()], dtype=object)

    def _class_names(self, column: str) -> list[str]:
        features = json.loads((self.index.schema.metadata or {}).get(b"huggingface", b"{}"))
        try:
            return list(features["info"]["features"][column]["names"])
        except KeyError as error:
            raise MatloomError("M001", path=self.path, why=f"{column} has numbers without their names") from error

    def materials(self) -> np.ndarray:
        """A number for each row ``(rows,)``, the same for rows of one material and for duplicates of it."""
        groups = "duplicate_group" if "duplicate_group" in self.index.column_names else "material_id"
        own = self.index[groups].to_pylist()
        labels = [group if group is not None else key for group, key in zip(own, self.keys, strict=True)]
        return np.unique(np.array(labels, dtype=object).astype(str), return_inverse=True)[1].astype(np.int64)

    def rows(self, modality: Modality, name: str) -> tuple[pa.Table, np.ndarray]:
        """Key and columns of a modality's table, and for each of its rows the place in the index; in that order.

        Rows with a key that the index does not have, and rows that are not complete, are left out.
        Raises MatloomError M001 or M002 where nothing is left to read.
        """
        table, columns = modality.table, modality.columns
        if table not in self.tables:
            raise MatloomError("M002", modality=name, table=table, path=self.path, known=", ".join(self.tables))
        found = self._read(table, [self.key, *columns])
        for column in columns if modality.complete else ():
            found = found.filter(found[column].is_valid())
        places = np.array([self.place.get(key, -1) for key in found[self.key].to_pylist()], dtype=np.int64)
        order = np.argsort(places, kind="stable")
        order = order[places[order] >= 0]
        if not len(order):
            raise MatloomError("M001", path=self.path, why=f"data/{table} has no row of a material of the index")
        return found.take(pa.array(order)), places[order]

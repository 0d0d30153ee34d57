"""What arrays are made from in, the arrays out: from a file if they were made before."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

Arrays = dict[str, np.ndarray]


def rows_digest(rows: pa.Table) -> str:
    """A hash of the content of a table, whatever its chunks."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema.remove_metadata()) as stream:
        stream.write_table(rows.combine_chunks().replace_schema_metadata(None))
    return hashlib.blake2b(sink.getvalue(), digest_size=16).hexdigest()


def default_cache() -> Path:
    """The user's folder for what can be made again: ``matloom`` in ``XDG_CACHE_HOME``, or in ``~/.cache``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matloom"


class Cache:
    """Arrays in a folder, named by a hash of all they depend on; without a folder nothing is kept."""

    def __init__(self, folder: Path | None = None, workers: int = 1) -> None:
        self.folder = folder
        self.workers = workers
        """How many processes may work on what is not there yet."""

    def arrays(self, key: tuple[object, ...], rows: pa.Table, make: Callable[[], Arrays]) -> Arrays:
        """``make()``, or what it gave when it was called with the same key and rows."""
        if self.folder is None:
            return make()
        digest = hashlib.blake2b(repr((key, rows_digest(rows))).encode(), digest_size=16).hexdigest()
        path = self.folder / f"{digest}.safetensors"
        if path.exists():
            try:
                return load_file(path)
            except SafetensorError:
                path.unlink()
        made = make()
        self._write(path, made)
        return made

    def _write(self, path: Path, arrays: Arrays) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            pass
        save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, part.name)
        Path(part.name).replace(path)

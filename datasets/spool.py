"""Chunks of derived rows in, Arrow files in a scratch folder out; read again table by table in the same order."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from .workers import FACTS, Chunk

_ROWS, _BYTES = 16_384, 16_000_000


@dataclass(slots=True)
class _Waiting:
    """Chunks that are written together, up to _ROWS or _BYTES, since chunks of small rows are many."""

    write: Callable[[pa.Table], None]
    tables: list[pa.Table] = field(default_factory=list)
    rows: int = 0
    size: int = 0

    def add(self, table: pa.Table) -> None:
        self.tables.append(table)
        self.rows += table.num_rows
        self.size += table.nbytes
        if self.rows >= _ROWS or self.size >= _BYTES:
            self.flush()

    def flush(self) -> None:
        if self.tables:
            self.write(pa.concat_tables(self.tables).combine_chunks())
        self.tables, self.rows, self.size = [], 0, 0


class Spool:
    """Scratch files of one build: facts as Parquet (DuckDB reads them), modalities as Arrow streams."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.facts: Final = folder / "facts.parquet"
        self.ordinals = 0
        self._open = ExitStack()
        facts = self._open.enter_context(pq.ParquetWriter(self.facts, FACTS, compression="zstd"))
        self._waiting_facts = self._buffer(facts.write_table)
        self._waiting: dict[str, _Waiting] = {}

    def _buffer(self, write: Callable[[pa.Table], None]) -> _Waiting:
        waiting = _Waiting(write)
        self._open.callback(waiting.flush)
        return waiting

    def add(self, chunk: Chunk) -> None:
        """Append a chunk."""
        if chunk.facts.num_rows:
            self._waiting_facts.add(chunk.facts)
            self.ordinals = chunk.facts.column("ordinal")[-1].as_py() + 1
        for name, table in chunk.tables.items():
            if name not in self._waiting:
                sink = self._open.enter_context(pa.OSFile(str(self.path(name)), "wb"))
                options = pa.ipc.IpcWriteOptions(compression="lz4")
                stream = self._open.enter_context(pa.ipc.new_stream(sink, table.schema, options=options))
                self._waiting[name] = self._buffer(stream.write_table)
            self._waiting[name].add(table)

    def path(self, name: str) -> Path:
        """Where a table's stream lies."""
        return self.folder / f"{name}.arrows"

    def has(self, name: str) -> bool:
        """Whether any row has this modality."""
        return self.path(name).exists()

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The table's rows as they were added."""
        if not self.has(name):
            return
        with pa.OSFile(str(self.path(name)), "rb") as source, pa.ipc.open_stream(source) as stream:
            yield from stream

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

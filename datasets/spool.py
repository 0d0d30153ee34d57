"""Chunks of derived rows in, Arrow files in a scratch folder out; read again table by table in the same order."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from .workers import FACTS, Chunk

_FACTS_ROWS = 65_536


class Spool:
    """Scratch files of one build: facts as Parquet (DuckDB reads them), modalities as Arrow streams."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.facts = folder / "facts.parquet"
        self._facts_writer = pq.ParquetWriter(self.facts, FACTS, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._streams: dict[str, tuple[pa.OSFile, pa.RecordBatchStreamWriter]] = {}
        self.ordinals = 0

    def add(self, chunk: Chunk) -> None:
        """Append a chunk."""
        if chunk.facts.num_rows:
            self._waiting.append(chunk.facts)
            self.ordinals = chunk.facts.column("ordinal")[-1].as_py() + 1
        if sum(table.num_rows for table in self._waiting) >= _FACTS_ROWS:
            self._flush_facts()
        for name, table in chunk.tables.items():
            if name not in self._streams:
                sink = pa.OSFile(str(self.path(name)), "wb")
                options = pa.ipc.IpcWriteOptions(compression="lz4")
                self._streams[name] = sink, pa.ipc.new_stream(sink, table.schema, options=options)
            self._streams[name][1].write_table(table)

    def _flush_facts(self) -> None:
        if self._waiting:
            self._facts_writer.write_table(pa.concat_tables(self._waiting))
            self._waiting = []

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
        self.close()

    def close(self) -> None:
        """Finish the files; they can be read from here on."""
        self._flush_facts()
        self._facts_writer.close()
        for sink, writer in self._streams.values():
            writer.close()
            sink.close()
        self._streams = {}

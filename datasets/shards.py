"""Arrow tables in, Parquet shards with the hub's names out: the same rows give the same bytes."""

from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

ROWS_PER_GROUP: Final = {"charge_density": 128, "images": 128}
_ROWS = 2048


class ShardWriter:
    """Writes one table's rows of one split to ``FOLDER/SPLIT-00000-of-00002.parquet``.

    Row groups have a fixed number of rows wherever the incoming batches are cut, so bytes do not depend on them.
    """

    def __init__(self, folder: Path, split: str, schema: pa.Schema, rows_per_shard: int) -> None:
        self.folder, self.split, self.schema = folder, split, schema
        self.group = ROWS_PER_GROUP.get(folder.name, _ROWS)
        self.limit = max(self.group, rows_per_shard - rows_per_shard % self.group)
        self.rows = 0
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0
        self._in_shard = 0
        self._parts: list[Path] = []
        self._writer: pq.ParquetWriter | None = None
        self.folder.mkdir(parents=True, exist_ok=True)

    def add(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        if batch.num_rows:
            self._waiting.append(batch)
            self._waiting_rows += batch.num_rows
        if self._waiting_rows >= self.group:
            self._write(last=False)

    def _write(self, last: bool) -> None:
        table = pa.Table.from_batches(self._waiting, self.schema)
        start = 0
        while table.num_rows - start >= (1 if last else self.group):
            piece = table.slice(start, self.group).combine_chunks()
            self._open().write_table(piece, row_group_size=self.group)
            start += piece.num_rows
            self.rows += piece.num_rows
            self._in_shard += piece.num_rows
            if self._in_shard >= self.limit:
                self._close()
        rest = table.slice(start)
        self._waiting, self._waiting_rows = rest.to_batches(), rest.num_rows

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            self._parts.append(self.folder / f"{self.split}-{len(self._parts):05d}.part")
            self._writer = pq.ParquetWriter(self._parts[-1], self.schema, compression="zstd", write_page_index=True)
            self._in_shard = 0
        return self._writer

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def finish(self) -> list[Path]:
        """Write what waits and give the shards their final names."""
        if self._waiting_rows:
            self._write(last=True)
        self._close()
        total = len(self._parts)
        return [part.rename(part.with_name(f"{self.split}-{number:05d}-of-{total:05d}.parquet"))
                for number, part in enumerate(self._parts)]  # fmt: skip

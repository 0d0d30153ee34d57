"""What a run did in, its row out: the only place of the store that knows the time of day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import msgspec

from .store import Store


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as a run saw it, and the document that it held.

    ``code`` stands for the program that then found the document to be as of ``digest`` in the store.
    """

    path: str
    size: int
    modified_ns: int
    document: str
    digest: str = ""
    code: str = ""


@dataclass(slots=True)
class RunLog:
    """What a run has done so far; ``stage_seconds`` are summed over all workers.

    ``stages`` are the versions of the stages; none where no paper was new.
    """

    papers: int = 0
    pages: int = 0
    unchanged: int = 0
    stage_seconds: dict[str, float] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)

    def add_seconds(self, seconds: Mapping[str, float]) -> None:
        """Adds what one paper took, by stage."""
        for stage, value in seconds.items():
            self.stage_seconds[stage] = self.stage_seconds.get(stage, 0.0) + value


def begin_run(store: Store, version: str, options: Mapping[str, object]) -> int:
    """Notes that a run begins; returns its number."""
    row = store.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchone()
    number = int(row[0]) if row else 1
    store.connection.execute(
        "INSERT INTO runs VALUES (?, ?, NULL, NULL, ?, MAP {}, ?, 0, 0, 0, MAP {}, [])",
        [number, _now(), version, msgspec.json.encode(options).decode()],
    )
    return number


def end_run(
    store: Store, run: int, outcome: Literal["done", "interrupted"], log: RunLog, files: Mapping[str, KnownFile]
) -> None:
    """Notes what the run did and which files it saw; of files only the newest run keeps the list."""
    with store.transaction():
        store.connection.execute("UPDATE runs SET files = [] WHERE len(files) > 0")
        store.connection.execute(
            """UPDATE runs SET ended = ?, outcome = ?, papers = ?, pages = ?, unchanged = ?, stage_seconds = ?,
            stages = ?, files = ? WHERE id = ?""",
            [_now(), outcome, log.papers, log.pages, log.unchanged, log.stage_seconds, log.stages,
             [msgspec.to_builtins(files[path]) for path in sorted(files)], run],
        )  # fmt: skip


def known_files(store: Store) -> dict[str, KnownFile]:
    """The files that the runs so far saw, by path."""
    rows = store.connection.execute("SELECT unnest(files) FROM runs ORDER BY id").fetchall()
    return {row["path"]: KnownFile(**row) for (row,) in rows}


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

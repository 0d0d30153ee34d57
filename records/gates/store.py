"""A database in; the hits of all rules written to its problems, in the place of those of an earlier check."""

from collections.abc import Callable

import msgspec

from ..model import PaperRecords
from ..store.store import Store
from .hits import STAGE, Hit, Rule
from .rules import hits


def check_store(store: Store, tell: Callable[[PaperRecords, list[tuple[Rule, Hit]]], None]) -> None:
    """Runs every rule over every paper and stores the hits; ``tell`` hears each paper with its hits."""
    store.connection.execute("DELETE FROM problems WHERE stage = ?", [STAGE])
    for paper in store.papers():
        found = list(hits(paper))
        _write(store, paper.document.id, found)
        tell(paper, found)


def _write(store: Store, document: str, found: list[tuple[Rule, Hit]]) -> None:
    if not found:
        return
    with store.transaction():
        row = store.connection.execute(
            "SELECT coalesce(max(ordinal) + 1, 0) FROM problems WHERE document = ?", [document]
        ).fetchone()
        first = int(row[0]) if row else 0
        problems = [rule.problem(hit) for rule, hit in found]
        store.connection.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)",
            [[document, first + place, problem.stage, problem.code, problem.why,
              msgspec.json.encode(problem.where).decode()] for place, problem in enumerate(problems)],
        )  # fmt: skip

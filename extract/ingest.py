"""Files in, a filled store out: what is new is read, what changed is read again, the rest is left as it is."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

import duckdb
import msgspec

from ..records.errors import Problem
from ..records.store.runs import KnownFile, RunLog, begin_run, end_run, known_files
from ..records.store.store import Store
from .discovery import PaperFile
from .executor import Executor
from .pipeline import Pipeline, PipelineConfig, fingerprint
from .worker import Limits, Outcome, Task, unread


@dataclass(frozen=True, slots=True)
class Progress:
    """One paper has been settled: read (with its number of pages) or found unchanged."""

    source: str
    pages: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did, and the documents of the papers that it was given, in order."""

    log: RunLog
    documents: tuple[str, ...]
    finished: bool


def ingest(
    papers: Sequence[PaperFile],
    store: Store,
    config: PipelineConfig,
    executor: Executor,
    *,
    limits: Limits,
    version: str,
    tell: Callable[[Progress], None] = lambda _: None,
) -> IngestReport:
    """Brings the store up to date with ``papers``, in their order.

    Every paper is written in one transaction, so that whatever ends the run costs the paper in hand at
    most; stages whose result is cached are not run again. An interrupt (Ctrl-C) ends the run in good order.
    """
    run = _Run(store, config, limits, tell)
    number = begin_run(store, version, {"stages": config.options, "limits": msgspec.to_builtins(limits)})
    finished = False
    try:
        run.all(papers, executor)
        finished = True
    except KeyboardInterrupt:
        pass
    finally:
        end_run(store, number, "done" if finished else "interrupted", run.log, run.files)
    return IngestReport(run.log, tuple(run.documents), finished)


class _Run:
    """The state of one run: what the store has, and what has been settled so far."""

    def __init__(self, store: Store, config: PipelineConfig, limits: Limits, tell: Callable[[Progress], None]) -> None:
        self.store, self.config, self.limits, self.tell = store, config, limits, tell
        self.code = f"{fingerprint(config)} {limits}"
        self.files = known_files(store)
        self.digests = store.extractions()
        self.sources = dict(store.connection.execute("SELECT id, source FROM documents").fetchall())
        self.log = RunLog()
        self.documents: dict[str, None] = {}
        self.turns: list[tuple[PaperFile, str]] = []
        self.early: dict[int, Outcome] = {}
        self.next = 0

    @cached_property
    def pipeline(self) -> Pipeline:
        """The stages, by whose versions it is told what is new; loading them takes longer than a run without news."""
        pipeline = Pipeline.build(self.config)
        self.log.stages = {name: stage.version for name, stage in pipeline.stages.items()}
        return pipeline

    def all(self, papers: Iterable[PaperFile], executor: Executor) -> None:
        for outcome in executor.run(self._tasks(papers)):
            if outcome.results:
                self.store.keep_results(outcome.document, outcome.results)
            self.early[outcome.number] = outcome
            self._write_ready()
        self._write_ready()
        self.store.remove_unused_materials()

    def _tasks(self, papers: Iterable[PaperFile]) -> Iterator[Task]:
        """A task for each paper that is not in the store as this pipeline would write it."""
        for paper in papers:
            document = self._document(paper)
            original = self._original(document, paper)
            if original == paper.source:
                self._settled(paper)
            elif original is not None:
                self._set_aside(paper, f"{document}:{paper.source}", Problem.of("read", "D016", source=original))
            elif paper.preferred is not None:
                self._set_aside(paper, document, Problem.of("read", "D017", source=paper.preferred))
            else:
                digest = self._digest(paper, document)
                if self._is_new(paper, document, (digest, self._lost(digest))):
                    yield self._task(paper, document, digest)
                else:
                    self._vouch(paper, self.digests[document])

    def _digest(self, paper: PaperFile, document: str) -> str:
        """The digest that the document has in the store when it is up to date."""
        known = self.files[paper.place]
        if known.code == self.code and known.digest == self.digests.get(document):
            return known.digest
        return list(self.pipeline.keys(document, paper.source).values())[-1].digest

    def _task(self, paper: PaperFile, document: str, digest: str) -> Task:
        cached = self.store.results(document)
        number = self._turn(paper, digest)
        return Task(number=number, path=os.fsencode(paper.path), document=document, source=paper.source, cached=cached)

    def _turn(self, paper: PaperFile, digest: str) -> int:
        self.turns.append((paper, digest))
        return len(self.turns) - 1

    def _is_new(self, paper: PaperFile, document: str, digests: tuple[str, ...]) -> bool:
        self.documents[document] = None
        if self.digests.get(document) not in digests:
            return True
        self._settled(paper)
        return False

    def _vouch(self, paper: PaperFile, digest: str) -> None:
        """Notes that this program has found the store up to date with the file."""
        path = paper.place
        self.files[path] = replace(self.files[path], digest=digest, code=self.code)

    def _settled(self, paper: PaperFile) -> None:
        self.log.unchanged += 1
        self.tell(Progress(paper.source, 0, fresh=False))

    def _set_aside(self, paper: PaperFile, document: str, problem: Problem) -> None:
        """Gives a file whose records stand with another one a row of its own that says so, in its turn."""
        digest = f"{problem.code} {problem.why}"
        if self._is_new(paper, document, (digest,)):
            number = self._turn(paper, digest)
            task = Task(number=number, path=os.fsencode(paper.path), document=document, source=paper.source)
            self.early[number] = replace(unread(task, problem), aside=True, lost=False)

    def _lost(self, digest: str) -> str:
        """The digest of a paper that broke a limit: it is tried again when the limits are others."""
        return f"{digest} lost at {self.limits.seconds} s, {self.limits.megabytes} MB"

    def _document(self, paper: PaperFile) -> str:
        """The file's document id: of the last run when size and time are the same, else from the content."""
        path = paper.place
        known = self.files.get(path)
        if known is not None and (known.size, known.modified_ns) == (paper.size, paper.modified_ns):
            return known.document
        document = _hash(paper.path)
        self.files[path] = KnownFile(path, paper.size, paper.modified_ns, document)
        if known is not None and known.document != document:
            self._forget(known.document)
        return document

    def _forget(self, document: str) -> None:
        """Takes out a document whose last file now holds something else."""
        if not any(file.document == document for file in self.files.values()):
            self.store.remove(document)
            self.digests.pop(document, None)

    def _original(self, document: str, paper: PaperFile) -> str | None:
        """The name of another file that holds the same content and has its records, if there is one."""
        if document in self.documents:
            return self.sources[document]
        source = self.sources.get(document)
        if source is None or source == paper.source:
            self.sources[document] = paper.source
            return None
        elsewhere = (file.path for file in self.files.values() if file.document == document)
        if any(PurePath(path).name == source and Path(path).is_file() for path in elsewhere):
            return source
        self.sources[document] = paper.source
        return None

    def _write_ready(self) -> None:
        """Writes the outcomes whose turn has come, so that rows stand in the order of the papers."""
        while self.next in self.early:
            outcome = self.early.pop(self.next)
            paper, digest = self.turns[self.next]
            self._write(outcome, paper, digest)
            self.next += 1
            self.log.papers += not outcome.aside
            self.log.pages += outcome.pages
            self.log.add_seconds(outcome.seconds)
            self.tell(Progress(paper.source, outcome.pages, fresh=True))

    def _write(self, outcome: Outcome, paper: PaperFile, digest: str) -> None:
        digest = self._lost(digest) if outcome.lost else digest
        digest = digest if outcome.finished else f"{digest} unfinished"
        if outcome.finished and not outcome.aside:
            self._vouch(paper, digest)
        try:
            self.store.write(outcome.document, digest, outcome.batches)
        except (duckdb.ConstraintException, duckdb.ConversionException) as error:
            task = Task(number=outcome.number, path=b"", document=outcome.document, source=paper.source)
            problem = Problem.of("store", "S001", why=str(error)[:500])
            self.store.write(outcome.document, digest, unread(task, problem).batches)


def _hash(path: Path) -> str:
    """``sha256:`` and the hash of the file's content; of its name where the file cannot be opened."""
    try:
        with path.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError:
        return f"sha256:{hashlib.sha256(str(path.name).encode('utf-8', 'replace')).hexdigest()}"


def counts(store: Store, documents: Sequence[str]) -> Mapping[str, int]:
    """How many samples, values, ... the documents have, by table."""
    tables = ("samples", "measurements", "synthesis", "structures", "spectra", "figures", "tables")
    query = "SELECT count(*) FROM {} WHERE document IN (SELECT unnest($1))"
    rows = {table: store.connection.execute(query.format(table), [list(documents)]).fetchone() for table in tables}
    return {table: row[0] if row else 0 for table, row in rows.items()}


def problem_counts(store: Store, documents: Sequence[str]) -> Mapping[str, int]:
    """How many problems of each code the documents have."""
    query = "SELECT code, count(*) FROM problems WHERE document IN (SELECT unnest($1)) GROUP BY code ORDER BY code"
    return dict(store.connection.execute(query, [list(documents)]).fetchall())

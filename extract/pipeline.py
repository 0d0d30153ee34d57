"""A paper's bytes in, its records and every stage's result out: the stages in order, by name and version."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final, get_origin
from uuid import uuid4

import msgspec

from ..records.errors import MatloomError, Problem, Result
from ..records.identity import content_id
from ..records.model import PaperRecords
from ..records.store.results import StoredResult
from .cache import UnreadableError, problems_of, stored, unpack
from .stage import Stage, StageKey

STAGES: Final[dict[str, str]] = {
    "read@1": "matloom.extract.readers.reading:Read",
    "tables@1": "matloom.extract.tables.finding.stage:Tables",
    "figures@1": "matloom.extract.figures.finder:Figures",
    "parse@1": "matloom.extract.parse:Parse",
    "table_findings@1": "matloom.extract.tables.stage:TableFindings",
    "text_findings@1": "matloom.extract.text.stage:TextFindings",
    "structures@1": "matloom.extract.text.structures.stage:StructureFindings",
    "synthesis@1": "matloom.extract.text.synthesis.stage:SynthesisFindings",
    "plots@1": "matloom.extract.plots.stage:PlotStage",
    "link@1": "matloom.extract.link.stage:LinkStage",
}
"""Where each stage lives, in the order of the run."""
OPTIONAL: Final[dict[str, str]] = {
    "llm_replies@1": "matloom.extract.text.llm.replies:LlmReplies",
    "llm_findings@1": "matloom.extract.text.llm.stage:LlmFindings",
}
"""Stages that run only where they are asked for, in front of the linker."""
NOT_KEPT: Final = frozenset({"parse"})
"""Stages that are quicker to run again than to keep: their value repeats most of their input."""
PASSING: Final = frozenset({"X001", "X002"})
"""Problems that the next run may not meet: a stage that has one gets its unfinished value back and goes on from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineConfig:
    """All that it takes to build the same pipeline again, in another process or on another machine.

    ``stages`` are names of :data:`STAGES` or import paths (``package.module:Class``) of one's own; the last
    one returns PaperRecords. ``options`` are the options of stages that differ from the default, by name.
    """

    stages: tuple[str, ...] = tuple(STAGES)
    options: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRun:
    """What came of one paper; ``records`` is None where the linker could not run. ``seconds`` are by stage.

    Where it is not ``finished``, a stage met a passing problem: nothing that hangs on it is kept for the next run.
    """

    records: PaperRecords | None
    problems: tuple[Problem, ...]
    results: tuple[StoredResult, ...]
    seconds: dict[str, float]
    finished: bool = True


def build_stage(name: str, options: Mapping[str, Mapping[str, Any]]) -> Stage[Any]:
    """The stage registered as ``name``, with its own of ``options``.

    Raises:
        MatloomError: E006, for an unknown name or option.
    """
    where = (STAGES | OPTIONAL).get(name, name)
    if ":" not in where:
        raise MatloomError("E006", kind="stage", name=name, known=", ".join(STAGES | OPTIONAL))
    module, attribute = where.split(":", 1)
    make: Any = getattr(import_module(module), attribute)
    own = options.get(make.name)
    if not own:
        return make()
    kind: Any = type(make().options)
    for unknown in set(own) - set(kind.__dataclass_fields__):
        known = ", ".join(kind.__dataclass_fields__)
        raise MatloomError("E006", kind=f"option of {make.name}", name=unknown, known=known)
    return make(options=msgspec.convert(own, kind))


def fingerprint(config: PipelineConfig) -> str:
    """Stands for the program and its configuration, told without loading the stages; new with every edit of a file.

    Stages from elsewhere are not looked into: with one of them no two fingerprints are the same.
    """
    foreign = [name for name in config.stages if name not in STAGES | OPTIONAL]
    root = Path(__file__).parents[1]
    files = sorted(
        (str(path.relative_to(root)), status.st_size, status.st_mtime_ns)
        for room in ("records", "extract")
        for path in (root / room).rglob("*")
        if path.suffix != ".pyc" and path.is_file() and (status := path.stat())
    )
    return content_id("code", config, files, uuid4().hex if foreign else "")


class Pipeline:
    """The stages in order. A stage that fails costs its own result only: what can run without it runs."""

    def __init__(self, stages: Sequence[Stage[Any]]) -> None:
        self.stages = {stage.name: stage for stage in stages}

    @classmethod
    def build(cls, config: PipelineConfig) -> "Pipeline":
        """Builds what ``config`` says. Raises MatloomError E006 for unknown stages and options."""
        pipeline = cls([build_stage(name, config.options) for name in config.stages])
        for name in config.options.keys() - pipeline.stages.keys():
            raise MatloomError("E006", kind="stage", name=name, known=", ".join(pipeline.stages))
        return pipeline

    def keys(self, document: str, source: str) -> dict[str, StageKey[Any]]:
        """The keys of all stages' results for a file, known without running any. The last one names the records."""
        digests = {"bytes": document, "doc_id": document, "source": source}
        keys: dict[str, StageKey[Any]] = {}
        for name, stage in self.stages.items():
            keys[name] = StageKey.of(stage, {need: digests[need] for need in stage.needs if need in digests})
            digests[name] = keys[name].digest
        return keys

    def value(self, name: str, content: bytes, document: str, source: str) -> tuple[Any, tuple[Problem, ...]]:
        """What the stage ``name`` makes of a file, and the problems on the way; None if it could not run."""
        paper = self._paper(content, document, source, {})
        return paper.value(name), paper.all_problems()

    def run(self, content: bytes, document: str, source: str, cached: Mapping[str, StoredResult]) -> PaperRun:
        """Runs the stages whose result is not in ``cached`` under its key."""
        paper = self._paper(content, document, source, cached)
        for name in self.stages:
            if name not in NOT_KEPT:
                paper.settle(name)
        return paper.outcome()

    def _paper(self, content: bytes, document: str, source: str, cached: Mapping[str, StoredResult]) -> "_Paper":
        paper = _Paper(self.stages, self.keys(document, source), cached)
        paper.values |= {"bytes": content, "doc_id": document, "source": source}
        return paper


class _Paper:
    """The values of one paper's stages, each read from the cache or made when first needed."""

    def __init__(
        self, stages: Mapping[str, Stage[Any]], keys: Mapping[str, StageKey[Any]], cached: Mapping[str, StoredResult]
    ) -> None:
        self.stages, self.keys = stages, keys
        self.cached = {name: kept for name, kept in cached.items() if name in keys and kept.digest == keys[name].digest}
        self.begun = {name: kept for name, kept in cached.items() if name in keys and kept.digest == _begun(keys[name])}
        self.unfinished: set[str] = set()
        self.values: dict[str, Any] = {}
        self.problems: dict[str, tuple[Problem, ...]] = {}
        self.results: list[StoredResult] = []
        self.seconds: dict[str, float] = {}

    def settle(self, name: str) -> None:
        """Sees that the stage's result is there, decoded only when somebody needs it."""
        kept = self.cached.get(name)
        if kept is None:
            self.value(name)
            return
        try:
            self.problems[name] = problems_of(kept)
        except UnreadableError:
            del self.cached[name]
            self.value(name)

    def value(self, name: str) -> Any:
        if name not in self.values:
            self.values[name] = self._restored(name) if name in self.cached else self._made(name)
        return self.values[name]

    def _restored(self, name: str) -> Any:
        try:
            return unpack(self.cached[name].value, self.stages[name].output)
        except UnreadableError:
            return self._made(name)

    def _made(self, name: str) -> Any:
        stage = self.stages[name]
        began = time.perf_counter()
        inputs = {need: self.value(need) for need in stage.needs if need in self.values or need in self.stages}
        result: Result[Any] | None = None
        if any(value is None for value in inputs.values()):
            return None
        if name in self.begun:
            inputs[name] = self._unfinished_value(name)
        try:
            result = stage(inputs)
        except MemoryError:
            raise
        except Exception as error:  # a stage may fail on any paper; the run and the other stages go on
            why = f"{type(error).__name__}: {error}"[:500]
            self.problems[name] = (Problem.of(name, "S001", why=why),)
            return _empty(stage.output)
        finally:
            self.seconds[name] = time.perf_counter() - began
        self.problems[name] = result.problems
        self._keep(name, result)
        return result.value

    def _unfinished_value(self, name: str) -> Any:
        """What the stage had when it met a passing problem; None if that cannot be read."""
        try:
            return unpack(self.begun[name].value, self.stages[name].output)
        except UnreadableError:
            return None

    def _keep(self, name: str, result: Result[Any]) -> None:
        key = self.keys[name]
        if any(problem.code in PASSING for problem in result.problems):
            self.unfinished.add(name)
            self.results.append(replace(stored(key, result), digest=_begun(key)))
        elif self.unfinished.intersection(self.stages[name].needs):
            self.unfinished.add(name)
        elif name not in NOT_KEPT:
            self.results.append(stored(key, result))

    def all_problems(self) -> tuple[Problem, ...]:
        return tuple(problem for name in self.stages for problem in self.problems.get(name, ()))

    def outcome(self) -> PaperRun:
        problems = self.all_problems()
        records = self.value(list(self.stages)[-1])
        if records is not None:
            records = replace(records, problems=problems)
        return PaperRun(
            records=records,
            problems=problems,
            results=tuple(self.results),
            seconds=self.seconds,
            finished=not self.unfinished,
        )


def _begun(key: StageKey[Any]) -> str:
    """The digest under which the unfinished result of a key is kept."""
    return f"{key.digest} begun"


def _empty(output: Any) -> Any:
    """What stands for the result of a stage that failed: nothing found, or None where that cannot be said."""
    if get_origin(output) is tuple:
        return ()
    try:
        return output()
    except TypeError:
        return None

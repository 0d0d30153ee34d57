"""Texts in, spans and relations of the asked schemes out, by the shipped model: one pass of its encoder serves all."""

import json
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from .decode import Nesting, ScoredSpan, candidates, decode, logit, probability
from .recipe_chain import RecipeChain
from .rescoring import Rescoring
from .tokens import Window, batch, windows

SHIPPED: Final = Path(__file__).parent / "model"
Array: TypeAlias = npt.NDArray[np.float32]
REACH: Final = 120
"""Spans that begin more pieces apart than this are not asked for a relation."""
PAIRS: Final = 4096
"""Pairs of spans in a pass of a relation head."""
DOUBTFUL: Final = -5.0
"""Spans with a lower score have no say in whether a recipe goes on."""
MOST_SPANS: Final = 256
"""Spans of a window between which relations are asked for."""


@dataclass(frozen=True, slots=True)
class ScoredRelation:
    """A relation from the span at index ``head`` to the one at ``tail``."""

    head: int
    tail: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scheme says of a text: spans by their place, and relations between them."""

    spans: tuple[ScoredSpan, ...] = ()
    relations: tuple[ScoredRelation, ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """A scheme: labels, how spans nest, relations, and the pairs of labels that may be related.

    The thresholds are the logits above which a span or a relation is said. A scheme with a ``chain`` can read the
    sentences of a paragraph together; one with a ``rescoring`` decides by its scores.
    """

    name: str
    labels: tuple[str, ...]
    nesting: Nesting
    relations: tuple[str, ...]
    allowed: frozenset[tuple[int, int]]
    span_threshold: float = 0.0
    relation_threshold: float = 0.0
    chain: RecipeChain | None = None
    rescoring: Rescoring | None = None

    @classmethod
    def of(cls, written: dict[str, Any], folder: Path) -> "Heads":
        """The scheme as it stands in the config of the model in ``folder``."""
        place, rescoring = written["labels"].index, folder / rescoring_file(written["name"])
        return cls(
            written["name"],
            tuple(written["labels"]),
            frozenset((place(inner), place(outer)) for inner, outer in written["inside"]),
            tuple(written["relations"]),
            frozenset((int(head), int(tail)) for head, tail in written["allowed_pairs"]),
            **{f"{kind}_threshold": score for kind, score in written.get("thresholds", {}).items()},
            chain=RecipeChain(**written["chain"]) if "chain" in written else None,
            rescoring=Rescoring.load(rescoring, tuple(written["labels"])) if rescoring.is_file() else None,
        )

    def said(self, scores: Array, window: Window, text: str, doubt: float = 0.0) -> list[ScoredSpan]:
        """The spans of a window of ``text``, given the doubt whether its sentence belongs to a recipe."""
        if self.rescoring:
            scores = self.rescoring(scores, window, text, doubt)
        elif doubt:
            spans = decode(scores, window, self.labels, self.nesting, DOUBTFUL)
            return surer(spans, doubt, self.span_threshold)
        return decode(scores, window, self.labels, self.nesting, self.span_threshold)


def rescoring_file(scheme: str) -> str:
    """The name of the file that holds a scheme's rescoring, where it has one."""
    return f"{scheme}_rescoring.json"


@dataclass(slots=True)
class Found:
    """What grows while a text is read, window by window."""

    spans: list[ScoredSpan] = field(default_factory=list[ScoredSpan])
    relations: list[ScoredRelation] = field(default_factory=list[ScoredRelation])

    def add(self, spans: Sequence[ScoredSpan]) -> range:
        """Take in the spans of a window; their indices."""
        first = len(self.spans)
        self.spans.extend(spans)
        return range(first, len(self.spans))

    def sorted(self) -> Reading:
        """Spans by their place, and the relations with the indices that they have then."""
        order = sorted(
            range(len(self.spans)), key=lambda i: (self.spans[i].start, -self.spans[i].end, self.spans[i].label)
        )
        now = {before: after for after, before in enumerate(order)}
        relations = sorted(
            (replace(r, head=now[r.head], tail=now[r.tail]) for r in self.relations),
            key=lambda r: (r.head, r.tail, r.label),
        )
        return Reading(tuple(self.spans[i] for i in order), tuple(relations))


Span: TypeAlias = tuple[int, int, str]
"""Start and end in the text, and a label."""


class TextReader:
    """The model in ``folder``. Graphs are loaded when they are first used; ``threads`` 0 takes all cores."""

    def __init__(self, folder: Path = SHIPPED, threads: int = 0) -> None:
        self._folder, self._threads = folder, threads
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}
        config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.version: str = config["version"]
        self.schemes: dict[str, Heads] = {s["name"]: Heads.of(s, folder) for s in config["schemes"]}

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Text into word pieces."""
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def with_thresholds(self, scheme: str, *, span: float = 0.0, relation: float = 0.0) -> "TextReader":
        """The same model, with other thresholds for one scheme."""
        other = copy(self)
        heads = replace(self.schemes[scheme], span_threshold=span, relation_threshold=relation)
        other.schemes = {**self.schemes, scheme: heads}
        return other

    def read(self, texts: Iterable[str], schemes: Sequence[str]) -> Iterator[dict[str, Reading]]:
        """For each text, in order, what each of ``schemes`` says of it."""
        asked = [self.schemes[name] for name in schemes]
        for text in texts:
            found = {heads.name: Found() for heads in asked}
            for window, states in self._passes(text):
                for heads in asked:
                    mine = found[heads.name]
                    spans = heads.said(self._scores(heads, window, states), window, text)
                    self._relate(heads, window, states, mine, mine.add(spans))
            yield {name: readings.sorted() for name, readings in found.items()}

    def read_paragraph(self, sentences: Sequence[str], scheme: str) -> list[Reading]:
        """What a scheme says of each sentence of a paragraph, where it has a chain by the scores of ``amid``.

        Relations stay within a sentence.
        """
        heads = self.schemes[scheme]
        if heads.chain is None or len(sentences) < 2:
            return [found[scheme] for found in self.read(sentences, [scheme])]
        readings: list[Reading] = []
        for text, (doubt, windows_) in zip(sentences, self.amid(sentences, scheme), strict=True):
            found = Found()
            for window, states, scores in windows_:
                among = found.add(heads.said(scores, window, text, doubt))
                self._relate(heads, window, states, found, among)
            readings.append(found.sorted())
        return readings

    def amid(self, sentences: Sequence[str], scheme: str) -> list[tuple[float, list[tuple[Window, Array, Array]]]]:
        """For each sentence of a paragraph the doubt whether the recipe goes on there, and its windows.

        With each window come its states and scores, the mean of those in the sentence alone and in its paragraph. A
        scheme without a chain has no doubt, and the scores of the sentence alone.
        """
        heads = self.schemes[scheme]
        around: list[tuple[Window, Array]] = []
        if heads.chain and len(sentences) > 1:
            wider = self._passes(" ".join(sentences))
            around = [(window, self._scores(heads, window, states)) for window, states in wider]
        read: list[list[tuple[Window, Array, Array]]] = []
        start = 0
        for text in sentences:
            passes = ((window, states, self._scores(heads, window, states)) for window, states in self._passes(text))
            read.append([(window, states, mean_with(own, window, start, around)) for window, states, own in passes])
            start += len(text) + 1
        best = [max((surest(scores, window) for window, _, scores in one), default=DOUBTFUL) for one in read]
        doubts = heads.chain.doubts(best) if heads.chain else [0.0] * len(read)
        return list(zip(doubts, read, strict=True))

    def relate(self, rows: Iterable[tuple[str, Sequence[Span]]], scheme: str) -> Iterator[Reading]:
        """For each text, in order, the relations between the spans that are given with it; they keep their indices.

        Spans with a label that the scheme lacks, or that leave a window, have none.
        """
        heads = self.schemes[scheme]
        for text, spans in rows:
            found = Found([ScoredSpan(*span, 1.0) for span in spans])
            for window, states in self._passes(text):
                self._relate(heads, window, states, found, range(len(found.spans)))
            yield Reading(tuple(found.spans), tuple(found.relations))

    def _session(self, name: str) -> onnxruntime.InferenceSession:
        if name not in self._sessions:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self._threads
            options.log_severity_level = 3
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            path = str(self._folder / f"{name}.onnx")
            self._sessions[name] = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return self._sessions[name]

    def _run(self, graph: str, inputs: dict[str, Any]) -> Array:
        return np.asarray(self._session(graph).run(None, inputs)[0], dtype=np.float32)

    def _passes(self, text: str) -> Iterator[tuple[Window, Array]]:
        """The windows of a text with the encoder's states (1, n, hidden).

        One at a time: activations are quantized by what is read together, so that a text's result would depend on its
        neighbours; without padding it is faster, too.
        """
        marks = self.tokenizer.token_to_id("[CLS]") or 0, self.tokenizer.token_to_id("[SEP]") or 0
        for window in windows(text, self.tokenizer):
            ids, shapes, mask = batch([window], *marks)
            yield window, self._run("encoder", {"ids": ids, "shapes": shapes, "mask": mask})

    def _scores(self, heads: Heads, window: Window, states: Array) -> Array:
        last = len(window.ids) + 1
        return self._run(heads.name, {"states": states})[0, :, 1:last, 1:last]

    def _relate(self, heads: Heads, window: Window, states: Array, found: Found, among: range) -> None:
        """Add the relations between the spans ``among`` those found that lie in the window."""
        if not heads.relations:
            return
        pairs = list(_pairs(heads, _places(heads, window, found.spans, among)))
        for low in range(0, len(pairs), PAIRS):
            part = pairs[low : low + PAIRS]
            inputs = {
                "states": states,
                "rows": np.zeros(len(part), dtype=np.int64),
                "heads": np.array([head[1:] for head, _ in part]),
                "tails": np.array([tail[1:] for _, tail in part]),
            }
            logits = self._run(f"{heads.name}_relations", inputs)
            for at, label in np.argwhere(logits > heads.relation_threshold):
                head, tail = part[at]
                score = round(probability(float(logits[at, label])), 4)
                found.relations.append(ScoredRelation(head[0], tail[0], heads.relations[label], score))


def surest(scores: Array, window: Window) -> float:
    """The score of a window's best span, at least ``DOUBTFUL``."""
    *_, values = candidates(scores, window, DOUBTFUL)
    return float(values.max(initial=DOUBTFUL))


def surer(spans: Sequence[ScoredSpan], doubt: float, threshold: float) -> list[ScoredSpan]:
    """The spans with ``doubt`` taken from their scores, as far as these are above ``threshold`` then."""
    lowered = [replace(span, score=round(probability(logit(span.score) - doubt), 4)) for span in spans]
    return [span for span in lowered if span.score > probability(threshold)]


def mean_with(scores: Array, window: Window, start: int, around: Sequence[tuple[Window, Array]]) -> Array:
    """A window's scores, and the mean with those of the same pieces in a wider text's window that holds them all.

    ``start`` is where the window's text begins in the wider text.
    """
    for wider, others in around:
        first = int(np.searchsorted(wider.starts, window.starts[0] + start))
        last = first + len(window.ids)
        if np.array_equal(wider.starts[first:last], window.starts + start) and np.array_equal(
            wider.ids[first:last], window.ids
        ):
            return np.float32(0.5) * (scores + others[:, first:last, first:last])
    return scores


_Place: TypeAlias = tuple[int, int, int, int]
"""A span's index, its first and last piece in a row of states, and its label's index."""


def _places(heads: Heads, window: Window, spans: Sequence[ScoredSpan], among: range) -> list[_Place]:
    """Where the spans stand in the window; positions move by one for the mark at its start."""
    places: list[_Place] = []
    for index in among:
        span = spans[index]
        first = int(np.searchsorted(window.ends, span.start, side="right"))
        last = int(np.searchsorted(window.starts, span.end, side="left")) - 1
        inside = window.starts[0] <= span.start and span.end <= window.ends[-1]
        if inside and first <= last and span.label in heads.labels:
            places.append((index, first + 1, last + 1, heads.labels.index(span.label)))
    return places[:MOST_SPANS]


def _pairs(heads: Heads, places: Sequence[_Place]) -> Iterator[tuple[_Place, _Place]]:
    """Ordered pairs of spans near each other whose labels may be related."""
    for head in places:
        for tail in places:
            if head is not tail and (head[3], tail[3]) in heads.allowed and abs(head[1] - tail[1]) <= REACH:
                yield head, tail


@cache
def text_reader(threads: int = 0) -> TextReader:
    """The shipped model, loaded once a process."""
    return TextReader(threads=threads)

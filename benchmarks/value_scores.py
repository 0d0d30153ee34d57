"""Annotated papers and sentences in, the model that scores values of running text out: how good it is, or its weights.

Run: python -m benchmarks.value_scores [FOLDER ...] [fit]

Each FOLDER holds annotated papers (``*.gold.json``); sentences are those of MuLMS, but of no paper of an ``unseen_*``
folder. A candidate is right where an annotated value has its number, its unit and its words. Scores are of papers left
out of the fit. ``fit`` writes the weights of a fit to all into ``extract/text/statements/value_scores.json``.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matloom.extract.document import Document
from matloom.extract.pipeline import Pipeline, PipelineConfig
from matloom.extract.text.mentions.definitions import document_definitions
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.mentions.sample_names import sample_names
from matloom.extract.text.stage import STATED
from matloom.extract.text.statements.candidates import candidates
from matloom.extract.text.statements.characterisation_lists import listed_values
from matloom.extract.text.statements.sentence_view import Sentence, sentences
from matloom.extract.text.statements.spectra import spectroscopies
from matloom.extract.text.statements.symbols import explained_symbols
from matloom.extract.text.statements.value_features import features
from matloom.extract.text.statements.values import is_value
from matloom.records.quantity_grammar import QuantitySpan
from matloom.records.units import parse_unit
from matloom.records.vocabulary import Vocabulary
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from .measured_values import overlap, pairs
from .records import paper
from .records_detail import scorer
from .text import TEXT, read
from .unseen import unseen

Row = dict[str, Any]
WEIGHTS = Path(__file__).parents[1] / "extract/text/statements/value_scores.json"
LEAST = 0.4
MOST = 8
"""Candidates of a value that the fit looks at."""
STRENGTH = 0.1
"""Of the regularisation: the inverse of its weight, as scikit-learn has it."""
OF_SENTENCES = 0.2
"""What a candidate of MuLMS counts, whose annotators had another question, beside one of an annotated paper."""
OF_OTHER_WORDS = 0.5
"""What the plainest candidate counts whose value alone is annotated."""
STAGES = ("read@1", "tables@1", "figures@1", "parse@1", "table_findings@1")


@dataclass(frozen=True, slots=True)
class Case:
    """A quantity of ``paper``: the features of its candidates, which of them are right, and whether its value is."""

    paper: str
    source: str
    rows: tuple[dict[str, float], ...]
    right: tuple[bool, ...]
    value: bool


def parsed(gold: Row, folder: Path) -> tuple[Document, Any]:
    """An annotated paper as its document, with what its tables say."""
    path = paper(gold["doc"], folder)
    content = path.read_bytes()
    pipeline = Pipeline.build(PipelineConfig(stages=STAGES))
    name = "sha256:" + hashlib.sha256(content).hexdigest()
    document, findings = (pipeline.value(stage, content, name, path.name)[0] for stage in ("parse", "table_findings"))
    return document, findings


def of_sentence(sentence: Sentence) -> Iterator[tuple[QuantitySpan, list[tuple[dict[str, float], Any]]]]:
    """The quantities of a sentence with their candidates and the features of these."""
    vocabulary = Vocabulary.load()
    listing = listed_values(sentence)
    for span in sentence.quantities:
        if listing and span.start >= listing[0].head[0]:
            break
        unit = parse_unit(span.quantity.unit) if span.quantity.unit else None
        if is_value(sentence, span, unit):
            found = candidates(sentence, span, unit, vocabulary)
            yield span, list(zip(features(sentence, found, unit, MOST), found, strict=False))


def of_paper(gold: Row, document: Document, table_findings: Any) -> Iterator[Case]:
    """The cases of an annotated paper."""
    rules = scorer()
    definitions = document_definitions(document, "benchmark", "1")
    names = sample_names(document, definitions, table_findings)
    glossary = Glossary.of(definitions, tuple(block.text for block in document.body()), names)
    wanted = [value for value in gold["measurements"] if value.get("origin") != "read-off"]
    stated = [block for block in document.body() if block.type in STATED]
    symbols = explained_symbols((block.running for block in stated), Vocabulary.load())
    spoken = spectroscopies(block.running for block in stated)
    for block, spectroscopy in zip(stated, spoken, strict=True):
        marks = [mark.start for mark in block.citations]
        parts = (
            block.running,
            block.section or "",
            block.type,
            glossary,
            Vocabulary.load(),
            marks,
            symbols,
            spectroscopy,
        )
        for sentence in sentences(*parts):
            for span, found in of_sentence(sentence):
                own = [value for value in wanted if _same_value(rules, span, value)]
                right = tuple(
                    any(rules["same_property"](_named(sentence, one), value) for value in own) for _, one in found
                )
                yield Case(gold["doc"], "paper", tuple(row for row, _ in found), right, bool(own))


def _same_value(rules: Row, span: QuantitySpan, value: Row) -> bool:
    said = (item.quantity for item in (span, *span.items))
    return any(
        rules["same_value"]({"value": q.value, "low": q.low, "high": q.high, "unit": q.unit}, value) for q in said
    )


def _named(sentence: Sentence, candidate: Any) -> Row:
    phrase = candidate.phrase
    words = (phrase.named or sentence.text[slice(*phrase.whole)]) if phrase else ""
    return {"property": candidate.property.name, "words": words}


def of_corpus() -> Iterator[Case]:
    """The cases of the annotated sentences, without those of unseen papers: those of a value tied to a property."""
    for row in read(TEXT / "mulms.train.jsonl"):
        wanted = [] if row["doc"] in unseen() else list(pairs(row))
        for sentence in sentences(row["text"], "", "paragraph", Glossary(), Vocabulary.load()) if wanted else ():
            for span, found in of_sentence(sentence):
                own = [pair for pair in wanted if overlap((span.start, span.end), pair.value)]
                right = tuple(
                    any(
                        pair.role != "condition" and one.phrase is not None and overlap(one.phrase.whole, pair.words)
                        for pair in own
                    )
                    for _, one in found
                )
                if own:
                    value = any(pair.role != "condition" for pair in own)
                    yield Case(row["doc"], "sentence", tuple(row for row, _ in found), right, value)


def fitted(cases: Iterable[Case]) -> tuple[DictVectorizer, LogisticRegression]:
    """The model fitted to some cases."""
    rows: list[dict[str, float]] = []
    marks: list[bool] = []
    counts: list[float] = []
    for case in cases:
        other = case.value and not any(case.right)
        for place, row in enumerate(case.rows):
            if not other or (place == 0 and case.source == "paper"):
                rows.append(row)
                marks.append(case.right[place] or other)
                counts.append((OF_OTHER_WORDS if other else 1.0) * (OF_SENTENCES if case.source == "sentence" else 1.0))
    vectors = DictVectorizer(sparse=False)
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(vectors.fit_transform(rows), np.array(marks), sample_weight=np.array(counts))
    return vectors, model


def left_out(cases: Sequence[Case]) -> Iterator[tuple[Case, list[float]]]:
    """The cases of each paper with the probabilities by a fit to all others."""
    for name in sorted({case.paper for case in cases if case.source == "paper"}):
        # Papers of the open-access set are among the sentences under other names.
        alike = (name, "oastm") if name.startswith("S") else (name,)
        vectors, model = fitted(case for case in cases if not case.paper.startswith(alike))
        for case in cases:
            if case.paper == name and case.source == "paper" and case.rows:
                yield case, model.predict_proba(vectors.transform(list(case.rows)))[:, 1].tolist()


def told(scored: Sequence[tuple[Case, list[float]]], least: float) -> str:
    """What comes of values at least so probable."""
    said = value = words = 0
    for case, likely in scored:
        place = likely.index(max(likely))
        if likely[place] >= least:
            said, value, words = said + 1, value + case.value, words + case.right[place]
    wanted = sum(case.value for case, _ in scored)
    return (
        f"least {least:.2f}: {said} said of {wanted} that can be; right {value / max(1, said):.3f}, "
        f"found {value / max(1, wanted):.3f}, with the words {words / max(1, wanted):.3f}"
    )


def write(cases: Sequence[Case]) -> None:
    """Fit to all cases and keep the weights."""
    vectors, model = fitted(cases)
    papers, corpus = (len({case.paper for case in cases if case.source == one}) for one in ("paper", "sentence"))
    (intercept,) = np.asarray(model.intercept_).tolist()
    weights = {
        name: round(float(weight), 4)
        for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) >= 0.005
    }
    card = {
        "fitted_on": f"{papers} annotated papers, and sentences of {corpus} papers of MuLMS (train)",
        "least": LEAST,
        "intercept": round(float(intercept), 4),
        "weights": dict(sorted(weights.items())),
    }
    WEIGHTS.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Read the annotations, and print the scores or write the weights."""
    folders = [Path(word) for word in sys.argv[1:] if word != "fit"]
    cases = list(of_corpus())
    with tempfile.TemporaryDirectory() as place:
        for path in sorted(path for folder in folders for path in folder.glob("*.gold.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            cases.extend(of_paper(gold, *parsed(gold, Path(place))))
    scored = list(left_out(cases))
    print(*(told(scored, least) for least in (0.3, 0.35, 0.4, 0.45, 0.5)), sep="\n")
    if "fit" in sys.argv:
        write(cases)


if __name__ == "__main__":
    main()

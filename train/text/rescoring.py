"""A shipped model and its corpora in, the rescoring of a scheme's spans beside it out: ``matloom train rescore``.

The rescoring has to learn from scores of text that the model has not learnt. So the training documents are parted into
folds, a model of that scheme alone is trained without each fold, and its scores of the fold are what is learnt from.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ...extract.text.neural.lexicon import Lexicon, Words
from ...extract.text.neural.reader import TextReader, rescoring_file
from ...extract.text.neural.rescoring import FEATURES, Rescoring, candidates_of, feature_names
from .card import write_card
from .corpora import Example, read
from .export import export, write_config
from .job import TextTraining
from .options import TrainOptions
from .thresholds import dev_examples, span_threshold
from .word_counts import WordCounts

PARAGRAPHS = TrainOptions(
    encoder="", epochs=8, patience=8, batch_size=8, pieces_budget=1536, average=0.995, freeze_words=True, silent=0.5,
    swap=0.15,
)  # fmt: skip
"""How the model of a fold is trained if its scheme reads paragraphs."""
SENTENCES = replace(PARAGRAPHS, epochs=4, batch_size=16, pieces_budget=2048, silent=0.3)
"""The same if it reads sentences alone."""
RIDGE = 0.1
"""The inverse of the regression's ridge, for features of unit variance."""
Log = Callable[[str], None]


def rescore(
    model: Path, data: Path, work: Path, encoder: Path, scheme: str, parts: int = 3, folds: int = 3, log: Log = print
) -> dict[str, Any]:
    """Write a scheme's rescoring beside the ``model``, and return the model's config as it is then.

    The documents are dealt into ``parts``, of which the first ``folds`` are left out in turn. Models of folds are
    trained in ``work``; those that are there already are taken as they are.
    """
    examples = read(data / f"{scheme}.train.jsonl", scheme)
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    heads = TextReader(model).schemes[scheme]
    options = replace(PARAGRAPHS, together=((scheme, 7),)) if heads.chain else SENTENCES
    options = replace(options, encoder=str(encoder), schemes=(scheme,))
    documents = sorted({example.document for example in examples})
    held = [set(documents[number::parts]) for number in range(folds)]
    models = fold_models(data / f"{scheme}.train.jsonl", examples, held, work, options, log)
    learnt, lexicon = learnt_from(examples, list(zip(held, models, strict=True)), scheme, heads.labels)
    right = [one for window in learnt for one in window.right]
    log(f"{sum(right)} of {len(right)} candidates are right")
    config.setdefault("rescored", {})[scheme] = {"parts": parts, "folds": folds}
    return written(model, data, scheme, Rescoring(heads.labels, fitted(learnt), lexicon), config)


def fold_models(
    train: Path, examples: Sequence[Example], folds: Sequence[set[str]], work: Path, options: TrainOptions, log: Log
) -> list[TextReader]:
    """For each fold a model that has not learnt its documents; ``examples`` are those of the file ``train``."""
    lines = [line for line in train.read_text(encoding="utf-8").split("\n") if line.strip()]
    rows = [json.dumps({**json.loads(line), "relations": []}, ensure_ascii=False) + "\n" for line in lines]
    models: list[TextReader] = []
    for number, held in enumerate(folds, start=1):
        folder = work / f"fold{number}"
        (folder / "data").mkdir(parents=True, exist_ok=True)
        for part, chosen in (("train", False), ("dev", True)):
            kept = (row for row, one in zip(rows, examples, strict=True) if (one.document in held) == chosen)
            target = folder / "data" / f"{options.schemes[0]}.{part}.jsonl"
            target.write_text("".join(kept), encoding="utf-8")
        TextTraining(folder / "data", folder / "run", replace(options, seed=number), log).run()
        export(folder / "run", folder / "model")
        models.append(TextReader(folder / "model"))
    return models


@dataclass(frozen=True, slots=True)
class Learnt:
    """The features of a window's candidates, and whether each is annotated."""

    features: npt.NDArray[np.float32]
    right: list[bool]


def learnt_from(
    examples: Sequence[Example], folds: Sequence[tuple[set[str], TextReader]], scheme: str, labels: tuple[str, ...]
) -> tuple[list[Learnt], Lexicon]:
    """The windows of all folds, read by the models that have not learnt them, and the lexicon of all examples.

    A document's own words are left out of the lexicon by which its candidates are described.
    """
    counts = {name: WordCounts.of(document) for name, document in by_document(examples)}
    total = WordCounts()
    for one in counts.values():
        total.add(one)
    learnt: list[Learnt] = []
    for held, reader in folds:
        for name, document in by_document(examples):
            if name in held:
                lexicon = total.lexicon(without=counts[name])
                learnt += described(document, reader, scheme, labels, lexicon)
    return learnt, total.lexicon()


def described(
    document: Sequence[Example], reader: TextReader, scheme: str, labels: tuple[str, ...], lexicon: Lexicon
) -> Iterator[Learnt]:
    """The windows of a document's examples with their candidates."""
    read = reader.amid([example.text for example in document], scheme)
    for example, (doubt, windows) in zip(document, read, strict=True):
        wanted, words = set(example.spans), Words.of(example.text)
        for window, _, scores in windows:
            found = candidates_of(scores, window, words, doubt, labels, lexicon)
            places = zip(window.starts[found.begin], window.ends[found.end], found.label, strict=True)
            right = [(int(start), int(end), labels[label]) in wanted for start, end, label in places]
            yield Learnt(found.features, right)


def by_document(examples: Sequence[Example]) -> Iterator[tuple[str, list[Example]]]:
    """The documents with their examples, in order."""
    for name, group in groupby(examples, key=lambda example: example.document):
        yield name, list(group)


def fitted(learnt: Sequence[Learnt]) -> npt.NDArray[np.float32]:
    """The weights of the features as they are; the constant is part of the labels' own."""
    features = np.concatenate([one.features for one in learnt]).astype(float)
    scale = StandardScaler().fit(features)
    regression = LogisticRegression(C=RIDGE, max_iter=1000)
    regression.fit(scale.transform(features), [right for one in learnt for right in one.right])
    weights = np.asarray(regression.coef_[0] / scale.scale_)
    constants = slice(len(FEATURES), len(FEATURES) + (len(weights) - len(FEATURES)) // 2)
    weights[constants] += float(np.asarray(regression.intercept_)[0]) - float(weights @ np.asarray(scale.mean_))
    return weights.astype(np.float32)


def written(model: Path, data: Path, scheme: str, rescoring: Rescoring, config: dict[str, Any]) -> dict[str, Any]:
    """Write the rescoring beside the model, its threshold and F1 into config and card; the config as it is then."""
    weights = (round(float(weight), 4) for weight in rescoring.weights)
    named = dict(zip(feature_names(rescoring.labels), weights, strict=True))
    lines = json.dumps({"weights": named, **asdict(rescoring.lexicon)}, ensure_ascii=False, indent=0, sort_keys=True)
    (model / rescoring_file(scheme)).write_text(lines, encoding="utf-8")
    threshold, score = span_threshold(TextReader(model), scheme, dev_examples(data, scheme))
    (heads,) = (one for one in config["schemes"] if one["name"] == scheme)
    heads.setdefault("thresholds", {})["span"] = threshold
    config["dev"][scheme]["entities"] = score
    config = write_config(model, config)
    write_card(model, config)
    return config

"""Sentences of a document read together: spans and relations keep their words, no run leaves its document."""

import random

from hypothesis import given
from hypothesis import strategies as st
from matloom.train.text.corpora import Example
from matloom.train.text.paragraphs import chain_of, documents, runs

SENTENCES = [
    Example(
        f"{document}#{number}", document, f"Powder {number} was milled.", ((0, 8, "M"), (13, 19, "O")), ((0, 1, "R"),)
    )
    for document, count in (("a", 4), ("b", 1), ("c", 6))
    for number in range(count)
]


@given(most=st.integers(1, 9), seed=st.integers(0, 99))
def test_runs_hold_every_sentence_once_in_order_with_its_spans(most: int, seed: int) -> None:
    made = list(runs(SENTENCES, most, random.Random(seed)))
    assert " ".join(run.text for run in made) == " ".join(one.text for one in SENTENCES)
    for run in made:
        assert 1 <= run.text.count(".") <= most
        words = [run.text[start:end] for start, end, _ in run.spans]
        assert words[1::2] == ["milled"] * (len(words) // 2)
        assert run.relations == tuple((at, at + 1, "R") for at in range(0, len(words), 2))


def test_documents_are_whole() -> None:
    assert [(one.document, one.text.count(".")) for one in documents(SENTENCES)] == [("a", 4), ("b", 1), ("c", 6)]


def test_a_chain_counts_how_marked_and_silent_sentences_follow_each_other() -> None:
    marks = [((0, 2, "M"),), (), (), ((0, 2, "M"),)]
    rows = [Example(f"a#{at}", "a", "It was.", spans) for at, spans in enumerate(marks)]
    silent = [Example("b#0", "b", "It was.", ())]
    chain = chain_of([*rows, *silent])
    assert (chain.begins, chain.ends, chain.resumes) == (2 / 4, 2 / 3, 2 / 4)

"""Training the text model: nested spans are learnt, a stopped run goes on exactly, offsets stay right."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.neural.decode import ScoredSpan
from matloom.extract.text.neural.tokens import windows
from matloom.train.text.batches import pieces_of
from matloom.train.text.corpora import Example, doping_spans, read, scheme_of
from matloom.train.text.job import TextTraining, load_trained, sampled
from matloom.train.text.options import TrainOptions
from matloom.train.text.scores import predict_spans
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

MATERIALS = ("LiFePO4", "BaTiO3", "SrTiO3", "ZnO", "NiO", "MgO")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder with a tokenizer of single characters and a few words."""
    folder = tmp_path_factory.mktemp("encoder")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces += [p + c for c in "abcdefghijklmnopqrstuvwxyz0123456789.,%/" for p in ("", "##")]
    pieces += ["the", "conductivity", "of", "is", "mah", "capacity"]
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=48, num_hidden_layers=2, num_attention_heads=2, intermediate_size=96
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sentences in which a range holds a value that holds a number and a unit: spans inside spans."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = []
    for i in range(24):
        material, number = MATERIALS[i % len(MATERIALS)], str(10 + 7 * i)
        text = f"the capacity of {material} is {number} mah/g"
        start, value = text.index(material), text.index(number)
        spans = [(start, start + len(material), "MAT"), (value, len(text), "VALUE")]
        spans += [(value, value + len(number), "NUM"), (value + len(number) + 1, len(text), "UNIT")]
        entities = [{"start": a, "end": b, "label": label} for a, b, label in spans]
        relations = [{"head": 1, "tail": 0, "label": "measured_on"}]
        rows.append({"id": f"d{i}#0", "doc": f"d{i}", "text": text, "entities": entities, "relations": relations})
    lines = [json.dumps(row) for row in rows]
    (folder / "mulms.train.jsonl").write_text("\n".join(lines))
    (folder / "mulms.dev.jsonl").write_text("\n".join(lines[:6]))
    return folder


def options(encoder: Path, epochs: int) -> TrainOptions:
    return TrainOptions(
        encoder=str(encoder), schemes=("mulms",), epochs=epochs, batch_size=8, encoder_rate=3e-3, head_rate=5e-3,
        dropout=0.0, average=0.5, patience=50,
    )  # fmt: skip


def test_nested_spans_and_relations_are_learnt(encoder: Path, corpus: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    state = TextTraining(corpus, tmp_path / "run", options(encoder, 25), log=lines.append).run()
    assert state["scores"]["mulms"]["entities"] > 0.9
    assert state["scores"]["mulms"]["relations"] > 0.9
    assert len(lines) == 25
    model, config = load_trained(tmp_path / "run")
    examples = read(corpus / "mulms.dev.jsonl", "mulms")
    scheme = scheme_of("mulms", read(corpus / "mulms.train.jsonl", "mulms"))
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    pieces = pieces_of(examples, scheme, tokenizer)
    found = predict_spans(model, pieces, scheme, (2, 3), torch.device("cpu"))
    assert config["schemes"][0]["labels"] == ["MAT", "NUM", "UNIT", "VALUE"]
    assert any(isinstance(span, ScoredSpan) and span.label == "NUM" for _, spans in found for span in spans)


def test_a_stopped_run_goes_on_exactly(encoder: Path, corpus: Path, tmp_path: Path) -> None:
    quiet: list[str] = []
    TextTraining(corpus, tmp_path / "whole", options(encoder, 4), log=quiet.append).run()

    class StoppedError(Exception):
        pass

    def stop(line: str) -> None:
        if line.startswith("epoch 3:"):
            raise StoppedError

    with pytest.raises(StoppedError):
        TextTraining(corpus, tmp_path / "halves", options(encoder, 4), log=stop).run()
    TextTraining(corpus, tmp_path / "halves", options(encoder, 4), log=quiet.append).run()
    one, other = (torch.load(tmp_path / n / "checkpoint.pt", weights_only=True)["model"] for n in ("whole", "halves"))
    assert all(torch.equal(one[key], other[key]) for key in one)


@given(text=st.text(max_size=300))
def test_windows_point_into_any_text(encoder: Path, text: str) -> None:
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    last = 0
    for window in windows(text, tokenizer, longest=20):
        assert 0 < len(window.ids) <= 20
        assert (window.starts >= 0).all()
        assert (window.ends <= len(text)).all()
        assert (window.starts <= window.ends).all()
        assert window.starts[0] >= last
        last = int(window.starts[-1])


@given(count=st.integers(0, 9), share=st.floats(0, 3), seed=st.integers(0, 9))
def test_a_share_is_as_often_as_it_says_and_no_example_is_drawn_twice_more(count: int, share: float, seed: int) -> None:
    examples = [Example(str(i), "d", "text", ()) for i in range(count)]
    drawn = Counter(e.id for e in sampled(examples, share, random.Random(seed)))
    assert abs(sum(drawn.values()) - share * count) <= 0.5
    assert all(int(share) <= drawn[e.id] <= int(share) + 1 for e in examples)


def test_doping_links_join_every_place_of_their_words() -> None:
    record = {"basemats": ["ZnO"], "dopants": ["Al"], "links": [["ZnO", "Al"]]}
    spans, relations = doping_spans({"text": "Al in ZnO; ZnO:Al", "record": record})
    assert [text for text in ("Al", "ZnO") if any(label for *_, label in spans)] == ["Al", "ZnO"]
    assert len(spans) == 4
    assert len(relations) == 4

"""A rescoring of a tiny model from beginning to end: it is written, measured, and part of the model's version."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from matloom.extract.text.neural.reader import TextReader
from matloom.train.text import rescoring
from matloom.train.text.export import export
from matloom.train.text.job import TextTraining
from matloom.train.text.options import TrainOptions
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

STEPS = ("milled", "dried", "sintered", "pressed")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder with a tokenizer of a few words."""
    folder = tmp_path_factory.mktemp("encoder")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *STEPS, "the", "powder", "was", "twice", "."]
    tokenizer = Tokenizer(models.WordPiece({piece: at for at, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of two sentences of which each marks its step and its powder."""
    folder = tmp_path_factory.mktemp("corpus")
    rows: list[str] = []
    for at in range(18):
        step = STEPS[at % len(STEPS)]
        text = f"The powder was {step} twice."
        places = (("powder", "Material"), (step, "Operation"))
        entities = [{"start": text.index(w), "end": text.index(w) + len(w), "label": label} for w, label in places]
        document = f"d{at // 2}"
        rows.append(json.dumps({"id": f"{document}#{at}", "doc": document, "text": text, "entities": entities}))
    (folder / "pcmsp.train.jsonl").write_text("\n".join(rows))
    (folder / "pcmsp.dev.jsonl").write_text("\n".join(rows[:4]))
    return folder


def test_a_rescoring_becomes_part_of_the_model(
    encoder: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = TrainOptions(
        encoder=str(encoder), schemes=("pcmsp",), epochs=12, batch_size=4, encoder_rate=3e-3, head_rate=1e-2,
        dropout=0.0, average=0.5, patience=50, together=(("pcmsp", 2),),
    )  # fmt: skip
    TextTraining(corpus, tmp_path / "run", short, log=lambda _: None).run()
    before = export(tmp_path / "run", tmp_path / "model", data=corpus)
    monkeypatch.setattr(rescoring, "PARAGRAPHS", replace(short, epochs=4))
    after = rescoring.rescore(tmp_path / "model", corpus, tmp_path / "folds", encoder, "pcmsp", log=lambda _: None)
    assert after["version"] != before["version"]
    assert after["dev"]["pcmsp"]["entities"] >= 0.8
    reader = TextReader(tmp_path / "model")
    assert reader.version == after["version"]
    assert reader.schemes["pcmsp"].rescoring
    assert "matloom train rescore" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    written = json.loads((tmp_path / "model" / "pcmsp_rescoring.json").read_text(encoding="utf-8"))
    assert written["marked"]["whole"]["milled"] == {"Operation": 5}
    learnt = (tmp_path / "folds" / "fold1" / "data" / "pcmsp.train.jsonl").read_text(encoding="utf-8")
    assert {json.loads(line)["doc"] for line in learnt.splitlines()} == {"d1", "d2", "d4", "d5", "d7", "d8"}
    again = export(tmp_path / "run", tmp_path / "model", data=corpus)
    assert again["version"] == before["version"]

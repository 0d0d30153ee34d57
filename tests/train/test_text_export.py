"""Export of a text model: the written graphs say what the torch model says, and weigh a quarter."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from matloom.extract.text.neural.reader import TextReader
from matloom.train.text.corpora import Scheme
from matloom.train.text.export import Spans, export
from matloom.train.text.job import load_trained
from matloom.train.text.model import Sizes, SpanHead, TextModel
from matloom.train.text.quantize import integers, weights_as_integers
from matloom.train.text.shipped import start_from
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

SCHEME = Scheme("mulms", ("MAT", "NUM", "VALUE"), ("of",), (("MAT", "MAT"), ("NUM", "VALUE")))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a training run leaves: untrained weights of a tiny encoder, and its config."""
    folder = tmp_path_factory.mktemp("run")
    pieces = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *"abcdefgh0123456789",
        *(f"##{c}" for c in "abcdefgh0123456789"),
    ]
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=48, num_hidden_layers=2, num_attention_heads=2, intermediate_size=96
    )
    model = TextModel(BertModel(config), [SCHEME], Sizes(16, 24))
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, folder / "model.safetensors")
    written = {
        "options": {"encoder": str(folder), "span_width": 16, "relation_width": 24, "epochs": 1, "batch_size": 2,
                    "seed": 1},
        "encoder": config.to_dict(),
        "schemes": [{"name": "mulms", "labels": SCHEME.labels, "relations": SCHEME.relations,
                     "inside": SCHEME.inside, "allowed_pairs": [[1, 0], [2, 0]]}],
        "dev": {"mulms": {"entities": 0.5, "relations": 0.5}},
        "best_epoch": 1,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(written, default=str))
    return folder


def test_graphs_agree_with_the_model(run: Path, tmp_path: Path) -> None:
    config = export(run, tmp_path / "model")
    model, _ = load_trained(run)
    ids = torch.randint(5, 40, (3, 17))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    with torch.no_grad():
        states = model.states(ids, ids % 20, mask)
        scores = model.spans["mulms"](states, mask)
    graph = onnxruntime.InferenceSession(str(tmp_path / "model" / "encoder.onnx"))
    said = graph.run(None, {"ids": ids.numpy(), "shapes": (ids % 20).numpy(), "mask": mask.numpy()})[0]
    real = mask.numpy() > 0
    assert np.linalg.norm((said - states.numpy())[real]) < 0.1 * np.linalg.norm(states.numpy()[real])
    head = onnxruntime.InferenceSession(str(tmp_path / "model" / "mulms.onnx"))
    own = head.run(None, {"states": states.numpy()})[0]
    looked_at = scores.numpy() > -5000
    assert np.abs(own - scores.numpy())[looked_at].max() < 0.05 * scores.numpy()[looked_at].std() + 0.01
    reader = TextReader(tmp_path / "model")
    assert reader.version == config["version"]
    assert reader.schemes["mulms"].nesting == {(0, 0), (1, 2)}
    assert next(reader.read(["abc 12 def"], ["mulms"]))["mulms"] is not None


def test_a_run_starts_where_the_shipped_model_stands(run: Path, tmp_path: Path) -> None:
    export(run, tmp_path / "model")
    trained, config = load_trained(run)
    torch.manual_seed(5)
    encoder = BertModel(BertConfig(**{k: v for k, v in config["encoder"].items() if k != "model_type"}))
    model = TextModel(encoder, [SCHEME], Sizes(16, 24))
    assert start_from(model, tmp_path / "model", [SCHEME]) == []
    own = model.state_dict()
    for name, wanted in trained.state_dict().items():
        if "pooler" not in name:
            assert (own[name] - wanted).abs().max() <= 0.009 * wanted.abs().max() + 1e-6, name


def test_a_head_with_other_labels_starts_anew(run: Path, tmp_path: Path) -> None:
    export(run, tmp_path / "model")
    trained, _ = load_trained(run)
    other = Scheme("mulms", ("MAT", "VALUE"), ("of",))
    model = TextModel(BertModel(trained.encoder.config), [other], Sizes(16, 24))
    before = {name: values.clone() for name, values in model.spans.state_dict().items()}
    assert start_from(model, tmp_path / "model", [other]) == ["mulms"]
    assert all(torch.equal(before[name], values) for name, values in model.spans.state_dict().items())
    assert torch.allclose(model.shape.weight, trained.shape.weight, atol=1e-3)


def test_the_card_names_no_folder_of_the_machine(run: Path, tmp_path: Path) -> None:
    export(run, tmp_path / "model")
    for name in ("config.json", "README.md"):
        assert str(run.parent) not in (tmp_path / "model" / name).read_text(encoding="utf-8")


def test_span_scores_are_those_of_the_trained_head() -> None:
    torch.manual_seed(1)
    head = SpanHead(24, 3, 16)
    states = torch.randn(2, 11, 24)
    with torch.no_grad():
        upper = torch.triu(torch.ones(11, 11, dtype=torch.bool))
        trained, exported = head(states, torch.ones(2, 11)), Spans(head)(states)
    assert torch.allclose(trained[..., upper], exported[..., upper], atol=1e-4)


def test_integers_are_within_half_a_step() -> None:
    weights = np.random.default_rng(0).normal(size=(40, 50)).astype(np.float32)
    for axis in (0, 1):
        whole, scale = integers(weights, axis)
        back = whole * (scale[None] if axis else scale[:, None])
        assert (np.abs(back - weights) <= 0.5001 * (scale[None] if axis else scale[:, None])).all()


def test_a_table_is_read_back_by_row() -> None:
    table = np.random.default_rng(0).normal(size=(60, 32)).astype(np.float32)
    node = onnx.helper.make_node("Gather", ["table", "ids"], ["out"])
    graph = onnx.helper.make_graph(
        [node], "g", [onnx.helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, [None])],
        [onnx.helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, [None, 32])],
        [onnx.numpy_helper.from_array(table, "table")],
    )  # fmt: skip
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    small = weights_as_integers(model)
    assert {i.data_type for i in small.graph.initializer if len(i.dims) == 2 and i.dims[1] > 1} == {
        onnx.TensorProto.INT8
    }
    out = onnxruntime.InferenceSession(small.SerializeToString()).run(None, {"ids": np.array([3, 59])})[0]
    assert np.abs(out - table[[3, 59]]).max() < 0.02

"""A trained run in, the model that is shipped out: ONNX graphs with 8-bit weights, tokenizer, config and model card."""

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ...extract.text.neural.reader import rescoring_file
from ...extract.text.neural.tokens import LONGEST
from .card import write_card
from .job import load_trained
from .model import SpanHead, TextModel
from .quantize import quantize
from .thresholds import thresholds

LARGEST = 30_000_000
"""The model's files are smaller than this together, in bytes."""
OPSET = 17


class Encoder(nn.Module):
    """Ids, shapes and mask -> states, with the mask written as what is added to the attention's scores.

    So no code of the encoder that depends on sizes is traced.
    """

    def __init__(self, model: TextModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(batch, n, hidden) from three (batch, n)."""
        words = self.model.encoder.get_input_embeddings()(ids) + self.model.shape(shapes)
        hidden = (1.0 - mask[:, None, None, :].float()) * -10000.0
        return self.model.encoder(inputs_embeds=words, attention_mask=hidden).last_hidden_state


class Spans(nn.Module):
    """States -> scores of every span, those that end before they begin and padding included.

    The same as :class:`SpanHead` for the spans that its reader looks at, with the turns of all places as a table.
    """

    def __init__(self, head: SpanHead, longest: int = LONGEST + 2) -> None:
        super().__init__()
        self.head = head
        frequency = 10000.0 ** (-torch.arange(0, head.width, 2).float() / head.width)
        angle = torch.arange(longest).float()[:, None] * frequency
        self.register_buffer("cos", angle.cos()[None, :, None], persistent=False)
        self.register_buffer("sin", angle.sin()[None, :, None], persistent=False)

    def turned(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, n, labels, width) turned by position; the halves of each pair stand apart, which a product allows.

        The places are counted in the graph, since a length would be traced as a constant.
        """
        places = (torch.cumsum(x[0, :, 0, 0] * 0.0 + 1.0, 0) - 1.0).long()
        even, odd = x[..., 0::2], x[..., 1::2]
        cos, sin = self.cos[:, places], self.sin[:, places]
        return torch.cat((even * cos - odd * sin, odd * cos + even * sin), dim=-1)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """(batch, labels, n, n) from (batch, n, hidden)."""
        both = self.head.project(states).reshape(*states.shape[:2], self.head.labels, 2 * self.head.width)
        query, key = self.turned(both[..., : self.head.width]), self.turned(both[..., self.head.width :])
        return query.permute(0, 2, 1, 3) @ key.permute(0, 2, 3, 1) / self.head.width**0.5


@dataclass(frozen=True, slots=True)
class Graph:
    """A module with example inputs, and the names of the axes that may have any length."""

    module: nn.Module
    inputs: dict[str, torch.Tensor]
    output: str
    axes: dict[str, dict[int, str]]

    def write(self, target: Path) -> None:
        """Trace the module into an ONNX file."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                self.module.eval(), tuple(self.inputs.values()), str(target), input_names=list(self.inputs),
                output_names=[self.output], dynamic_axes=self.axes, opset_version=OPSET, dynamo=False,
            )  # fmt: skip


def in_layers(name: str) -> bool:
    """The encoder's layers, which take most of the time; the heads' scores stay exact."""
    return "/layer." in name


def export(
    run: Path,
    out: Path,
    *,
    encoder: Path | None = None,
    data: Path | None = None,
    dynamic: Callable[[str], bool] = in_layers,
) -> dict[str, Any]:
    """Write the best model of ``run`` to ``out`` and return its config.

    ``dynamic`` says of a product's name whether its activations are quantized too. ``encoder`` is the encoder's
    folder where it is no longer where the run found it. With ``data``, the corpora's folder, thresholds are chosen on
    the dev parts, and the scores are those of the files that are written. Raises ValueError if the files are
    too large together.
    """
    model, config = load_trained(run)
    encoder = encoder or Path(config["options"]["encoder"])
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("*.onnx"), *out.glob(rescoring_file("*"))):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for name, graph in graphs(model).items():
            plain = Path(folder) / f"{name}.onnx"
            graph.write(plain)
            quantize(plain, out / f"{name}.onnx", dynamic)
            plain.unlink()
    shutil.copyfile(encoder / "tokenizer.json", out / "tokenizer.json")
    size = sum(f.stat().st_size for f in out.iterdir())
    if size > LARGEST:
        raise ValueError(f"{size} bytes are more than {LARGEST}")
    shipped = write_config(out, shipped_config(config, encoder))
    if data:
        chosen, scores = thresholds(out, data)
        schemes = [{**scheme, "thresholds": chosen[scheme["name"]]} for scheme in shipped["schemes"]]
        shipped = write_config(out, {**shipped, "schemes": schemes, "dev": scores, "dev_of": "shipped"})
    write_card(out, shipped)
    return shipped


def graphs(model: TextModel) -> dict[str, Graph]:
    """The encoder once, each scheme's spans, and the relations of those that have some."""
    batch, scores, pair = {0: "batch", 1: "length"}, {0: "batch", 2: "length", 3: "length"}, {0: "pairs"}
    ids = torch.ones(2, 9, dtype=torch.long)
    places = torch.tensor([[1, 2, 0], [3, 3, 0], [1, 1, 0]])
    hidden = model.encoder.config.hidden_size
    states = {"states": torch.randn(2, 9, hidden, generator=torch.Generator().manual_seed(0))}
    inputs = {"ids": ids, "shapes": ids, "mask": ids}
    pairs = {**states, "rows": torch.tensor([0, 1, 1]), "heads": places, "tails": places + torch.tensor([3, 3, 0])}
    whole = {"ids": batch, "shapes": batch, "mask": batch, "states": batch}
    paired = {"states": batch, "rows": pair, "heads": pair, "tails": pair, "logits": pair}
    made = {"encoder": Graph(Encoder(model), inputs, "states", whole)}
    for name, head in model.spans.items():
        made[name] = Graph(Spans(head), states, "scores", {"states": batch, "scores": scores})
    for name, head in model.relations.items():
        made[f"{name}_relations"] = Graph(head, pairs, "logits", paired)
    return made


def shipped_config(config: dict[str, Any], encoder: Path) -> dict[str, Any]:
    """The run's config with names for folders: of the encoder, and of the model that the run went on from."""
    name = encoder.parent.name if encoder.name == "model" else encoder.name
    before = config.get("before")
    return {
        **config,
        "options": {**config["options"], "encoder": name, "start": before["version"] if before else ""},
        "encoder": {**config["encoder"], "_name_or_path": name},
    }


def write_config(folder: Path, config: dict[str, Any]) -> dict[str, Any]:
    """Write the config beside the graphs, with the version of both, and return it."""
    versioned = {**config, "version": digest(folder, config["schemes"])}
    (folder / "config.json").write_text(json.dumps(versioned, indent=1), encoding="utf-8")
    return versioned


def digest(folder: Path, schemes: list[dict[str, Any]]) -> str:
    """A hash of the graphs, rescorings, tokenizer and schemes: what the model's results depend on."""
    state = hashlib.blake2b(json.dumps(schemes, sort_keys=True).encode(), digest_size=8)
    for path in sorted((*folder.glob("*.onnx"), *folder.glob(rescoring_file("*")), folder / "tokenizer.json")):
        state.update(path.name.encode())
        state.update(path.read_bytes())
    return state.hexdigest()

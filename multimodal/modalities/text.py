"""Texts in, tokens or the features of a frozen model, and the encoder of either, out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import torch

from ..cache import Arrays, Cache
from ..encoders.features import FixedFeatures
from ..encoders.text import OFFLINE, TextTransformer, load_text_model, load_tokenizer, mean_tokens, text_width
from ..modality import Count, Encoder, Modality, register
from ..stores import DenseStore


def tokenized(texts: list[str], model: str, length: int) -> Arrays:
    """``tokens`` and ``token_mask``, both ``(n, longest)``, cut at ``length`` tokens."""
    found = load_tokenizer(model)(texts, padding=True, truncation=True, max_length=length, return_tensors="np")
    return {"tokens": found["input_ids"].astype(np.int64), "token_mask": found["attention_mask"].astype(np.int64)}


@torch.inference_mode()
def frozen_features(texts: list[str], model: str, length: int, batch: int = 32) -> Arrays:
    """``features (n, width)``: means over the tokens of the frozen model, texts of like length together."""
    tokens = tokenized(texts, model, length)
    lengths = tokens["token_mask"].sum(1)
    order = np.argsort(lengths, kind="stable")
    network = load_text_model(model).eval()
    features = np.zeros((len(texts), network.config.hidden_size), dtype=np.float32)
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        longest = int(lengths[rows].max())
        ids, mask = (torch.from_numpy(tokens[name][rows, :longest]) for name in ("tokens", "token_mask"))
        features[rows] = mean_tokens(network, ids, mask).numpy()
    return {"features": features}


@register("text/1")
@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Modality):
    """A description, read by a transformer: the one that is installed, or any by its Hugging Face id."""

    table: str = "text"
    column: str = "text"
    model: str = OFFLINE
    tune: Literal["frozen", "lora", "all"] = "frozen"
    """``frozen``: each text goes through the model once and its features are kept."""
    length: Count = 256
    """Tokens after which a text is cut."""
    rank: Count = 8
    """Of the adapters, for ``lora``."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of texts."""
        return (self.column,)

    def read(self, rows: pa.Table, cache: Cache) -> DenseStore:
        """Features of the frozen model, or tokens."""
        texts = rows[self.column].to_pylist()
        key = (self.kind, self.model, self.length, self.tune == "frozen")
        if self.tune == "frozen":
            return DenseStore(cache.arrays(key, rows, lambda: frozen_features(texts, self.model, self.length)))
        return DenseStore(cache.arrays(key, rows, lambda: tokenized(texts, self.model, self.length)))

    def encoder(self) -> Encoder:
        """The transformer itself, or what passes its features on."""
        if self.tune != "frozen":
            return TextTransformer(model=self.model, tune=self.tune, rank=self.rank)
        return FixedFeatures(text_width(self.model))

"""Corpora and an encoder in, a trained text model out: a resumable run with early stopping, on CPU or GPU."""

import json
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from .adapt import adapt
from .batches import Allowed, Batch, Piece, allowed_pairs, groups, make_batch, pieces_of
from .corpora import Example, Scheme, read, scheme_of
from .model import Sizes, TextModel, span_loss
from .options import TrainOptions
from .paragraphs import chain_of, documents, runs
from .scores import relation_score, span_score
from .shipped import origin, start_from
from .swapping import Mentions

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One scheme's data: examples to learn from with all their mentions, and those to choose by, cut into windows."""

    scheme: Scheme
    allowed: Allowed
    train: list[Example]
    mentions: Mentions
    dev: list[Piece]
    dev_examples: list[Example]


def load_corpora(folder: Path, options: TrainOptions, tokenizer: Tokenizer) -> list[Corpus]:
    """The corpora of ``folder``. Where a corpus has no dev file, every tenth document is held out."""
    corpora: list[Corpus] = []
    for name in options.schemes:
        train = read(folder / f"{name}.train.jsonl", name)
        dev_path = folder / f"{name}.dev.jsonl"
        if dev_path.exists():
            dev = read(dev_path, name)
        else:
            held = set(sorted({e.document for e in train})[::10])
            dev = [e for e in train if e.document in held]
            train = [e for e in train if e.document not in held]
        scheme = scheme_of(name, train)
        if name in dict(options.together):
            dev = list(documents(dev))
        learnt = train + dev if options.train_on_dev else train
        allowed = allowed_pairs(pieces_of(train, scheme, tokenizer))
        corpora.append(Corpus(scheme, allowed, learnt, Mentions(learnt), pieces_of(dev, scheme, tokenizer), dev))
    return corpora


class Average:
    """A running mean of the parameters (Polyak averaging): what is evaluated and kept."""

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.values = {k: v.detach().clone() for k, v in model.state_dict().items()}

    def update(self, model: torch.nn.Module) -> None:
        """Take in the model's parameters after a step."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        moved = {k: p for k, p in model.named_parameters() if p.requires_grad}
        torch._foreach_lerp_([self.values[k] for k in moved], [p.detach() for p in moved.values()], 1 - decay)


def sampled(examples: list[Example], share: float, draw: random.Random) -> list[Example]:
    """A share of the examples: each as often as it says, and of what is left a part, drawn."""
    whole, part = divmod(share, 1.0)
    return examples * int(whole) + draw.sample(examples, round(len(examples) * part))


class TextTraining:
    """A run. ``run`` trains to the end, or on from the last checkpoint in ``out``."""

    def __init__(self, data: Path, out: Path, options: TrainOptions, log: Log = print) -> None:
        random.seed(options.seed)
        np.random.seed(options.seed)
        torch.manual_seed(options.seed)
        self.options, self.data, self.out, self.log = options, data, out, log
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = Tokenizer.from_file(str(Path(options.encoder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.marks = (self.tokenizer.token_to_id("[CLS]") or 0, self.tokenizer.token_to_id("[SEP]") or 0)
        self.corpora = load_corpora(data, options, self.tokenizer)
        names = [data / f"{name}.train.jsonl" for name in options.schemes]
        self.training_texts = [
            e.text for path, name in zip(names, options.schemes, strict=True) for e in read(path, name)
        ]
        encoder = AutoModel.from_pretrained(options.encoder, attn_implementation="eager", dtype=torch.float32)
        sizes = Sizes(options.span_width, options.relation_width)
        schemes = [c.scheme for c in self.corpora]
        self.model = TextModel(encoder, schemes, sizes, options.dropout)
        if options.start:
            anew = start_from(self.model, Path(options.start), schemes)
            log(f"starting from {options.start}" + (f", anew: {', '.join(anew)}" if anew else ""))
        self.model.to(self.device)
        self._freeze()
        self.steps_an_epoch = sum(1 for _ in self._groups(0))
        self.optimizer = torch.optim.AdamW(self._parameter_groups(), weight_decay=options.weight_decay, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)
        self.average = Average(self.model, options.average)
        self.begun = {name: values.clone() for name, values in self.average.values.items()}

    def kept(self) -> dict[str, torch.Tensor]:
        """What is evaluated and written: the running mean, mixed with where the run began (arXiv:2109.01903)."""
        share = self.options.begun
        mixed = {name: values.lerp(self.begun[name], share) for name, values in self.average.values.items()}
        return {name: values.contiguous() for name, values in mixed.items()}

    def _freeze(self) -> None:
        encoder = self.model.encoder
        encoder.get_input_embeddings().weight.requires_grad_(not self.options.freeze_words)
        if self.options.frozen_layers:
            lowest = encoder.encoder.layer[: self.options.frozen_layers]
            for part in (encoder.embeddings, self.model.shape, lowest):
                part.requires_grad_(False)

    def _rate(self, step: int) -> float:
        total = max(1, self.steps_an_epoch * self.options.epochs)
        warm = max(1, int(total * self.options.warm_up))
        if step < warm:
            return step / warm
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warm) / max(1, total - warm))))

    def _parameter_groups(self) -> list[dict[str, Any]]:
        options, layers = self.options, self.model.encoder.config.num_hidden_layers
        found: dict[float, list[torch.nn.Parameter]] = {}
        for name, parameter in self.model.named_parameters():
            if not parameter.requires_grad:
                continue
            if not name.startswith("encoder."):
                rate = options.head_rate
            elif ".layer." in name:
                depth = int(name.split(".layer.")[1].split(".")[0])
                rate = options.encoder_rate * options.layer_decay ** (layers - 1 - depth)
            else:
                rate = options.encoder_rate * options.layer_decay**layers
            found.setdefault(rate, []).append(parameter)
        return [{"params": parameters, "lr": rate} for rate, parameters in found.items()]

    def _groups(self, epoch: int) -> list[tuple[Corpus, list[Piece]]]:
        seed = self.options.seed * 1000 + epoch
        made = [
            (c, g)
            for c in self.corpora
            for g in groups(self._drawn(c, seed), self.options.batch_size, self.options.pieces_budget, seed)
        ]
        random.Random(seed).shuffle(made)
        return made

    def _drawn(self, corpus: Corpus, seed: int) -> list[Piece]:
        """The windows of an epoch: a share of the examples that have a span, and of those that have none."""
        draw, swap = random.Random(seed), self.options.swap
        share = dict(self.options.shares).get(corpus.scheme.name, 1.0)
        most = dict(self.options.together).get(corpus.scheme.name, 0)
        examples = list(runs(corpus.train, most, draw)) if most else corpus.train
        drawn = sampled([e for e in examples if e.spans], share, draw)
        drawn += sampled([e for e in examples if not e.spans], min(share, self.options.silent), draw)
        if swap:
            drawn = [corpus.mentions.swapped(example, swap, draw) for example in drawn]
        return pieces_of(drawn, corpus.scheme, self.tokenizer)

    def _batches(self, epoch: int) -> Iterator[tuple[Corpus, Batch]]:
        for corpus, group in self._groups(epoch):
            yield corpus, make_batch(group, corpus.scheme, self.marks, corpus.allowed, self.device)

    def loss(self, batch: Batch) -> torch.Tensor:
        """Span loss, and the relations' where the batch has pairs."""
        states = self.model.states(batch.ids, batch.shapes, batch.mask)
        loss = span_loss(self.model.spans[batch.scheme](states, batch.mask), batch.gold)
        if batch.pairs is not None:
            rows, heads, tails, targets = batch.pairs
            logits = self.model.relations[batch.scheme](states, rows, heads, tails)
            each = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), targets, reduction="sum")
            loss = loss + self.options.relation_weight * each / max(1.0, float(len(batch.pieces)))
        return loss

    def _half(self) -> torch.autocast:
        """bfloat16 where the device computes in it: GPUs, and processors with AVX-512 BF16."""
        able = self.device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=able)

    def _step(self, batch: Batch) -> float:
        self.model.train()
        with self._half():
            loss = self.loss(batch)
        loss.backward()
        if self.options.adversarial:
            self._push(batch)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.average.update(self.model)
        return float(loss.detach())

    def _push(self, batch: Batch) -> None:
        """Add the gradient at word embeddings moved along their gradient (FGM, Miyato et al., 2017)."""
        table = self.model.encoder.get_input_embeddings().weight
        if table.grad is None:
            return
        move = self.options.adversarial * table.grad / (table.grad.norm() + 1e-9)
        table.data.add_(move)
        with self._half():
            loss = self.loss(batch)
        loss.backward()
        table.data.sub_(move)

    def evaluate(self) -> dict[str, dict[str, float]]:
        """Dev scores of the parameters that are kept, by scheme."""
        own = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        self.model.load_state_dict(self.kept())
        scores: dict[str, dict[str, float]] = {}
        for c in self.corpora:
            score = span_score(self.model, c.dev_examples, c.dev, c.scheme, self.marks, self.device)
            scores[c.scheme.name] = {"entities": round(score.f1, 4)}
            if c.scheme.relations:
                related = relation_score(
                    self.model, c.dev_examples, c.dev, c.scheme, self.marks, c.allowed, self.device
                )
                scores[c.scheme.name]["relations"] = round(related.f1, 4)
        self.model.load_state_dict(own)
        return scores

    def run(self) -> dict[str, Any]:
        """Train; the best averaged parameters, their scores and the whole config stand in ``out`` at the end."""
        self.out.mkdir(parents=True, exist_ok=True)
        state = self._resume()
        if state["epoch"] == 0 and self.options.adapt_epochs:
            texts = self.plain_texts()
            adapt(
                self.model, texts, self.tokenizer, self.marks,
                epochs=self.options.adapt_epochs, seed=self.options.seed, log=self.log,
            )  # fmt: skip
            self.average = Average(self.model, self.options.average)
        for epoch in range(state["epoch"], self.options.epochs):
            began = time.perf_counter()
            losses = [self._step(batch) for _, batch in self._batches(epoch)]
            scores = self.evaluate()
            mean = float(np.mean([v for s in scores.values() for v in s.values()]))
            took = time.perf_counter() - began
            self.log(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, mean dev F1 {mean:.4f}, {took:.0f} s, {scores}")
            state["epoch"] = epoch + 1
            if mean > state["best"]:
                state.update(best=mean, best_epoch=epoch + 1, scores=scores)
                save_file(self.kept(), self.out / "model.safetensors")
                self._write_config(state)
            self._checkpoint(state)
            if epoch + 1 - state["best_epoch"] >= self.options.patience:
                break
        return state

    def plain_texts(self) -> list[str]:
        """What the encoder is adapted on: the training texts, and the lines of ``unlabelled.txt`` beside them."""
        texts = list(dict.fromkeys(self.training_texts))
        extra = self.data / "unlabelled.txt"
        if extra.exists():
            texts += extra.read_text(encoding="utf-8").splitlines()
        return texts

    def _write_config(self, state: dict[str, Any]) -> None:
        config = {
            "options": asdict(self.options),
            "encoder": self.model.encoder.config.to_dict(),
            "schemes": [self._scheme_config(corpus) for corpus in self.corpora],
            "dev": state["scores"],
            "best_epoch": state["best_epoch"],
        }
        if self.options.start:
            config["before"] = origin(Path(self.options.start))
        (self.out / "config.json").write_text(json.dumps(config, indent=1, default=str), encoding="utf-8")

    def _scheme_config(self, corpus: Corpus) -> dict[str, Any]:
        config = {**asdict(corpus.scheme), "allowed_pairs": sorted(corpus.allowed)}
        whole = corpus.scheme.name in dict(self.options.together)
        return {**config, "chain": asdict(chain_of(corpus.train))} if whole else config

    def _checkpoint(self, state: dict[str, Any]) -> None:
        target = self.out / "checkpoint.pt"
        torch.save(
            {
                "model": self.model.state_dict(),
                "average": self.average.values,
                "average_steps": self.average.steps,
                "optimizer": self.optimizer.state_dict(),
                "schedule": self.schedule.state_dict(),
                "random": torch.get_rng_state(),
                "state": state,
            },
            target.with_suffix(".tmp"),
        )
        target.with_suffix(".tmp").replace(target)

    def _resume(self) -> dict[str, Any]:
        target = self.out / "checkpoint.pt"
        if not target.exists():
            return {"epoch": 0, "best": -1.0, "best_epoch": 0, "scores": {}}
        saved = torch.load(target, map_location=self.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.average.values, self.average.steps = saved["average"], saved["average_steps"]
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        torch.set_rng_state(saved["random"].cpu())
        self.log(f"going on after epoch {saved['state']['epoch']}")
        return saved["state"]


def load_trained(folder: Path) -> tuple[TextModel, dict[str, Any]]:
    """The best parameters of a run, and its config."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    fields = dict(config["encoder"])
    encoder_config = AutoConfig.for_model(fields.pop("model_type"), **fields)
    encoder = AutoModel.from_config(encoder_config, attn_implementation="eager")
    schemes = [
        Scheme(s["name"], tuple(s["labels"]), tuple(s["relations"]), tuple((a, b) for a, b in s["inside"]))
        for s in config["schemes"]
    ]
    options = config["options"]
    model = TextModel(encoder, schemes, Sizes(options["span_width"], options["relation_width"]))
    model.load_state_dict(load_file(folder / "model.safetensors"))
    return model.eval(), config

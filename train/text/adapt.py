"""Plain text and an encoder in, the encoder at home in the field's language out: masked word pieces guessed again.

Continued pretraining in the domain (Gururangan et al., 2020, arXiv:2004.10964). Words are masked whole, and a
masked piece keeps its shape, as it does in use.
"""

from collections.abc import Callable, Iterable

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from ...extract.text.neural.tokens import Window, batch, windows
from .model import TextModel

MASKED = 0.2


def mask_words(
    group: list[Window], ids: torch.Tensor, mark: int, random: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids with a fifth of the words masked, and the targets: the hidden ids there, -100 elsewhere."""
    hidden = torch.zeros_like(ids, dtype=torch.bool)
    for row, window in enumerate(group):
        word = np.cumsum(np.concatenate(([0], window.starts[1:] > window.ends[:-1])))
        chosen = random.random(word[-1] + 1) < MASKED
        hidden[row, 1 : len(window.ids) + 1] = torch.from_numpy(chosen[word])
    targets = torch.where(hidden, ids, torch.full_like(ids, -100))
    kept = torch.from_numpy(random.random(tuple(ids.shape)) < 0.1)
    return torch.where(hidden & ~kept, torch.full_like(ids, mark), ids), targets


def adapt(
    model: TextModel,
    texts: Iterable[str],
    tokenizer: Tokenizer,
    marks: tuple[int, int],
    *,
    epochs: int,
    rate: float = 3e-4,
    batch_size: int = 128,
    seed: int = 1,
    log: Callable[[str], None] = print,
) -> None:
    """Train the model's encoder and shapes in place; the head that guesses shares the word embeddings."""
    device = next(model.parameters()).device
    random = np.random.default_rng(seed)
    cut = [w for text in texts for w in windows(text, tokenizer) if len(w.ids) > 8]
    table = model.encoder.get_input_embeddings().weight
    hidden = table.shape[1]
    guess = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden)).to(device)
    bias = nn.Parameter(torch.zeros(table.shape[0], device=device))
    inner = [*model.encoder.parameters(), *model.shape.parameters()]
    optimizer = torch.optim.AdamW([*inner, *guess.parameters(), bias], lr=rate, weight_decay=0.01)
    total = epochs * (len(cut) // batch_size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=total, pct_start=0.1)
    mark = tokenizer.token_to_id("[MASK]") or 0
    model.train()
    for epoch in range(epochs):
        losses: list[float] = []
        order = np.argsort(np.array([len(w.ids) for w in cut]) + random.uniform(0, 30, len(cut)))
        starts = np.arange(0, len(cut), batch_size)
        random.shuffle(starts)
        for start in starts:
            group = [cut[i] for i in order[start : start + batch_size]]
            ids, shapes, mask = (torch.from_numpy(a) for a in batch(group, *marks))
            ids, targets = mask_words(group, ids, mark, random)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda"):
                states = model.states(ids.to(device), shapes.to(device), mask.to(device))
                where = (targets != -100).to(device)
                logits = guess(states[where]) @ table.T + bias
            loss = nn.functional.cross_entropy(logits.float(), targets.to(device)[where])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(inner, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(float(loss.detach()))
        log(f"adapting, epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")

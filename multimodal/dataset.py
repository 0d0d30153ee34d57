"""A dataset folder and modalities in, batches out: dictionaries of tensors with a mask a modality."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset, Sampler

from ..records.errors import MatloomError
from .cache import Cache
from .directory import DatasetDirectory
from .modality import Modality, Store
from .stores import DenseStore

Batch = dict[str, Any]
"""``material (B,)``, ``row (B,)``, ``mask {modality: (B,)}`` and ``inputs {modality: tensors of its rows only}``.

In training there may be ``strain (B,)``, the factor by which all lengths of a row's material are to be changed.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One modality's rows: those of index row ``i`` are ``first[i]`` up to ``first[i] + count[i]``."""

    store: Store
    first: np.ndarray
    count: np.ndarray

    def thinned(self, kept: np.ndarray) -> "Held":
        """The same without the rows where ``kept`` is false."""
        return replace(self, count=np.where(kept, self.count, 0))

    def of(self, rows: np.ndarray) -> "Held":
        """What index row ``i`` has is now what row ``rows[i]`` had."""
        return replace(self, first=self.first[rows], count=self.count[rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """Which rows of a training batch are stretched or pressed, and by how much.

    A stretched material is another one, of which every modality that ``follows`` is known: a pair that nobody had to
    measure. The row's other modalities, such as a text that names its lattice, are left out of that batch.
    """

    follows: tuple[str, ...]
    spread: float
    """Standard deviation of the logarithm of the factor."""
    share: float
    """Of the rows that have two or more of the modalities."""

    def drawn(self, present: Mapping[str, np.ndarray], generator: np.random.Generator) -> np.ndarray:
        """A factor a row ``(B,)``; 1 where the row stays as it is."""
        able = np.sum([present[name] for name in self.follows], axis=0) > 1
        chosen = able & (generator.random(len(able)) < self.share)
        return np.where(chosen, np.exp(self.spread * generator.standard_normal(len(able))), 1.0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class MaterialRows:
    """All rows of a dataset with the modalities that are asked for."""

    held: dict[str, Held]
    material: np.ndarray
    keys: list[str]

    @classmethod
    def read(
        cls, directory: DatasetDirectory, modalities: Mapping[str, Modality], cache: Cache | None = None
    ) -> "MaterialRows":
        """Read the modalities' tables. Raises MatloomError M001 to M003 for what cannot be trained on."""
        held = {}
        for name, modality in modalities.items():
            table, places = directory.rows(modality, name)
            store = modality.read(table, cache or Cache())
            count = np.bincount(places, minlength=len(directory))
            held[name] = Held(store, np.cumsum(count) - count, count)
        return cls(held, directory.materials(), directory.keys)

    def has(self, name: str) -> np.ndarray:
        """Which rows have the modality, ``(rows,)``."""
        return self.held[name].count > 0

    def with_empty(self, names: list[str]) -> "MaterialRows":
        """The same with modalities that no row has, so that all of ``names`` are there, in this order."""
        nothing = np.zeros(len(self.keys), dtype=np.int64)
        empty = Held(DenseStore({"features": np.zeros((0, 1))}), nothing, nothing)
        return replace(self, held={name: self.held.get(name, empty) for name in names})

    def thinned(self, share: float, seed: int) -> "MaterialRows":
        """The same rows with each modality of each row taken away with probability ``share``."""
        generator = np.random.default_rng(seed)
        held = {n: h.thinned(generator.random(len(self.keys)) >= share) for n, h in sorted(self.held.items())}
        return replace(self, held={name: held[name] for name in self.held})

    def shuffled(self, parts: np.ndarray, seed: int) -> "MaterialRows":
        """A control: within each part of a split every modality but the first belongs to a row drawn at random."""
        generator = np.random.default_rng(seed)
        held = dict(self.held)
        for name in list(held)[1:]:
            rows = np.arange(len(self.keys))
            for part in np.unique(parts.astype(str)):
                own = np.flatnonzero(parts == part)
                rows[own] = generator.permutation(own)
            held[name] = held[name].of(rows)
        return replace(self, held=held)

    def batch(
        self, rows: np.ndarray, generator: np.random.Generator | None = None, strain: Strain | None = None
    ) -> Batch:
        """The batch of these index rows; where a row has several of a modality, the first or, in training, any."""
        present = {name: held.count[rows] > 0 for name, held in self.held.items()}
        strained: dict[str, torch.Tensor] = {}
        if strain is not None and generator is not None:
            factor = strain.drawn(present, generator)
            present = {name: has & ((factor == 1) | (name in strain.follows)) for name, has in present.items()}
            strained["strain"] = torch.from_numpy(factor)
        mask, inputs = {}, {}
        for name, held in self.held.items():
            mask[name] = torch.from_numpy(present[name])
            own = rows[present[name]]
            if not len(own):
                continue
            chosen = held.first[own]
            if generator is not None:
                chosen = chosen + generator.integers(held.count[own])
            inputs[name] = held.store.take(chosen)
        return {
            "material": torch.from_numpy(self.material[rows]),
            "row": torch.from_numpy(rows),
            "mask": mask,
            "inputs": inputs,
            **strained,
        }


def trainable_rows(data: MaterialRows, parts: np.ndarray, part: str, split: str, least: int = 2) -> np.ndarray:
    """The index rows of ``part`` that have ``least`` modalities or more. Raises MatloomError M004 if none has."""
    modalities = np.sum([data.has(name) for name in data.held], axis=0)
    rows = np.flatnonzero((parts == part) & (modalities >= least))
    if not len(rows):
        why = f"{int((parts == part).sum())} rows are in it, none with {least} of: {', '.join(data.held)}."
        raise MatloomError("M004", split=split, part=part, why=why)
    return rows


class StepBatches(Dataset[list[Batch]]):
    """Batches by the number of their step: what step 17 sees depends on the seed and on 17, on nothing before it.

    An item is a list of ``pieces`` batches, which make up one batch for the loss and are encoded one by one. With
    several processes each takes its share of the rows of the step.
    """

    def __init__(
        self,
        data: MaterialRows,
        rows: np.ndarray,
        *,
        batch_size: int,
        pieces: int = 1,
        seed: int = 0,
        strain: Strain | None = None,
    ) -> None:
        if batch_size > len(rows):
            raise MatloomError("M005", batch=batch_size, rows=len(rows))
        self.data, self.rows, self.batch_size, self.pieces, self.seed = data, rows, batch_size, pieces, seed
        self.strain = strain
        self.rank, self.world = 0, 1

    def step_rows(self, step: int) -> np.ndarray:
        """The index rows of a step, of all processes: every row once before any comes again."""
        per_epoch = len(self.rows) // self.batch_size
        epoch, place = divmod(step, per_epoch)
        order = np.random.default_rng((self.seed, epoch)).permutation(self.rows)
        return order[place * self.batch_size : (place + 1) * self.batch_size]

    def __getitem__(self, step: int) -> list[Batch]:
        rows = self.step_rows(step)
        own = rows[self.rank * len(rows) // self.world : (self.rank + 1) * len(rows) // self.world]
        generator = np.random.default_rng((self.seed, step, self.rank, 1))
        return [self.data.batch(piece, generator, self.strain) for piece in np.array_split(own, self.pieces)]


class Steps(Sampler[int]):
    """The steps from ``start`` to ``stop``; its length is that of the whole run, so that progress is."""

    def __init__(self, start: int, stop: int) -> None:
        self.start, self.stop = start, stop

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start, self.stop))

    def __len__(self) -> int:
        return self.stop

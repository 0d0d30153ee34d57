"""A TOML file in, a checked configuration of a pretraining run out."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..multimodal.dataset import Strain
from ..multimodal.joint import JointOptions
from ..multimodal.losses import Contrast, Pairing
from ..multimodal.modality import Modality, make_modality
from ..multimodal.reconstruction import ReconstructionOptions
from ..records.errors import MatloomError


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSection(_Section):
    """What is trained on."""

    path: Path
    split: str
    cache: Path | None = None
    """Where graphs and frozen features are kept; by default in the user's cache folder."""
    workers: int = Field(0, ge=0)
    """Processes that prepare batches beside the training process."""
    drop: float = Field(0.0, ge=0, lt=1)
    """Each modality of each training row is taken away with this probability."""
    strain: float = Field(0.0, ge=0, le=0.2)
    """Training stretches and presses materials: standard deviation of the logarithm of the factor; 0 for none."""
    strained: float = Field(0.5, gt=0, le=1)
    """Share of the rows that are, of those with two modalities that follow; their other modalities wait meanwhile."""
    shuffle: bool = False
    """The control: modalities of different rows are put together at random."""


class ModelSection(_Section):
    """The space that the towers share."""

    width: int = Field(256, ge=2)
    hidden: int = Field(512, ge=2)

    def options(self, fused: bool) -> JointOptions:
        """The same for :class:`~..multimodal.joint.JointModel`."""
        return JointOptions(width=self.width, hidden=self.hidden, fused=fused)


class LossSection(_Section):
    """What the towers are trained to do."""

    contrast: Contrast = "info_nce"
    pairing: Pairing = "all_pairs"
    anchor: str | None = None
    temperature: float = Field(0.07, gt=0)
    chunk: int = Field(0, ge=0)
    """Rows of the matrix of similarities that exist at a time; 0 for all."""
    reconstruction: dict[str, float] | None = None
    """Options of the graph tower's own objectives; without them there are none."""
    reconstruction_weight: float = 0.1

    def graph_options(self) -> ReconstructionOptions | None:
        """Options of the reconstruction objectives, if any."""
        return None if self.reconstruction is None else ReconstructionOptions(**self.reconstruction)


class TrainSection(_Section):
    """How long, how fast, on what."""

    steps: int = Field(1000, ge=1)
    batch_size: int = Field(256, ge=2)
    """Rows of one step, over all devices and pieces."""
    pieces: int = Field(1, ge=1)
    """Into how many parts a batch is cut to be encoded; gradients are exact all the same (gradient caching)."""
    accumulate: int = Field(1, ge=1)
    """Batches whose gradients are added before a step of the optimiser."""
    learning_rate: float = Field(1e-3, gt=0)
    weight_decay: float = Field(1e-4, ge=0)
    warmup: int = Field(50, ge=0)
    clip: float = Field(1.0, gt=0)
    seed: int = Field(0, ge=0)
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    devices: int = Field(1, ge=1)
    nodes: int = Field(1, ge=1)
    strategy: Literal["auto", "ddp", "fsdp"] = "auto"
    precision: Literal["32-true", "bf16-mixed"] = "32-true"
    compile: bool = False
    """torch.compile the towers whose inputs have a fixed shape."""
    threads: int | None = Field(None, ge=1)
    """Threads of torch on the CPU; by default torch decides."""
    checkpoint_every: int = Field(200, ge=1)
    validate_every: int = Field(200, ge=0)
    """Steps between two measurements of retrieval on the validation part; 0 for none."""
    log_every: int = Field(10, ge=1)

    @model_validator(mode="after")
    def _checked(self) -> "TrainSection":
        if self.strategy == "fsdp" and self.pieces > 1:
            raise ValueError("gradient caching (pieces > 1) works with ddp, not with fsdp")
        if self.batch_size % (self.devices * self.nodes):
            raise ValueError("batch_size must be a multiple of the number of devices")
        return self


class PretrainConfig(_Section):
    """One run of ``matloom pretrain``."""

    data: DataSection
    modalities: dict[str, dict[str, Any]] = Field(min_length=2)
    model: ModelSection = ModelSection()
    loss: LossSection = LossSection()
    train: TrainSection = TrainSection()

    def make_modalities(self) -> dict[str, Modality]:
        """The modalities by the names the config gives them. Raises MatloomError E006 or M007."""
        return {name: make_modality({"kind": f"{name}/1", **given}) for name, given in self.modalities.items()}

    def strain(self, modalities: Mapping[str, Modality]) -> Strain | None:
        """Which materials training stretches, if any."""
        if not self.data.strain:
            return None
        follows = tuple(name for name, modality in modalities.items() if modality.follows_strain)
        return Strain(follows=follows, spread=self.data.strain, share=self.data.strained)

    @model_validator(mode="after")
    def _checked(self) -> "PretrainConfig":
        if self.loss.pairing == "anchored" and self.loss.anchor not in self.modalities:
            raise ValueError(f"loss.anchor {self.loss.anchor!r} is none of the modalities {sorted(self.modalities)}")
        if self.data.strain and self.data.shuffle:
            raise ValueError("data.strain changes the modalities of one material together; with shuffle there is none")
        if self.loss.reconstruction is not None and "crystal" not in self.modalities:
            raise ValueError("loss.reconstruction needs the modality crystal")
        return self


def parse_config(given: dict[str, Any]) -> PretrainConfig:
    """The checked configuration. Raises MatloomError M007 with the first thing that is wrong."""
    try:
        config = PretrainConfig.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise MatloomError("M007", why=f"{where}: {first['msg']}" if where else first["msg"]) from error
    following = [modality.kind for modality in config.make_modalities().values() if modality.follows_strain]
    if config.data.strain and len(following) < 2:
        why = f"data.strain needs two modalities that follow a strain, and found: {', '.join(following) or 'none'}"
        raise MatloomError("M007", why=why)
    return config


def load_config(path: Path) -> PretrainConfig:
    """Read a TOML file; paths in it are seen from its folder. Raises MatloomError E001 or M007."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MatloomError("E001", path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MatloomError("M007", why=f"{path}: {error}") from error
    for name in ("path", "cache"):
        if isinstance(given.get("data"), dict) and isinstance(given["data"].get(name), str):
            given["data"][name] = str(path.parent / given["data"][name])
    return parse_config(given)

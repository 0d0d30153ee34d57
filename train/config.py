"""A TOML file in, a checked configuration of a pretraining run out."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..multimodal.dataset import Strain
from ..multimodal.joint import FUSION_HEADS, JointOptions, is_tower_name
from ..multimodal.losses import Contrast, Pairing
from ..multimodal.modalities.crystal import Crystal
from ..multimodal.modality import Modality, first_problem, make_modality
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
    workers: int = Field(default=0, ge=0)
    """Processes that prepare batches beside the training process."""
    drop: float = Field(default=0.0, ge=0, lt=1)
    """Each modality of each training row is taken away with this probability."""
    strain: float = Field(default=0.0, ge=0, le=0.2)
    """Training stretches and presses materials: standard deviation of the logarithm of the factor; 0 for none."""
    strained: float = Field(default=0.5, gt=0, le=1)
    """Share of the rows that are, of those with two modalities that follow; their other modalities wait meanwhile."""
    shuffle: bool = False
    """The control: modalities of different rows are put together at random."""


class ModelSection(_Section):
    """The space that the towers share."""

    width: int = Field(default=256, ge=2)
    hidden: int = Field(default=512, ge=2)

    def options(self, fused: bool) -> JointOptions:
        """The same for :class:`~..multimodal.joint.JointModel`."""
        return JointOptions(width=self.width, hidden=self.hidden, fused=fused)


class LossSection(_Section):
    """What the towers are trained to do."""

    contrast: Contrast = "info_nce"
    pairing: Pairing = "all_pairs"
    anchor: str | None = None
    temperature: float = Field(default=0.07, gt=0)
    chunk: int = Field(default=0, ge=0)
    """Rows of the matrix of similarities that exist at a time; 0 for all."""
    reconstruction: ReconstructionOptions | None = None
    """The graph tower's own objectives; without this section there are none."""
    reconstruction_weight: float = Field(default=0.1, gt=0)


class TrainSection(_Section):
    """How long, how fast, on what."""

    steps: int = Field(default=1000, ge=1)
    batch_size: int = Field(default=256, ge=2)
    """Rows of one step, over all devices and pieces."""
    pieces: int = Field(default=1, ge=1)
    """Into how many parts a batch is cut to be encoded; gradients are exact all the same (gradient caching)."""
    accumulate: int = Field(default=1, ge=1)
    """Batches whose gradients are added before a step of the optimiser."""
    learning_rate: float = Field(default=1e-3, gt=0)
    weight_decay: float = Field(default=1e-4, ge=0)
    warmup: int = Field(default=50, ge=0)
    clip: float = Field(default=1.0, gt=0)
    seed: int = Field(default=0, ge=0)
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    devices: int = Field(default=1, ge=1)
    nodes: int = Field(default=1, ge=1)
    strategy: Literal["auto", "ddp", "fsdp"] = "auto"
    precision: Literal["32-true", "bf16-mixed"] = "32-true"
    compile: bool = False
    """torch.compile the towers whose inputs have a fixed shape."""
    threads: int | None = Field(default=None, ge=1)
    """Threads of torch on the CPU; by default torch decides."""
    checkpoint_every: int = Field(default=200, ge=1)
    validate_every: int = Field(default=200, ge=0)
    """Steps between two measurements of retrieval on the validation part; 0 for none."""
    log_every: int = Field(default=10, ge=1)

    @model_validator(mode="after")
    def _checked(self) -> "TrainSection":
        devices = self.devices * self.nodes
        if self.batch_size % devices:
            raise ValueError(f"batch_size {self.batch_size} is no multiple of the {devices} devices")
        if self.pieces * devices > self.batch_size:
            raise ValueError(f"pieces {self.pieces}: a device has {self.batch_size // devices} rows of a batch only")
        return self

    def check_devices(self) -> None:
        """Raises MatloomError M007 where this machine does not have the devices."""
        there = torch.cuda.device_count()
        if self.accelerator == "cuda" and there < self.devices:
            why = f"train.accelerator is cuda and train.devices {self.devices}; torch sees {there} such devices here"
            raise MatloomError("M007", why=why)


class PretrainConfig(_Section):
    """One run of ``matloom pretrain``."""

    data: DataSection
    modalities: dict[str, dict[str, Any]] = Field(min_length=2)
    model: ModelSection = Field(default_factory=ModelSection)
    loss: LossSection = Field(default_factory=LossSection)
    train: TrainSection = Field(default_factory=TrainSection)

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
        if self.loss.pairing == "fused" and self.model.width % FUSION_HEADS:
            raise ValueError(f"model.width has to be a multiple of {FUSION_HEADS} where loss.pairing is fused")
        odd = [name for name in self.modalities if not is_tower_name(name)]
        if odd:
            raise ValueError(f"modalities.{odd[0]}: a tower cannot have this name; give another, and a line kind = ...")
        if self.loss.reconstruction is not None and self.train.strategy == "fsdp":
            raise ValueError("loss.reconstruction works with ddp, not with fsdp")
        return self

    def check_towers(self) -> None:
        """Raises MatloomError M007 for modalities that cannot do what the config wants of them; E006 and M007 else."""
        towers = self.make_modalities()
        following = [modality.kind for modality in towers.values() if modality.follows_strain]
        if self.data.strain and len(following) < 2:
            why = f"data.strain needs two modalities that follow a strain, and found: {', '.join(following) or 'none'}"
            raise MatloomError("M007", why=why)
        crystal = towers.get("crystal")
        if self.loss.reconstruction is not None and not (isinstance(crystal, Crystal) and crystal.has_atoms):
            why = "loss.reconstruction needs a modality crystal whose encoder_name is convolution or line_graph"
            raise MatloomError("M007", why=why)


def parse_config(given: dict[str, Any]) -> PretrainConfig:
    """The checked configuration. Raises MatloomError M007 with the first thing that is wrong."""
    try:
        config = PretrainConfig.model_validate(given)
    except ValidationError as error:
        raise MatloomError("M007", why=first_problem(error)) from error
    config.check_towers()
    return config


def load_config(path: Path) -> PretrainConfig:
    """Read a TOML file; paths in it are seen from its folder. Raises MatloomError E001 or M007."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MatloomError("E001", path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MatloomError("M007", why=f"{path}: {error}") from error
    for name in ("path", "cache"):
        if isinstance(given.get("data"), dict) and isinstance(given["data"].get(name), str):
            given["data"][name] = str(path.parent / given["data"][name])
    return parse_config(given)

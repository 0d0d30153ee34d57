"""A joint model in, a folder with its weights and options out, and the way back; also from the Hugging Face hub."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ..records.errors import MatloomError
from .joint import JointModel, JointOptions
from .modality import make_modality, options_of

WEIGHTS: Final = "model.safetensors"
OPTIONS: Final = "config.json"
_LAYOUT: Final = 1


def save_pretrained(
    model: JointModel, folder: Path, about: dict[str, Any] | None = None, state: dict[str, Tensor] | None = None
) -> None:
    """Write ``config.json`` and ``model.safetensors``. ``about`` is kept beside the options, such as the data.

    ``state`` stands for the model's own weights where those are spread over processes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = model.state_dict() if state is None else state
    plain = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in weights.items()}
    (folder / OPTIONS).unlink(missing_ok=True)
    part = folder / f".{WEIGHTS}.part"
    save_file(plain, part, metadata={"format": "pt"})
    part.replace(folder / WEIGHTS)
    options = {
        "layout": _LAYOUT,
        "modalities": {name: options_of(modality) for name, modality in model.modalities.items()},
        "joint": asdict(model.options),
        "about": about or {},
    }
    (folder / OPTIONS).write_text(json.dumps(options, indent=1) + "\n", encoding="utf-8")


def is_pretrained(folder: Path) -> bool:
    """Whether a model was saved in ``folder``, and whole: its options are written last."""
    return (folder / OPTIONS).is_file()


def _folder(path_or_id: str | Path) -> Path:
    path = Path(path_or_id)
    if path.is_dir():
        return path
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(str(path_or_id), allow_patterns=[WEIGHTS, OPTIONS]))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise MatloomError("M008", path=path_or_id, why="no such folder, and no such model on the hub") from error


def about_pretrained(path_or_id: str | Path) -> dict[str, Any]:
    """What was kept beside the options of a model."""
    return dict(_options(_folder(path_or_id))["about"])


def _options(folder: Path) -> dict[str, Any]:
    try:
        options = json.loads((folder / OPTIONS).read_text(encoding="utf-8"))
        if options["layout"] != _LAYOUT:
            raise MatloomError("M008", path=folder, why=f"its layout is {options['layout']}, known is {_LAYOUT}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MatloomError("M008", path=folder, why=f"{OPTIONS}: {error}") from error
    return options


def from_pretrained(path_or_id: str | Path) -> JointModel:
    """The model in a folder, or of a Hugging Face id, ready to embed. Raises MatloomError M008."""
    folder = _folder(path_or_id)
    options = _options(folder)
    try:
        modalities = {name: make_modality(given) for name, given in options["modalities"].items()}
        model = JointModel(modalities, JointOptions(**options["joint"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise MatloomError("M008", path=folder, why=f"{OPTIONS}: {type(error).__name__}: {error}") from error
    load_weights(model, folder / WEIGHTS)
    return model.eval()


def load_weights(model: nn.Module, path: Path) -> None:
    """Put the weights of a safetensors file into a model. Raises MatloomError M008 where they do not fit."""
    try:
        model.load_state_dict(load_file(path))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise MatloomError("M008", path=path, why=str(error)[:300]) from error

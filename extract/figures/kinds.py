"""A panel's picture and its part of the caption in, the kind of what it shows out: a small linear model over both."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from ..document import PanelKind
from ..readers.layout.backend import Picture
from .caption_kinds import kinds_named
from .captions import CaptionParts
from .pictures import picture_features

KINDS: Final[tuple[PanelKind, ...]] = ("plot", "micrograph", "structure", "diagram", "photo", "spectrum", "map")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindModel:
    """Multinomial logistic regression: (features + 1) by kinds, the last row the intercepts; features are standardized.

    ``card`` says what it was trained on and how well it does.
    """

    kinds: tuple[PanelKind, ...]
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    card: str

    def probabilities(self, features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(kinds,) probabilities of a panel with these features."""
        scaled = (features - np.array(self.mean)) / np.array(self.spread)
        scores = np.append(scaled, 1.0) @ np.array(self.weights)
        exponents = np.exp(scores - scores.max())
        return exponents / exponents.sum()


@cache
def kind_model() -> KindModel:
    """The model that comes with the package."""
    return msgspec.json.decode((files(__name__.rpartition(".")[0]) / "kinds.json").read_bytes(), type=KindModel)


def own_words(caption: CaptionParts, label: str | None) -> str:
    """The words of a caption on one panel alone."""
    return caption.parts.get(label or "", "")


def panel_features(picture: Picture, own: str, introduction: str) -> npt.NDArray[np.float64]:
    """(26,) what the picture looks like, and what the panel's own words (else the introduction) say of each kind."""
    named = kinds_named(own) or kinds_named(introduction)
    told = [named.get(kind, 0.0) for kind in KINDS]
    return np.concatenate([picture_features(picture), told, [float(not named)]])


def kind_of(picture: Picture, own: str, introduction: str = "") -> tuple[PanelKind, float]:
    """The kind of a panel (height, width, 3; RGB), and its probability."""
    chances = kind_model().probabilities(panel_features(picture, own, introduction))
    best = int(chances.argmax())
    return kind_model().kinds[best], round(float(chances[best]), 3)


def kind_of_caption(own: str, introduction: str = "") -> tuple[PanelKind, float]:
    """The kind that the caption alone tells, ``other`` where it names none."""
    named = kinds_named(own) or kinds_named(introduction)
    if not named:
        return "other", 0.0
    return max(named, key=lambda kind: named[kind]), 0.5

"""How a run of training goes, and the same as it stands in the config of a model."""

from dataclasses import dataclass, fields
from typing import Any

from .corpora import SCHEMES


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """How a run goes. Learning rates are those at the peak; ``patience`` counts epochs without a better mean F1.

    ``shares`` says how often an epoch sees a scheme's examples: ``(("quantities", 0.4),)`` is a part, drawn anew, and
    3.0 three times. Those without a span are seen at most ``silent`` times: corpora leave sentences unmarked that they
    might have marked, from which a model learns to be silent. ``swap`` is the part of mentions that others take the
    place of. ``frozen_layers`` are the lowest of the encoder that stay as they are, with all that lies below them.
    ``together`` says of a scheme how many sentences of a document are read as one text, at most: their number is drawn.
    ``begun`` is the part that the parameters with which the run began have in those that are kept.
    """

    encoder: str
    start: str = ""
    begun: float = 0.0
    schemes: tuple[str, ...] = SCHEMES
    epochs: int = 20
    batch_size: int = 16
    pieces_budget: int = 3072
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: float = 0.08
    relation_weight: float = 0.3
    adversarial: float = 0.0
    average: float = 0.998
    dropout: float = 0.2
    span_width: int = 32
    relation_width: int = 160
    patience: int = 6
    adapt_epochs: int = 0
    seed: int = 1
    train_on_dev: bool = False
    freeze_words: bool = False
    frozen_layers: int = 0
    shares: tuple[tuple[str, float], ...] = ()
    silent: float = 1.0
    swap: float = 0.0
    together: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, written: dict[str, Any]) -> "TrainOptions":
        """The options as JSON has them: lists for tuples. What this version does not know is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: _tuple(value) for name, value in written.items() if name in known})


def _tuple(value: Any) -> Any:
    return tuple(_tuple(one) for one in value) if isinstance(value, list) else value

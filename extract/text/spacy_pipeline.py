"""A config in, matloom's text pipeline as a spaCy ``Language`` out. Needs the extra ``spacy``."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from .spacy_components import extensions, make
from .spacy_tokenizer import make_tokenizer

LONGEST: Final = 20_000_000
"""Characters of a text. spaCy's own limit is there for parsers that need memory for every token; these do not."""
CONFIG: Final = files("matloom.extract.text").joinpath("config.cfg")
REGISTERED: Final = (make, make_tokenizer)
"""What the config names is known to spaCy from the import of these on, whether or not matloom is installed."""


def load(config: Path | None = None, *, disable: tuple[str, ...] = ()) -> Language:
    """The pipeline of ``config``, by default of the one that comes along, without the components in ``disable``."""
    extensions()
    nlp = load_model_from_config(load_config(config or Path(str(CONFIG))), disable=disable, auto_fill=True)
    nlp.max_length = LONGEST
    return nlp

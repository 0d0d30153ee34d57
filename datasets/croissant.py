"""A built dataset in, croissant.json out."""

from pathlib import Path

from .manifest import Manifest
from .recipe import Recipe


def write_croissant(target: Path, recipe: Recipe, manifest: Manifest) -> None:
    """Write croissant.json."""

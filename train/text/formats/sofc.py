"""The folder ``sofc-exp-corpus`` (texts, and tags as tab-separated stand-off files) in, a row a tagged sentence out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from ....records.errors import MatloomError
from .rows import Row, bio, files, ordered, text_of

Layer = Literal["sofc", "sofc_slots"]
COLUMN: Final[dict[Layer, int]] = {"sofc": 4, "sofc_slots": 5}


def read_sofc(path: Path) -> Iterator[Row]:
    """The sentences that describe an experiment, with four types of entities."""
    return _rows(path, "sofc")


def read_sofc_slots(path: Path) -> Iterator[Row]:
    """The same sentences, with the slots of the experiment as entities."""
    return _rows(path, "sofc_slots")


def _rows(path: Path, layer: Layer) -> Iterator[Row]:
    for file in files(path / "texts", ".txt"):
        try:
            yield from _paper(path / "annotations", file, layer)
        except (ValueError, IndexError) as error:
            raise MatloomError("M012", path=file, format=layer, why=error) from error


def _paper(annotations: Path, file: Path, layer: Layer) -> Iterator[Row]:
    """The paper's tagged sentences; places are counted from a sentence's first character that is no blank."""
    text, doc = text_of(file, layer), file.stem
    tags: dict[int, list[tuple[int, int, str]]] = {}
    for row in _table(annotations / "entity_types_and_slots" / f"{doc}.csv", layer):
        tags.setdefault(int(row[0]), []).append((int(row[2]), int(row[3]), row[COLUMN[layer]]))
    for row in _table(annotations / "sentences" / f"{doc}.csv", layer):
        number = int(row[0])
        sentence = text[int(row[2]) : int(row[3])].strip()
        if row[1] == "1" and number in tags:
            spans, _ = ordered(enumerate(bio(tags[number])), (), len(sentence))
            yield Row(id=f"{layer}:{doc}#{number}", doc=doc, text=sentence, entities=spans)


def _table(file: Path, layer: Layer) -> list[list[str]]:
    return [line.split("\t") for line in text_of(file, layer).splitlines() if line.strip()]

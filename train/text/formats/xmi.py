"""UIMA XMI files as INCEpTION writes them (MuLMS) in, a row for each sentence out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ....extract.readers.markup import every, parse_xml
from ....records.errors import MatloomError
from .rows import Row, Utf16, content, files, ordered

LAYERS: Final = ("MatSci_Entity", "MatSci_Relations", "Sentence")
ID: Final = "{http://www.omg.org/XMI}id"


def read_mulms(path: Path) -> Iterator[Row]:
    """The sentences of MuLMS: entities and the relations between two of the same sentence.

    What stands in no words (``IMPLICIT_...``) is left out.
    """
    for file in files(path, ".xmi"):
        yield from _sentences(file)


def _sentences(file: Path) -> Iterator[Row]:
    root, problems = parse_xml(content(file, "mulms"), "convert")
    sofa = next(every(root, "Sofa"), None)
    if problems or sofa is None or sofa.get("sofaString") is None:
        why = problems[0].why if problems else "no text in it"
        raise MatloomError("M012", path=file, format="mulms", why=why)
    text = str(sofa.get("sofaString"))
    utf16 = Utf16(text)
    entities = _spans(root, utf16)
    links = [
        (link.get("Governor"), link.get("Dependent"), link.get("RelationType") or "") for link in every(root, LAYERS[1])
    ]
    sentences = sorted(_range(sentence, utf16) for sentence in every(root, LAYERS[2]))
    for number, (low, high) in enumerate(sentences, 1):
        own = [
            (key, (start - low, end - low, label))
            for key, (start, end, label) in entities
            if low <= start and end <= high
        ]
        spans, relations = ordered(own, links, high - low)
        yield Row(
            id=f"mulms:{file.stem}#{number}", doc=file.stem, text=text[low:high], entities=spans, relations=relations
        )


def _spans(root: Any, utf16: Utf16) -> list[tuple[object, tuple[int, int, str]]]:
    found: list[tuple[object, tuple[int, int, str]]] = []
    for entity in every(root, LAYERS[0]):
        label = entity.get("value") or ""
        if label and not label.startswith("IMPLICIT") and entity.get("implicitEntity") is None:
            start, end = _range(entity, utf16)
            found.append((entity.get(ID), (start, end, label)))
    return found


def _range(element: Any, utf16: Utf16) -> tuple[int, int]:
    try:
        return utf16.place(int(element.get("begin", ""))), utf16.place(int(element.get("end", "")))
    except ValueError:
        return 0, 0

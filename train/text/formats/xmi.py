"""UIMA XMI files as INCEpTION writes them (MuLMS) in, a row for each sentence out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from ....extract.readers.markup import every, parse_xml
from ....records.errors import MatloomError
from .rows import Row, Utf16, content, files, ordered

LAYERS: Final = ("MatSci_Entity", "MatSci_Relations", "Sentence")
ID: Final = "{http://www.omg.org/XMI}id"


def read_mulms(path: Path) -> Iterator[Row]:
    """The sentences of MuLMS: entities and the relations between two of the same sentence.

    What stands in no words (``IMPLICIT_...``) is left out. Sentences that an entity runs across are one row.
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
    links = [_link(relation) for relation in every(root, LAYERS[1])]
    sentences = sorted(_range(sentence, utf16) for sentence in every(root, LAYERS[2]))
    for number, (low, high) in enumerate(_whole(sentences, [span for _, span in entities]), 1):
        inside = ((key, span) for key, span in entities if low <= span[0] and span[1] <= high)
        own = [(key, (start - low, end - low, label)) for key, (start, end, label) in inside]
        spans, relations = ordered(own, links, high - low)
        yield Row(
            id=f"mulms:{file.stem}#{number}", doc=file.stem, text=text[low:high], entities=spans, relations=relations
        )


def _whole(sentences: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """The sentences, those that an entity runs across as one."""
    crossed = sorted(spans)
    place = 0
    going: tuple[int, int] | None = None
    reach = 0
    for low, high in sentences:
        while place < len(crossed) and crossed[place][0] < low:
            reach = max(reach, crossed[place][1])
            place += 1
        if going is not None and reach > low:
            going = (going[0], high)
        else:
            if going is not None:
                yield going
            going = (low, high)
    if going is not None:
        yield going


def _spans(root: Any, utf16: Utf16) -> list[tuple[object, tuple[int, int, str]]]:
    found: list[tuple[object, tuple[int, int, str]]] = []
    for entity in every(root, LAYERS[0]):
        label = entity.get("value") or ""
        if label and not label.startswith("IMPLICIT") and entity.get("implicitEntity") is None:
            start, end = _range(entity, utf16)
            found.append((entity.get(ID), (start, end, label)))
    return found


def _link(relation: Any) -> tuple[object, object, str]:
    return relation.get("Governor"), relation.get("Dependent"), relation.get("RelationType") or ""


def _range(element: Any, utf16: Utf16) -> tuple[int, int]:
    try:
        return utf16.place(int(element.get("begin", ""))), utf16.place(int(element.get("end", "")))
    except ValueError:
        return 0, 0

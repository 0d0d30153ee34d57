"""The doping sentences of NERRE (JSON: papers with ``doping_sentences``) in, a row a sentence out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ....records.errors import MatloomError
from .rows import Row, files, text_of


def read_doping(path: Path) -> Iterator[Row]:
    """The sentences of titles and abstracts with host materials, dopants, and which dopes which."""
    for file in files(path, ".json", ".jsonl"):
        for paper in _papers(file):
            try:
                doc = str(paper["doi"])
                for number, sentence in enumerate(paper["doping_sentences"]):
                    yield _row(f"doping:{doc}#{number}", doc, sentence)
            except (KeyError, TypeError, AttributeError) as error:
                raise MatloomError("M012", path=file, format="doping", why=f"no {error} in a paper") from error


def _papers(file: Path) -> list[Any]:
    """A list of papers, or one a line."""
    text = text_of(file, "doping")
    try:
        if text.lstrip().startswith("["):
            return json.loads(text)
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise MatloomError("M012", path=file, format="doping", why=error) from error


def _row(key: str, doc: str, sentence: dict[str, Any]) -> Row:
    hosts, dopants = dict(sentence["basemats"]), dict(sentence["dopants"])
    links = [
        [hosts[host], dopants[dopant]]
        for dopant, linked in sentence["dopants2basemats"].items()
        for host in linked
        if host in hosts and dopant in dopants
    ]
    record = {
        "basemats": list(hosts.values()), "dopants": list(dopants.values()), "links": links,
        "results": list(dict(sentence["results"]).values()), "modifiers": list(sentence["doping_modifiers"]),
    }  # fmt: skip
    extra = {"relevant": bool(sentence["relevant"]), "record": record}
    return Row(id=key, doc=doc, text=str(sentence["sentence_text"]), extra=extra)

"""``matloom annotate`` in a corpus's scheme: lines in, lines out, and relations between entities that are given."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from matloom.cli import app
from typer.testing import CliRunner

TEXT = "The powder was sintered at 700 °C for 10 h."


def annotate(lines: Sequence[dict[str, Any]], folder: Path, *options: str) -> list[dict[str, Any]]:
    path = folder / "texts.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    result = CliRunner().invoke(app, ["annotate", str(path), *options])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("scheme", ["mulms", "sofc", "sofc_slots", "pcmsp", "mspt", "quantities", "doping"])
def test_every_scheme_answers_in_its_own_labels(scheme: str, tmp_path: Path) -> None:
    lines = annotate([{"id": "a", "text": TEXT}, {"id": "b", "text": ""}], tmp_path, "--scheme", scheme)
    assert [line["id"] for line in lines] == ["a", "b"]
    assert all({"entities", "quantities", "formulas", "relations"} <= set(line) for line in lines)
    assert all(TEXT[e["start"] : e["end"]] == e["text"] for e in lines[0]["entities"])
    assert lines[1]["entities"] == []


def test_lines_of_a_document_are_read_together_and_others_alone(tmp_path: Path) -> None:
    texts = [TEXT, "", "It was then ground and pressed at 5 MPa.", TEXT]
    alone = annotate([{"id": at, "text": text} for at, text in enumerate(texts)], tmp_path, "--scheme", "pcmsp")
    rows = [{"id": at, "text": text, "doc": "b" if at == 3 else "a"} for at, text in enumerate(texts)]
    together = annotate(rows, tmp_path, "--scheme", "pcmsp")
    assert [line["id"] for line in together] == [0, 1, 2, 3]
    assert together[3] == alone[3]
    assert together[1]["entities"] == []
    for text, line in zip(texts, together, strict=True):
        assert all(text[e["start"] : e["end"]] == e["text"] for e in line["entities"])
    assert {"ground", "pressed"} <= {e["text"] for e in together[2]["entities"]}


def test_relations_between_given_entities(tmp_path: Path) -> None:
    words = {"700 °C": "Property-temperature", "sintered": "Operation"}
    given = [{"start": TEXT.index(w), "end": TEXT.index(w) + len(w), "label": label} for w, label in words.items()]
    row = {"id": 1, "text": TEXT, "entities": given}
    (line,) = annotate([row], tmp_path, "--scheme", "pcmsp", "--given-entities")
    assert [e["text"] for e in line["entities"]] == list(words)
    assert [(r["head"], r["tail"], r["label"]) for r in line["relations"]] == [(0, 1, "Condition-of")]


def test_a_scheme_without_relations_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps({"id": 1, "text": TEXT}) + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["annotate", str(path), "--scheme", "sofc", "--given-entities"])
    assert result.exit_code != 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"id": 1, "text": "NaCl \xff"}', "utf-8"),
        (b'{"id": 1, "text": "NaCl", "entities": [{"start": 0, "end": 9, "label": "A"}]}', "from 0 to 9"),
        (b'{"id": 1, "text": "NaCl", "entities": [{"start": 3, "end": 1, "label": "A"}]}', "from 3 to 1"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_with_its_number(line: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(b'{"id": 0, "text": "NaCl"}\n' + line + b"\n")
    result = CliRunner().invoke(app, ["annotate", str(path), "--scheme", "mulms", "--given-entities"])
    assert result.exit_code == 2
    assert "E010" in result.stderr and "Line 2" in result.stderr and why in result.stderr


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "NaCl"}\r\n')
    result = CliRunner().invoke(app, ["annotate", str(path)])
    assert json.loads(result.stdout)["entities"][0]["text"] == "NaCl"

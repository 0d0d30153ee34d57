"""The reference pages say what there is: every verb, table, view and problem code."""

import re
from importlib import import_module
from pathlib import Path

import duckdb
import pytest
from matloom.cli import VERBS
from matloom.records.errors import MESSAGES
from matloom.records.store.store import Store
from typer.main import get_command

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_described(verb):
    assert re.search(rf"^(?:## |\| `)matloom {verb}(?![\w-])", (DOCS / "reference/cli.md").read_text(), re.M)


@pytest.mark.parametrize("verb", [name for name, verb in VERBS.items() if verb.module is None])
def test_every_option_is_told(verb):
    page = (DOCS / "reference/cli.md").read_text()
    [section] = re.findall(rf"^## matloom {verb}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    command = get_command(import_module(f"matloom.commands.{verb}").app)
    parts = getattr(command, "commands", {"": command}).values()
    options = [option for part in parts for one in part.params for option in (*one.opts, *one.secondary_opts)]
    told = re.findall(r"--[a-z-]+", section)
    off = {f"--no-{option[2:]}" for option in told} | {option.replace("--no-", "--") for option in told}
    assert {option for option in options if option.startswith("--")} <= {"--help", *told, *off}


def test_every_table_and_view_is_described_and_the_examples_run(tmp_path):
    page = (DOCS / "reference/database.md").read_text()
    with Store.open(tmp_path / "a.duckdb", "write") as store:
        names = store.connection.execute(
            "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
        )
        missing = [name for (name,) in names.fetchall() if f"`{name}`" not in page]
        assert missing == []
        [examples] = re.findall(r"```sql\n(.*?)```", page, re.S)
        for statement in duckdb.extract_statements(examples):
            store.connection.execute(statement)


def test_every_document_code_is_explained():
    page = (DOCS / "how-to/ingest.md").read_text()
    told = set()
    for first, last in re.findall(r"\b(D\d{3})(?: – (D\d{3}))?", page):
        told |= {f"D{number:03}" for number in range(int(first[1:]), int((last or first)[1:]) + 1)}
    assert {code for code in MESSAGES if code.startswith("D")} <= told

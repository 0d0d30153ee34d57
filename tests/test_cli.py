import os
import subprocess
import sys

import pytest
from matloom.cli import VERBS, Verb, app
from typer.testing import CliRunner


@pytest.fixture
def runner():
    return CliRunner()


def test_help_lists_all_verbs_and_loads_none(runner):
    program = (
        "import sys; from typer.testing import CliRunner; from matloom.cli import app, VERBS\n"
        "out = CliRunner().invoke(app, ['--help'])\n"
        "assert out.exit_code == 0, out.output\n"
        "assert all(verb in out.output for verb in VERBS), out.output\n"
        "loaded = {'duckdb', 'pymupdf', 'numpy', 'pyarrow', 'spacy', 'torch'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "COLUMNS": "200"})


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_can_be_loaded_and_explains_itself_with_an_example(runner, verb):
    done = runner.invoke(app, [verb, "--help"], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    is_group = "Commands" in done.output
    assert is_group or f"matloom {verb}" in done.output.split("Example")[1]


def test_an_unknown_verb_is_refused_with_the_likely_one(runner):
    done = runner.invoke(app, ["injest"])
    assert done.exit_code == 2
    assert "ingest" in done.stderr


def test_the_version_is_printed(runner):
    assert runner.invoke(app, ["--version"]).stdout.startswith("matloom 0")


def test_a_missing_extra_is_named(runner, monkeypatch):
    monkeypatch.setitem(VERBS, "weave", Verb("Weave.", "Panel", extra="train", module="commands.weave"))
    monkeypatch.setitem(sys.modules, "matloom.commands.weave", None)

    def fail(name, package):
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    monkeypatch.setattr("matloom.cli.import_module", fail)
    done = runner.invoke(app, ["weave"])
    assert done.exit_code == 2
    assert "E002" in done.stderr
    assert "pip install 'matloom[train]'" in done.stderr


def test_a_broken_verb_is_not_mistaken_for_a_missing_extra(runner, monkeypatch):
    monkeypatch.setitem(VERBS, "weave", Verb("Weave.", "Panel", extra="train", module="commands.nowhere"))
    done = runner.invoke(app, ["weave"])
    assert isinstance(done.exception, ModuleNotFoundError)

import json
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


def test_paragraphs_of_help_are_wrapped_to_the_terminal_and_to_nothing_else(runner):
    out = runner.invoke(app, ["ingest", "--help"], env={"COLUMNS": "200"}).output
    assert "after an upgrade only the stages that changed are run again" in out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_pipes_carry_utf8_whatever_the_system_encodes_with(encoding):
    text = "Ba1−xSrxTiO3 (x = 0.1)"
    program = [sys.executable, "-c", "from matloom.cli import app; app()", "formula"]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    for given, words in ((b"\xef\xbb\xbf" + text.encode() + b"\r\n", []), (b"", [text])):
        done = subprocess.run([*program, *words], input=given, capture_output=True, env=env, check=True)
        assert json.loads(done.stdout.decode())["text"] == text
        assert b"\r" not in done.stdout


def test_bytes_that_are_no_text_are_read_as_such(runner):
    for given, words in ((b"NaCl\xff\n", []), (b"", ["NaCl\udcff"])):
        done = runner.invoke(app, ["formula", *words], input=given)
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["problems"][0]["code"] == "C001"


def test_an_unknown_verb_is_refused_with_the_likely_one(runner):
    done = runner.invoke(app, ["injest"])
    assert done.exit_code == 2
    assert "ingest" in done.stderr


def test_the_version_is_printed(runner):
    assert runner.invoke(app, ["--version"]).stdout.startswith("matloom 0")


def test_python_runs_the_package_too():
    done = subprocess.run([sys.executable, "-m", "matloom", "--help"], capture_output=True, check=True)
    assert b"Usage: matloom " in done.stdout


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


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (["build", "literature", "--out", "x"], "datasets"), (["publish", "x", "me/x"], "datasets"),
        (["pretrain", "x.toml"], "train"), (["train", "text", "--data", "x", "--out", "x"], "train"),
    ],
)  # fmt: skip
def test_a_base_install_names_the_extra_of_a_verb(words, extra):
    program = (
        "import sys\n"
        "class Base:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('torch', 'datasets', 'fsspec', 'transformers'):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Base())\n"
        "from matloom.cli import app\n"
        "app(sys.argv[1:])\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "E002" in done.stderr and f"pip install 'matloom[{extra}]'" in done.stderr


def test_a_broken_verb_is_not_mistaken_for_a_missing_extra(runner, monkeypatch):
    monkeypatch.setitem(VERBS, "weave", Verb("Weave.", "Panel", extra="train", module="commands.nowhere"))
    done = runner.invoke(app, ["weave"])
    assert isinstance(done.exception, ModuleNotFoundError)

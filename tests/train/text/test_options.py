"""Options of a run: read back from a config as they were written, and a model to go on from has to be one."""

import json
from dataclasses import asdict
from pathlib import Path

from matloom.cli import app
from matloom.train.text.options import TrainOptions
from typer.testing import CliRunner


def test_options_come_back_from_json() -> None:
    options = TrainOptions("there", epochs=3, shares=(("doping", 3.0), ("quantities", 0.1)), swap=0.2, frozen_layers=2)
    written = json.loads(json.dumps(asdict(options)))
    assert TrainOptions.of(written) == options
    assert TrainOptions.of({**written, "of_later": 1}) == options


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    arguments = ["--data", str(tmp_path), "--out", str(tmp_path / "run"), "--from", str(tmp_path / "nothing")]
    result = CliRunner().invoke(app, ["train", "text", *arguments])
    assert result.exit_code != 0
    assert "nothing" in str(result.exception) + result.output


def test_a_config_that_is_none_is_named(tmp_path: Path) -> None:
    for text in ("{", "{}", "[]"):
        (tmp_path / "config.json").write_text(text)
        arguments = ["--data", str(tmp_path), "--out", str(tmp_path / "run"), "--like", str(tmp_path / "config.json")]
        result = CliRunner().invoke(app, ["train", "text", *arguments])
        assert result.exit_code == 2
        assert "M007" in result.stderr and "config.json" in result.stderr

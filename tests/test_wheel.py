"""The wheel holds every module and data file of the package: a folder forgotten in ``packages`` fails here."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("commands", "records", "corpus", "reference", "extract", "datasets", "multimodal", "train")
DATA = {".toml", ".txt", ".sql", ".cfg", ".onnx", ".json", ".html", ".csv"}


def test_the_wheel_is_whole(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        str(ROOT),
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    (wheel,) = tmp_path.glob("matloom-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in {".py", *DATA}]
    wanted = {f"matloom/{path.relative_to(ROOT).as_posix()}" for path in files if "__pycache__" not in path.parts}
    assert wanted - inside == set()
    rooms = {name.split("/")[1] for name in inside if name.startswith("matloom/") and name.count("/") > 1}
    assert rooms == set(ROOMS)
    assert {name for name in inside if name.count("/") == 1 and name.startswith("matloom/")} == {
        "matloom/cli.py",
        "matloom/__init__.py",
        "matloom/__main__.py",
        "matloom/py.typed",
    }

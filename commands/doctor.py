"""This machine in; what of matloom is installed on it, what is missing and how to get it, printed."""

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import typer
from packaging.requirements import Requirement
from rich import box
from rich.table import Table

from .. import __version__
from ..extract.pipeline import STAGES
from .common import data_console

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: [bold]matloom doctor[/]")
def command() -> None:
    """Say what is installed, which extras and models, and what is missing. Exit code 1 if the base is not whole."""
    console = data_console()
    console.print(f"[bold]matloom {__version__}[/] · Python {platform.python_version()} · {platform.platform()}")
    console.print(f"{os.cpu_count()} cores, {_memory():.1f} GB of memory, Python at {sys.prefix}\n")
    groups = _groups()
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("part", "state", "libraries"):
        table.add_column(name, overflow="fold")
    for name, requirements in groups.items():
        missing = [one for one in requirements if _fault(one)]
        state = "[green]whole[/]" if not missing else f"[yellow]{len(missing)} missing[/]"
        table.add_row(name, state, ", ".join(_described(one) for one in requirements))
    console.print(table)
    console.print("stages: " + ", ".join(STAGES))
    for folder, names, size in _models():
        console.print(f"models in {folder}: {', '.join(names)} ({size / 1e6:.1f} MB)")
    for name, requirements in groups.items():
        if name != "base" and any(_fault(one) for one in requirements):
            console.print(f"For '{name}': pip install 'matloom[{name}]'", markup=False)
    if any(_fault(one) for one in groups["base"]):
        raise typer.Exit(1)


def _groups() -> dict[str, list[Requirement]]:
    """The libraries of the base install and of each extra, as the package itself declares them."""
    groups: dict[str, list[Requirement]] = {"base": []}
    for line in requires("matloom") or ():
        requirement = Requirement(line)
        if requirement.name == "matloom":
            continue
        extra = str(requirement.marker).split('extra == "')[1].rstrip('"') if requirement.marker else "base"
        groups.setdefault(extra, []).append(requirement)
    return groups


def _fault(requirement: Requirement) -> str | None:
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return "missing"
    return (
        None if requirement.specifier.contains(found, prereleases=True) else f"{found} is not {requirement.specifier}"
    )


def _described(requirement: Requirement) -> str:
    fault = _fault(requirement)
    if fault is None:
        return f"{requirement.name} {version(requirement.name)}"
    return f"[red]{requirement.name} {fault}[/]"


def _models() -> Iterator[tuple[str, list[str], int]]:
    """The trained models that come with the package: their folder, their names, and their size in bytes."""
    root = Path(str(files("matloom")))
    paths = sorted(path for room in ("extract", "multimodal") for path in (root / room).rglob("*.onnx"))
    for folder, group in groupby(paths, key=lambda path: path.parent):
        own = list(group)
        yield str(folder.relative_to(root)), [path.stem for path in own], sum(path.stat().st_size for path in own)


def _memory() -> float:
    import psutil

    return psutil.virtual_memory().total / 1e9

"""Words of a shell in, datasets out: the verbs recipe, build, publish, novelty and diff."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ..records.errors import MatloomError

app = typer.Typer(add_completion=False)
recipe_app = typer.Typer(add_completion=False, no_args_is_help=True)
app.add_typer(recipe_app, name="recipe", help="Write a recipe, or list those that come with matloom.")

RecipeFile = Annotated[
    Path, typer.Argument(metavar="RECIPE", help="A recipe's TOML file, or the name of a shipped one.")
]
Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `matloom build` wrote.")]


def _tell(words: str) -> None:
    """Prints what is no data: on standard error, brackets as they are."""
    Console(stderr=True, soft_wrap=True).print(words, markup=False)


def _recipe_path(given: Path) -> Path:
    from .recipe import shipped_recipes

    return given if given.suffix == ".toml" else shipped_recipes().get(str(given), given)


@recipe_app.command("new", epilog="Example: [bold]matloom recipe new my-perovskites --like perovskites[/]")
def recipe_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the dataset; NAME.toml is written.")],
    like: Annotated[str, typer.Option(metavar="RECIPE", help="The shipped recipe to start from.")] = "literature",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Another file to write.")] = None,
) -> None:
    """Write a commented recipe to begin with."""
    from .recipe import load_recipe, shipped_recipes

    shipped = shipped_recipes()
    if like not in shipped:
        raise MatloomError("E006", kind="recipe", name=like, known=", ".join(shipped))
    path = out or Path(f"{name}.toml")
    if path.exists():
        raise typer.BadParameter(f"{path} exists.", param_hint="--out" if out else "NAME")
    text = shipped[like].read_text(encoding="utf-8").replace(f'name = "{like}"', f'name = "{name}"', 1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MatloomError("E016", path=path, why=error.strerror or error) from error
    try:
        load_recipe(path)
    except MatloomError:
        path.unlink()
        raise
    _tell(f"{path} written. Next: matloom build {path} --data FOLDER --out {name}/")


@recipe_app.command("list")
def recipe_list() -> None:
    """List the recipes that come with matloom."""
    from .recipe import load_recipe, shipped_recipes

    for name, path in shipped_recipes().items():
        sys.stdout.write(f"{name}\t{load_recipe(path).dataset.title}\n")


@app.command(
    "build", epilog="Example: [bold]matloom build perovskites --data perov_5/ --out perovskites/ --workers 2[/]"
)
def build_command(
    recipe: RecipeFile,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the dataset; replaced if it is one already.")],
    data: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the recipe's paths start; its own folder if not given.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes; the bytes written do not depend on it.")] = 1,
) -> None:
    """Build the dataset of a recipe: tables, splits, card and Croissant."""
    from .build import build
    from .recipe import load_recipe

    path = _recipe_path(recipe)
    report = build(load_recipe(path), out, data=data or path.parent, workers=workers)
    rows = ", ".join(f"{name} {count}" for name, count in report.rows.items())
    _tell(f"{out}: version {report.version}, fingerprint {report.fingerprint}. Rows: {rows}.")
    for kind, count in (
        ("rows could not be read (problems.csv)", len(report.tally.bad)),
        ("rows were filtered or of retracted papers", report.tally.filtered),
    ):
        if count:
            _tell(f"{count} {kind}")
    for name, count in report.tally.withheld.items():
        _tell(f"{count} pieces of {name} withheld: their licence does not allow it")
    for unmatched in report.unmatched:
        _tell(f"{unmatched.rows} rows of source {unmatched.source} have an id that no other source knows")
    for name, count in report.left_out.items():
        if count:
            _tell(f"split {name}: {count} rows unused, so that no paper or duplicate stands on two sides")


@app.command("publish", epilog="Example: [bold]matloom publish perovskites/ me/perovskites --dry-run[/]")
def publish_command(
    folder: Dataset,
    target: Annotated[str, typer.Argument(metavar="REPO", help="OWNER/NAME on the hub, or a URL that fsspec knows.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be sent, and send nothing.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Make the repository private, if it is made.")] = False,
) -> None:
    """Send a dataset to the Hugging Face hub or to any file store, with a tag for its version."""
    from .publish import publish

    plan = publish(folder, target, dry_run=dry_run, private=private)
    for path, size in plan.files:
        sys.stdout.write(f"{size}\t{path}\n")
    verb = "would be sent" if dry_run else "sent"
    _tell(f"{len(plan.files)} files, {plan.size / 1e6:.1f} MB {verb} to {target}, tag {plan.tag}")


@app.command("novelty", epilog="Example: [bold]matloom novelty generated/ perovskites/ --distance d_amd[/]")
def novelty_command(
    a: Annotated[Path, typer.Argument(metavar="A", help="Dataset, or folder or CSV of CIFs: what may be new.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Dataset, or folder or CSV of CIFs: what is known.")],
    distance: Annotated[
        list[str] | None, typer.Option(help="d_smat, d_comp, d_wyckoff, d_magpie, d_amd; all if not given.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Use the first so many structures of each.")] = None,
) -> None:
    """Measure how unique the structures of A are, and how novel against B. Prints JSON."""
    from .novelty import DISTANCES, load_structures, novelty_report

    known = list(DISTANCES)
    for name in distance or []:
        if name not in known:
            raise MatloomError("E006", kind="distance", name=name, known=", ".join(known))
    report = novelty_report(load_structures(a, limit), load_structures(b, limit), distance or known)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


@app.command("diff", epilog="Example: [bold]matloom diff perovskites-old/ perovskites/[/]")
def diff_command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The older dataset folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The newer dataset folder.")],
    rows: Annotated[int, typer.Option(min=0, help="So many ids to name of each kind.")] = 10,
) -> None:
    """List rows added, changed and removed, table by table, and the version step they call for. Prints JSON."""
    from .diff import diff

    sys.stdout.write(json.dumps(diff(old, new).as_dict(rows), indent=1) + "\n")

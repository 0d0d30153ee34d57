"""Words of a shell in: the verbs that train towers and use them."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from ..records.errors import MatloomError

app = typer.Typer(add_completion=False)

Model = Annotated[str, typer.Argument(metavar="MODEL", help="A folder with a model, or its Hugging Face id.")]
Dataset = Annotated[Path, typer.Argument(metavar="DATASET", help="A folder that `matloom build` wrote.")]
Split = Annotated[str, typer.Option(help="The split of the dataset.", show_default=False)]
Seeds = Annotated[int, typer.Option(min=1, help="How many seeds.")]


def _say(words: str) -> None:
    Console(stderr=True).print(words, markup=False)


def _writable(path: Path | None) -> None:
    """Sees to it that a file can be written when the work is done, maybe hours later. Raises MatloomError E016."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        path.open("ab").close()
        if is_new:
            path.unlink()
    except OSError as error:
        raise MatloomError("E016", path=path, why=error.strerror or error) from error


def _data(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


@app.command(epilog="Example: [bold]matloom pretrain towers.toml --run runs/first[/]")
def pretrain(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="The configuration, a TOML file.")],
    run: Annotated[Path, typer.Option(help="Where checkpoints, logs and the model go.")] = Path("runs/towers"),
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Train towers whose embeddings of one material agree. Called again, goes on where it stopped."""
    from .config import load_config
    from .pretrain import MODEL
    from .pretrain import pretrain as train

    train(load_config(config), run, progress=not quiet)
    _say(f"The model is in {run / MODEL}.")


@app.command(epilog="Example: [bold]matloom evaluate runs/first/model data/perovskites --split elements[/]")
def evaluate(
    model: Model,
    dataset: Dataset,
    split: Split,
    part: Annotated[str, typer.Option(help="train, validation or test.")] = "test",
    gallery: Annotated[int, typer.Option(min=2, help="Among how many the partner is looked for.")] = 500,
    properties: Annotated[list[str] | None, typer.Option("--property", help="Probe this property; repeatable.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a page with plots.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the scores as JSON here, not to standard output.")] = None,
) -> None:
    """Score a model: retrieval with gallery size and chance, probes of properties, each modality left out."""
    from ..multimodal.directory import DatasetDirectory
    from ..multimodal.pretrained import from_pretrained
    from .evaluate import evaluate as score

    for path in (report, out):
        _writable(path)
    result, found = score(
        from_pretrained(model), dataset, split=split, part=part, gallery=gallery, properties=tuple(properties or ())
    )
    if out:
        out.write_text(result.to_json(), encoding="utf-8")
    else:
        _data(result.to_json())
    if report:
        from .report import write_report

        index = DatasetDirectory(dataset).index
        named = (
            "chemical_formula_reduced" if "chemical_formula_reduced" in index.column_names else index.column_names[0]
        )
        write_report(report, result, found, [str(label) for label in index[named].to_pylist()])
        _say(f"The page is {report}.")


@app.command(epilog="Example: [bold]matloom finetune runs/first/model data/perovskites -p band_gap --split elements[/]")
def finetune(
    model: Model,
    dataset: Dataset,
    split: Split,
    name: Annotated[str, typer.Option("--property", "-p", help="What to predict.", show_default=False)],
    tower: Annotated[str, typer.Option(help="The modality to predict from.")] = "crystal",
    epochs: Annotated[int, typer.Option(min=1, help="How often the training rows are gone through.")] = 30,
    seeds: Seeds = 3,
    out: Annotated[Path | None, typer.Option(help="Write the fine-tuned weights (safetensors) here.")] = None,
) -> None:
    """Fine-tune a tower to a property; its error beside scratch, the mean, and Magpie with gradient boosting."""
    from safetensors.torch import save_file

    from ..multimodal.pretrained import from_pretrained
    from .compare import compare
    from .finetune import FinetuneOptions

    _writable(out)
    found = compare(
        from_pretrained(model), dataset, name, split=split, tower=tower, seeds=tuple(range(seeds)),
        options=FinetuneOptions(epochs=epochs),
    )  # fmt: skip
    _data(json.dumps({"property": name, "split": split, "scores": [asdict(score) for score in found.scores]}, indent=1))
    if out:
        about = {"property": name, "tower": tower, "model": str(model), "two_parts": str(found.model.two_parts).lower()}
        save_file(found.model.state_dict(), out, metadata=about)


@app.command(epilog="Example: [bold]matloom embed runs/first/model data/perovskites --db embeddings.duckdb[/]")
def embed(
    model: Model,
    dataset: Dataset,
    db: Annotated[Path, typer.Option(help="The DuckDB file; its table embeddings is replaced.", show_default=False)],
) -> None:
    """Embed every material of a dataset with every tower, into DuckDB."""
    from ..multimodal.pretrained import from_pretrained
    from ..records.connect import connect
    from .embeddings import embed_rows, store_embeddings
    from .evaluate import open_rows

    _writable(db)
    connect(db).close()
    loaded = from_pretrained(model)
    _, data = open_rows(loaded, dataset)
    total = store_embeddings(db, embed_rows(loaded, data, np.arange(len(data.keys))), data.keys)
    _say(f"{total} embeddings in {db}.")


@app.command(epilog="Example: [bold]matloom search runs/first/model 'cubic SrTiO3' --by text --db found.duckdb[/]")
def search(
    model: Model,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A text, or the path of a file.")],
    by: Annotated[str, typer.Option(help="text, cif, dos, xrd or image.", show_default=False)],
    db: Annotated[Path, typer.Option(help="The DuckDB file that embed wrote.", show_default=False)],
    among: Annotated[str, typer.Option(help="The modality to find.")] = "crystal",
    count: Annotated[int, typer.Option(min=1, help="How many to find.")] = 10,
) -> None:
    """Find the materials whose embedding is nearest to a text, a crystal, a spectrum or an image. JSON Lines."""
    from ..multimodal.pretrained import from_pretrained
    from .nearest import nearest
    from .search import embed_query

    for hit in nearest(db, embed_query(from_pretrained(model), by, query), among, count):
        _data(json.dumps(asdict(hit)))


@app.command(name="publish-model", epilog="Example: [bold]matloom publish-model runs/first/model me/towers[/]")
def publish_model(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="A folder with a model.")],
    repository: Annotated[str, typer.Argument(metavar="OWNER/NAME", help="Where on the Hugging Face hub.")],
    evaluation: Annotated[Path | None, typer.Option(help="Scores that evaluate wrote, for the card.")] = None,
    licence: Annotated[str, typer.Option(help="SPDX id of the licence.")] = "Apache-2.0",
    out: Annotated[Path | None, typer.Option(help="Where the folder to publish is put together.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Put it together and list it, send nothing.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Make a private repository.")] = False,
) -> None:
    """Write a model card beside the weights and publish both."""
    from .publish import model_card, prepare_folder
    from .publish import publish_model as publish

    target = out or model.with_name(f"{model.name}-published")
    for path in prepare_folder(model, target, model_card(model, evaluation, repository, licence)):
        _data(f"{path}  {path.stat().st_size} bytes")
    if not dry_run:
        _data(publish(target, repository, private=private))

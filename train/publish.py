"""A pretrained model and its evaluation in, a folder that can be published out: weights, options, and a model card."""

import json
import shutil
from pathlib import Path
from typing import Any, Final

from ..multimodal.pretrained import OPTIONS, WEIGHTS, about_pretrained, from_pretrained
from ..records.errors import MatloomError
from ..records.hub import without_token

_CARD: Final = """---
library_name: matloom
license: {licence}
tags:
- materials-science
- contrastive-learning
- multimodal
---

# {title}

Towers for {towers}, trained together so that their embeddings of one material agree.

```python
from matloom.multimodal.pretrained import from_pretrained

model = from_pretrained("{title}")
```

| tower | reads | encoder parameters |
|---|---|---|
{parameters}

## Data

Fingerprint of the dataset: `{fingerprint}`, split `{split}`{drop}.
Trained on the part `train` for {steps} steps of {batch} rows, seed {seed}.

## Scores

{scores}

## Limits

Scores hold for materials like those of the dataset, under the split that is named. Where a modality was computed from
another one (such as a powder pattern or a description from a crystal), retrieval between the two measures how well the
towers learned that computation, not how well they would do on measured data.

## Configuration

```json
{config}
```
"""


PUBLISHED: Final = ("README.md", OPTIONS, WEIGHTS)
"""The files that are sent."""


def _scores(evaluation: dict[str, Any] | None) -> str:
    if evaluation is None:
        return "Not evaluated."
    head = (
        f"Part `{evaluation['part']}` of the split `{evaluation['split']}`, {evaluation['rows']} rows.\n\n"
        "| query | finds | gallery | R@1 | R@5 | R@10 | chance at 10 | median rank |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    lines = []
    for row in evaluation["retrieval"]:
        own = row["scores"]
        recall = " | ".join(f"{own['recall'][cut]:.3f}" for cut in ("1", "5", "10"))
        lines.append(
            f"| {row['source']} | {row['target']} | {own['gallery']} | {recall} | {own['chance']['10']:.3f}"
            f" | {own['median_rank']:g} |"
        )
    for probe in evaluation["probes"]:
        lines.append(
            f"\n{probe['property']} from {' + '.join(probe['modalities'])}: MAE {probe['linear']:.4g} (linear),"
            f" {probe['nearest']:.4g} (5 nearest), {probe['baseline']:.4g} (mean of the training rows)."
        )
    for name, own in evaluation.get("baselines", {}).items():
        lines += [f"\n{name} without the towers, {score['method']}: MAE {score['mae']:.4g}." for score in own]
    return head + "\n".join(lines)


def model_card(folder: Path, evaluation: Path | None, title: str, licence: str) -> str:
    """The card of a saved model, from what was kept with it. Raises MatloomError M008."""
    about = about_pretrained(folder)
    if "config" not in about:
        raise MatloomError("M008", path=folder, why="it does not say how it was trained")
    model, config = from_pretrained(folder), about["config"]
    sizes = {name: sum(p.numel() for p in model.tower(name).encoder.parameters()) for name in model.modalities}
    rows = [f"| {name} | {model.modalities[name].kind} | {size:,} |" for name, size in sizes.items()]
    own = {**config, "data": {name: value for name, value in config["data"].items() if name not in ("path", "cache")}}
    return _CARD.format(
        title=title,
        licence=licence.lower(),
        towers=", ".join(model.towers),
        parameters="\n".join(rows),
        fingerprint=about.get("data_fingerprint") or "none",
        split=config["data"]["split"],
        drop=f", {config['data']['drop']:.0%} of the modalities taken away" if config["data"]["drop"] else "",
        steps=config["train"]["steps"],
        batch=config["train"]["batch_size"],
        seed=config["train"]["seed"],
        scores=_scores(json.loads(evaluation.read_text(encoding="utf-8")) if evaluation else None),
        config=json.dumps(own, indent=1),
    )


def prepare_folder(folder: Path, out: Path, card: str) -> list[Path]:
    """Copy what is published into ``out`` and write the card; the paths of data and caches stay behind.

    Raises MatloomError E016 where ``out`` cannot be made, or is the model's own folder.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MatloomError("E016", path=out, why=error.strerror or error) from error
    if out.samefile(folder):
        raise MatloomError("E016", path=out, why="it is what is read")
    options = json.loads((folder / OPTIONS).read_text(encoding="utf-8"))
    for private in ("path", "cache"):
        options["about"].get("config", {}).get("data", {}).pop(private, None)
    (out / OPTIONS).write_text(json.dumps(options, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(folder / WEIGHTS, out / WEIGHTS)
    (out / "README.md").write_text(card, encoding="utf-8")
    return [out / name for name in PUBLISHED]


def publish_model(out: Path, repository: str, *, private: bool = False) -> str:
    """Upload the prepared files of a folder to the Hugging Face hub; the address of the commit.

    Nothing else that lies in the folder is sent. Raises MatloomError B015.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    api = HfApi()
    try:
        api.create_repo(repository, private=private, exist_ok=True)
        sent = api.upload_folder(
            repo_id=repository, folder_path=out, commit_message="Weights, options and card",
            allow_patterns=list(PUBLISHED),
        )  # fmt: skip
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise MatloomError("B015", target=repository, why=without_token(str(error))) from None
    return str(sent)

"""A built dataset in, its README.md out: the hub's YAML, then a body written from the data."""

from pathlib import Path
from typing import Any

import yaml
from datasets import DatasetInfo
from datasets.splits import SplitDict, SplitInfo

from .manifest import Manifest, TableFiles
from .recipe import Recipe
from .tables import features


def _configs(manifest: Manifest) -> list[dict[str, Any]]:
    found = []
    for table in manifest.tables:
        files = [{"split": split, "path": f"data/{table.name}/{split}-*.parquet"} for split in table.files]
        found.append(
            {"config_name": table.name, "data_files": files} | ({"default": True} if table.name == "index" else {})
        )
    return found


def _info(recipe: Recipe, table: TableFiles, manifest: Manifest) -> dict[str, Any]:
    sizes = {
        split: sum(manifest.sizes[f"data/{table.name}/{name}"] for name in names)
        for split, names in table.files.items()
    }
    splits = SplitDict({s: SplitInfo(s, num_bytes=sizes[s], num_examples=rows) for s, rows in table.rows.items()})
    info = DatasetInfo(features=features(recipe, table.name), splits=splits, config_name=table.name,
                       download_size=sum(sizes.values()), dataset_size=sum(sizes.values()))  # fmt: skip
    return info._to_yaml_dict()


def write_card(
    target: Path, recipe: Recipe, manifest: Manifest, withheld: dict[str, int], left_out: dict[str, int]
) -> None:
    """Write README.md."""
    front = {
        "pretty_name": recipe.dataset.title or recipe.dataset.name,
        "license": recipe.dataset.licence.lower(),
        "language": [recipe.dataset.language],
        "tags": sorted({"materials-science", "chemistry", *recipe.dataset.tags}),
        "configs": _configs(manifest),
        "dataset_info": [_info(recipe, table, manifest) for table in manifest.tables],
    }
    text = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=120)
    body = f"# {recipe.dataset.title or recipe.dataset.name}\n\n{recipe.dataset.description.strip()}\n"
    (target / "README.md").write_text(f"---\n{text}---\n\n{body}", encoding="utf-8")

"""A built dataset in, its README.md out: the hub's YAML, then a body written from the data."""

import json
from pathlib import Path
from typing import Any

import yaml
from datasets import DatasetInfo
from datasets.splits import SplitDict, SplitInfo

from .confidence import confidence_section
from .fields import fields
from .manifest import Manifest, TableFiles
from .markdown import markdown_table
from .pictures import draw_pictures
from .recipe import Recipe
from .statistics import Numbers, counted, filled, numbers_of, properties_of
from .tables import features

_CATEGORIES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
               (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"))  # fmt: skip
_HUB_LICENCES = {"public-domain": "unknown", "NIST-PD": "other", "US-Gov-PD": "other"}


def write_card(target: Path, recipe: Recipe, manifest: Manifest, withheld: dict[str, int]) -> None:
    """Write README.md and the pictures in ``assets/``."""
    front = yaml.safe_dump(_front(recipe, manifest), sort_keys=False, allow_unicode=True, width=120)
    pictures = [f"![{words}]({path})\n" for path, words in draw_pictures(target, recipe, manifest)]
    sections = [
        _head(recipe, manifest), _use(recipe, manifest), _tables(target, recipe, manifest),
        _properties(target, recipe), "\n".join(pictures),
        confidence_section(target) if recipe.modalities.measurements is not None else "",
        _splits(target, recipe), _rights(target, recipe, withheld), _limits(recipe), _citation(recipe),
    ]  # fmt: skip
    body = "\n".join(section.strip() + "\n" for section in sections if section.strip())
    (target / "README.md").write_text(f"---\n{front}---\n\n{body}", encoding="utf-8")


def _front(recipe: Recipe, manifest: Manifest) -> dict[str, Any]:
    rows = sum(manifest.table("index").rows.values())
    licence = recipe.dataset.licence
    reported = any(source.kind in ("papers", "expert") for source in recipe.sources)
    return {
        "pretty_name": recipe.dataset.title or recipe.dataset.name,
        "license": _HUB_LICENCES.get(licence, licence.lower()),
        "language": [recipe.dataset.language],
        "annotations_creators": ["machine-generated" if any(s.kind == "papers" for s in recipe.sources) else
                                 "expert-generated" if reported else "no-annotation"],
        "source_datasets": ["original"] if reported else ["extended|other-" + s.name for s in recipe.sources],
        "size_categories": [next((name for limit, name in _CATEGORIES if rows < limit), "n>1T")],
        "tags": sorted({"materials-science", "chemistry", *recipe.dataset.tags}),
        "configs": _configs(manifest),
        "dataset_info": [_info(recipe, table, manifest) for table in manifest.tables],
    }  # fmt: skip


def _configs(manifest: Manifest) -> list[dict[str, Any]]:
    found = []
    for table in manifest.tables:
        files = [{"split": split, "path": f"data/{table.name}/{split}-*.parquet"} for split in table.files]
        default = {"default": True} if table.name == "index" else {}
        found.append({"config_name": table.name, "data_files": files} | default)
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


def _head(recipe: Recipe, manifest: Manifest) -> str:
    title = recipe.dataset.title or recipe.dataset.name
    about = f"Version {manifest.version}, content fingerprint `{manifest.fingerprint}`."
    return f"# {title}\n\n{recipe.dataset.description.strip()}\n\n{about}"


def _use(recipe: Recipe, manifest: Manifest) -> str:
    table, key = manifest.tables[1].name, recipe.dataset.key
    return (
        "## Use\n\n```python\nfrom datasets import load_dataset\n\n"
        f'index = load_dataset("OWNER/{recipe.dataset.name}", split="train")            # one row a material\n'
        f'rows = load_dataset("OWNER/{recipe.dataset.name}", "{table}", split="train")  # join on {key}\n'
        "```\n"
    )


def _tables(target: Path, recipe: Recipe, manifest: Manifest) -> str:
    counted_rows = [
        (f"`{table.name}`", ", ".join(f"{split} {count}" for split, count in table.rows.items()))
        for table in manifest.tables
    ]
    parts = [
        f"## Tables\n\nAll are keyed by `{recipe.dataset.key}`.\n",
        markdown_table(("config", "rows"), counted_rows),
    ]
    for table in manifest.tables:
        described = fields(recipe, table.name)
        shares = filled(target, table.name, [field.name for field in described])
        rows = [(f"`{f.name}`", f.kind, f.unit, _percent(shares[f.name]), f.what) for f in described]
        parts.append(f"### {table.name}\n\n{markdown_table(('field', 'type', 'unit', 'filled', 'what'), rows)}")
    return "\n".join(parts)


def _percent(share: float) -> str:
    """Only what is empty everywhere is 0, only what is filled everywhere is 100."""
    return f"{100 * share:.0f} %" if share in (0, 1) else f"{min(99.9, max(0.1, 100 * share)):.1f} %"


def _properties(target: Path, recipe: Recipe) -> str:
    parts = []
    if recipe.modalities.properties is not None:
        found = numbers_of(target, list(recipe.properties()))
        rows = [(f"`{name}`", column.unit, column.description, *_spread(found[name]))
                for name, column in recipe.properties().items()]  # fmt: skip
        head = ("property", "unit", "what", "rows", "of them 0", "smallest", "median", "largest")
        parts.append(markdown_table(head, rows))
    if recipe.modalities.measurements is not None:
        rows = [(f"`{row[0]}`", row[1], *row[2:]) for row in properties_of(target)]
        parts.append(markdown_table(("property", "canonical unit", "values", "smallest", "median", "largest"), rows))
    return "## Properties\n\n" + "\n".join(parts) if parts else ""


def _spread(numbers: Numbers) -> tuple[object, ...]:
    return (numbers.rows, numbers.zeros, *(f"{value:.4g}" if value is not None else "" for value in numbers.quartiles))


def _splits(target: Path, recipe: Recipe) -> str:
    if not recipe.splits:
        return ""
    rows = []
    for split in recipe.splits:
        report = json.loads((target / "splits" / f"{split.name}.json").read_text(encoding="utf-8"))
        leaks = report["on_several_sides"]
        shares = [
            leaks.get(kind, {}).get("test_share_in_train") for kind in ("composition", "chemical_system", "element")
        ]
        rows.append((f"`split_{split.name}`", split.criterion.replace("_", " "), *report["rows"].values(),
                     *(f"{share:.2f}" if share is not None else "" for share in shares)))  # fmt: skip
    head = ("column", "criterion", "train", "validation", "test", "unused", "composition", "chemical system", "element")
    return (
        f"## Splits\n\nThe files follow the first split; the others are columns of the index. {_kept_together(recipe)}"
        "The last three columns say which share of the test rows has a composition, a chemical system, any element "
        f"that also stands in train (`splits/` has the whole report).\n\n{markdown_table(head, rows)}"
    )


def _kept_together(recipe: Recipe) -> str:
    grouped = {"paper": True, "duplicate": recipe.duplicates.by != "none"}
    kept = [kind for kind, known in grouped.items() if known and all(kind in s.group_by for s in recipe.splits)]
    return f"No {' and no '.join(kept)} stands on two sides. " if kept else ""


def _rights(target: Path, recipe: Recipe, withheld: dict[str, int]) -> str:
    rows = [(s.name, s.kind.replace("_", " "), s.licence, s.doi, s.url, s.attribution) for s in recipe.sources]
    licences = counted(target, "index", "licence")
    parts = [
        f"## Rights\n\nReleased under {recipe.dataset.licence}. Text, crops and figures are only from documents whose "
        "licence allows it; numbers are facts and carry their DOI.\n",
        markdown_table(("source", "kind", "licence", "DOI", "address", "attribution"), rows),
        markdown_table(("licence of the row", "rows"), licences),
    ]
    if withheld:
        listed = ", ".join(f"{count} of {name}" for name, count in sorted(withheld.items()))
        parts.append(f"Words and pictures withheld, since their licence does not allow them: {listed}.\n")
    if (target / "retracted.csv").is_file():
        parts.append("`retracted.csv` lists the retracted papers that were left out.\n")
    return "\n".join(parts)


def _limits(recipe: Recipe) -> str:
    lines = ["## Known limits\n"]
    chosen = recipe.modalities
    if recipe.duplicates.by == "structure":
        lines.append("* Duplicates are structures that pymatgen's StructureMatcher joins; strained copies beyond its "
                     "tolerances count as different.")  # fmt: skip
    if chosen.xrd is not None and chosen.xrd.method == "pymatgen":
        lines.append("* Computed patterns are kinematic, without texture, strain, thermal motion or background.")
    if chosen.text is not None and chosen.text.method != "source":
        lines.append("* Descriptions are computed from the structure: they hold nothing that the structure does not.")
    if chosen.measurements is not None:
        lines.append("* Values from papers were read by software; `confidence` and the page are there to check them.")
    if chosen.chgnet is not None:
        lines.append("* CHGNet's energies and moments are predictions of a model, not of DFT.")
    lines.append("* `origin`, `method` and `method_version` say of each row what was reported and what was computed.")
    return "\n".join(lines)


def _citation(recipe: Recipe) -> str:
    text = recipe.dataset.citation.strip()
    return f"## Citation\n\n```bibtex\n{text}\n```\n" if text else ""

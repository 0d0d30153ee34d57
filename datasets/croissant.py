"""A built dataset in, croissant.json out (Croissant 1.1): files with checksums, a record set a table."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

import mlcroissant as mlc
from datasets import ClassLabel, Image, List, Value
from datasets.features.features import _ArrayXD as ArrayXD

from .fields import fields
from .manifest import Manifest
from .recipe import Recipe

_TYPES: Final = {
    "string": mlc.DataType.TEXT, "float64": mlc.DataType.FLOAT, "float32": mlc.DataType.FLOAT,
    "int64": mlc.DataType.INTEGER, "bool": mlc.DataType.BOOL,
}  # fmt: skip
_ENCODING: Final = "application/x-parquet"
_CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.1"


def write_croissant(target: Path, recipe: Recipe, manifest: Manifest) -> None:
    """Write croissant.json."""
    context = mlc.Context(conforms_to=_CONFORMS_TO)
    section = recipe.dataset
    metadata = mlc.Metadata(
        ctx=context,
        name=section.name,
        description=" ".join(section.description.split()) or section.title or section.name,
        cite_as=section.citation.strip() or None,
        license=[f"https://spdx.org/licenses/{section.licence}.html"],
        url=section.url or f"https://huggingface.co/datasets/{section.name}",
        version=manifest.version,
        date_published=datetime.combine(section.published, time()) if section.published else None,
        keywords=sorted({"materials science", *section.tags}),
        creators=[mlc.Person(ctx=context, name=name) for name in section.creators],
        distribution=[*_files(context, manifest), *_file_sets(context, manifest)],
        record_sets=[_record_set(context, recipe, table.name) for table in manifest.tables],
        data_collection=" ".join(
            f"{s.name} ({s.kind}, {s.licence}) {s.url or ''}".strip() + "." for s in recipe.sources
        ),
    )
    text = json.dumps(metadata.to_json(), indent=1, ensure_ascii=False, default=str) + "\n"
    (target / "croissant.json").write_text(text, encoding="utf-8")


def _files(context: mlc.Context, manifest: Manifest) -> Iterator[mlc.FileObject]:
    for path, sha256 in manifest.sha256.items():
        yield mlc.FileObject(
            ctx=context, id=path, name=path, content_url=path, encoding_formats=[_ENCODING], sha256=sha256,
            content_size=f"{manifest.sizes[path]} B",
        )  # fmt: skip


def _file_sets(context: mlc.Context, manifest: Manifest) -> Iterator[mlc.FileSet]:
    for table in manifest.tables:
        yield mlc.FileSet(
            ctx=context, id=f"{table.name}-files", name=f"{table.name}-files", encoding_formats=[_ENCODING],
            includes=[f"data/{table.name}/*.parquet"],
        )  # fmt: skip


def _record_set(context: mlc.Context, recipe: Recipe, table: str) -> mlc.RecordSet:
    described = []
    for field in fields(recipe, table):
        what = f"{field.what} ({field.unit})" if field.unit else field.what
        described.append(_field(context, table, f"{table}/{field.name}", (field.name,), field.feature, what))
    return mlc.RecordSet(ctx=context, id=table, name=table, key=f"{table}/{recipe.dataset.key}", fields=described)


def _field(
    context: mlc.Context, table: str, identifier: str, path: tuple[str, ...], feature: Any, what: str | None = None
) -> mlc.Field:
    """The field of a column; the fields of a struct in it become sub-fields."""
    common: dict[str, Any] = {"ctx": context, "id": identifier, "name": identifier, "description": what or None}
    shape, leaf = _shape(feature)
    if isinstance(leaf, dict):
        parts = [_field(context, table, f"{identifier}/{name}", (*path, name), part) for name, part in leaf.items()]
        return mlc.Field(**common, is_array=True, array_shape="-1", repeated=True, sub_fields=parts)
    if isinstance(leaf, Image):
        kind, path = mlc.DataType.IMAGE_OBJECT, (*path, "bytes")
    else:
        kind = mlc.DataType.INTEGER if isinstance(leaf, ClassLabel) else _TYPES[leaf.dtype]
    transforms = [mlc.Transform(ctx=context, json_path=path[1])] if len(path) > 1 else []
    source = mlc.Source(
        ctx=context, file_set=f"{table}-files", extract=mlc.Extract(ctx=context, column=path[0]), transforms=transforms
    )
    array = {"is_array": True, "array_shape": ",".join(map(str, shape))} if shape else {}
    return mlc.Field(**common, data_types=[kind], source=source, **array)


def _shape(feature: Any) -> tuple[tuple[int, ...], Any]:
    """Array shape of a feature (-1 for an open length), and what stands in it."""
    if isinstance(feature, ArrayXD):
        return tuple(feature.shape), Value(feature.dtype)
    shape: tuple[int, ...] = ()
    while isinstance(feature, List):
        shape, feature = (*shape, feature.length), feature.feature
    return shape, feature

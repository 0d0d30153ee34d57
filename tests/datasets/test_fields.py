"""Every column of every table is told with its type, unit and meaning."""

from matloom.datasets.fields import fields
from matloom.datasets.recipe import Modalities, Recipe
from matloom.datasets.tables import features

GAP = {"gap": {"name": "band_gap", "unit": "eV", "description": "measured"}}
RECIPE = Recipe.model_validate({
    "dataset": {"name": "t", "licence": "MIT", "key": "sample_id"},
    "modalities": {name: {} for name in Modalities.model_fields},
    "sources": [{"name": "s", "kind": "csv", "path": "-", "licence": "MIT", "properties": GAP}],
    "splits": [{"name": "hash", "criterion": "hash"}],
})  # fmt: skip


def test_no_column_goes_untold():
    for table in ("index", *RECIPE.modalities.chosen()):
        told = fields(RECIPE, table)
        assert [field.name for field in told] == list(features(RECIPE, table))
        assert all(field.what and field.kind for field in told)


def test_types_and_units_are_said_in_words():
    told = {field.name: field for table in ("index", "crystal", "xrd", "properties") for field in fields(RECIPE, table)}
    assert (told["band_gap"].kind, told["band_gap"].unit, told["band_gap"].what) == ("float64", "eV", "measured")
    assert told["lattice_vectors"].kind == "3 × 3 float64" and told["lattice_vectors"].unit == "Å"
    assert told["intensity"].kind == "list of 701 × float32"
    assert told["split_hash"].kind == "class: train, validation, test, unused"
    assert told["species"].kind == "list of record of name, chemical_symbols, concentration"

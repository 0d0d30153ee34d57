"""Every modality from rows to embeddings: shapes, independence of rows, gradients, and what is refused."""

import io

import numpy as np
import pyarrow as pa
import pytest
import torch
from matloom.multimodal.cache import Cache, rows_digest
from matloom.multimodal.encoders.text import load_text_model, load_tokenizer
from matloom.multimodal.modalities.processing import flat_row
from matloom.multimodal.modality import kinds, make_modality, options_of, register
from matloom.records.errors import MatloomError
from PIL import Image

KEYS = [f"m-{i}" for i in range(5)]
RANDOM = np.random.default_rng(0)


def png(shade):
    content = io.BytesIO()
    Image.fromarray(np.clip(RANDOM.normal(shade, 20, (40, 60)), 0, 255).astype(np.uint8)).save(content, "png")
    return {"bytes": content.getvalue(), "path": None}


def crystals():
    cells, sites, species = [], [], []
    for i in range(5):
        a = 2.8 + 0.2 * i
        cells.append([[a, 0.0, 0.0], [0.1, a + 0.3, 0.0], [0.0, 0.2, a]])
        sites.append([[0.0, 0.0, 0.0], [a / 2, a / 2, a / 2 + 0.1]][: 1 + i % 2])
        species.append(["Sr", "Ti"][: 1 + i % 2])
    return {"lattice_vectors": cells, "cartesian_site_positions": sites, "species_at_sites": species}


STEP = {"operation": "sinter", "temperature": 900.0, "temperature_unit": "degC", "time": 30.0, "time_unit": "min"}
ROWS = {
    "crystal/1": crystals(),
    "xrd/1": {"intensity": RANDOM.random((5, 100)).tolist()},
    "dos/1": {"dos": RANDOM.random((5, 80)).tolist()},
    "charge_density/1": {"charge_density": RANDOM.normal(size=(5, 8, 8, 8)).tolist()},
    "image/1": {"image": [png(40 * i + 20) for i in range(5)]},
    "embedding/1": {"embedding": RANDOM.random((5, 6)).tolist()},
    "composition/1": {"chemical_formula_reduced": ["SrTiO3", "NaCl", "Fe", "LiFePO4", "Ca0.5Sr0.5TiO3"]},
    "text/1": {"text": ["a perovskite", "rock salt", "iron", "an olivine of lithium and iron", "a solid solution"]},
    "processing/1": {
        "route": ["solid-state", None, "unheard of", "melt", "solid-state"],
        "precursors": [[{"name": "Li2CO3"}], [], None, [{"name": "Fe"}], []],
        "steps": [[STEP], [], None, [STEP, STEP], [{**STEP, "temperature": None}]],
    },
    "table/1": {"rate": [1.0, None, 3.0, 2.0, 5.0], "gas": ["Ar", "air", None, "Ar", "N2"]},
}
OPTIONS = {
    "crystal/1": [{"width": 16, "layers": 2}, {"encoder_name": "line_graph", "width": 16, "layers": 2},
                  {"encoder_name": "chgnet"}, {"encoder_name": "chgnet_frozen"}],
    "xrd/1": [{"points": 100, "width": 16, "layers": 2}, {"points": 64, "width": 16, "encoder_name": "transformer"}],
    "dos/1": [{"points": 80, "width": 16, "layers": 2}],
    "charge_density/1": [{"grid": 8, "width": 16, "layers": 1}],
    "image/1": [{"size": 32, "network": "resnet18"}, {"size": 32, "network": "resnet18", "channels": 3}],
    "embedding/1": [{"width": 6}],
    "composition/1": [{"width": 16, "layers": 1}],
    "text/1": [{"tune": "frozen"}, {"tune": "lora", "length": 16}],
    "processing/1": [{"width": 16}, {"width": 16, "encoder_name": "perceptron"}],
    "table/1": [{"table": "runs", "numbers": ["rate"], "categories": {"gas": ["Ar", "air"]}, "width": 16, "layers": 1}],
}  # fmt: skip
CASES = [(kind, options) for kind, all_options in OPTIONS.items() for options in all_options]


def rows_of(kind, keys=KEYS):
    return pa.table({"material_id": keys, **ROWS[kind]})


def test_every_registered_modality_is_tried_here():
    assert set(OPTIONS) == {kind for kind in kinds() if not kind.startswith("test-")}


@pytest.mark.parametrize(("kind", "options"), CASES, ids=lambda value: str(value)[:40])
def test_rows_become_features_that_depend_on_their_own_row_only(kind, options):
    torch.manual_seed(0)
    modality = make_modality({"kind": kind, **options})
    assert make_modality(options_of(modality)) == modality
    store = modality.read(rows_of(kind), Cache())
    assert len(store) == 5
    encoder = modality.encoder()
    encoder.prepare(store.take(np.arange(5)))
    encoder.eval()
    together = encoder(store.take(np.arange(5)))
    assert together.shape == (5, encoder.width)
    assert torch.isfinite(together).all()
    assert (together[0] - together[3]).abs().max() > 1e-4
    alone = torch.cat([encoder(store.take(np.array([row]))) for row in (3, 1)])
    # The batch norm of timm's networks is fixed in evaluation; nothing else mixes rows.
    torch.testing.assert_close(alone, together[[3, 1]], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(("kind", "options"), CASES, ids=lambda value: str(value)[:40])
def test_gradients_reach_every_parameter_that_learns(kind, options):
    modality = make_modality({"kind": kind, **options})
    encoder = modality.encoder().train()
    inputs = modality.augment(modality.read(rows_of(kind), Cache()).take(np.arange(5)))
    features = encoder(inputs)
    (features * torch.randn_like(features)).sum().backward()
    learning = [(name, p) for name, p in encoder.named_parameters() if p.requires_grad]
    silent = [name for name, p in learning if p.grad is None]
    # CHGNet's last angles, moments and energy, MiniLM's pooler: parts that no feature goes through.
    heads = ("mlp", "site_wise", "pooler", "composition", "angle_layers")
    assert [name for name in silent if not any(head in name for head in heads)] == []
    assert learning


def test_composition_does_not_depend_on_the_order_of_elements():
    modality = make_modality({"kind": "composition/1", "width": 16})
    encoder = modality.encoder().eval()
    table = pa.table({"material_id": ["a", "b", "c"], "chemical_formula_reduced": ["LiFePO4", "O4PFeLi", "Li2Fe2P2O8"]})
    found = encoder(modality.read(table, Cache()).take(np.arange(3)))
    torch.testing.assert_close(found[1:], found[:1].expand(2, -1), rtol=1e-4, atol=1e-5)


def test_spectrum_is_scaled_by_its_largest_height_and_resampled():
    modality = make_modality({"kind": "xrd/1", "points": 5})
    table = pa.table({"material_id": ["a"], "intensity": [[0.0, 2.0, 4.0]]})
    spectrum = modality.read(table, Cache()).take(np.array([0]))["spectrum"]
    assert spectrum.flatten().tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_processing_is_flattened_in_kelvin_and_hours():
    flat = flat_row({"route": "melt", "precursors": None, "steps": [STEP, {**STEP, "time": 2.0, "time_unit": "h"}]})
    assert (flat["sinter"], flat["sinter temperature"], flat["sinter time"]) == (2.0, 1173.15, 2.5)
    assert flat["anneal temperature"] is None


def test_a_missing_number_is_not_zero():
    modality = make_modality({"kind": "table/1", "table": "t", "numbers": ["rate"], "width": 16, "layers": 1})
    table = pa.table({"material_id": ["a", "b"], "rate": pa.array([0.0, None], pa.float64())})
    encoder = modality.encoder().eval()
    found = encoder(modality.read(table, Cache()).take(np.arange(2)))
    assert (found[0] - found[1]).abs().max() > 1e-3


@pytest.mark.parametrize(
    ("kind", "columns", "words"),
    [
        ("xrd/1", {"intensity": [[1.0, 2.0], [1.0, float("nan")]]}, "row b: intensity holds a number that is missing"),
        ("xrd/1", {"intensity": [[1.0, 2.0], [1.0, None]]}, "row b"),
        ("xrd/1", {"intensity": [[1.0, 2.0, 3.0], [1.0]]}, "row [ab]: intensity has"),
        ("xrd/1", {"intensity": [[1.0, 2.0], [0.0, 0.0]]}, "row b: all zero"),
        ("composition/1", {"chemical_formula_reduced": ["NaCl", "Xx2"]}, "row b: 'Xx2'"),
        ("image/1", {"image": [png(100), {"bytes": b"GIF?", "path": None}]}, "row b"),
        ("charge_density/1", {"charge_density": [np.ones((8, 8, 8)).tolist(), np.ones((8, 8, 4)).tolist()]}, "row b"),
        ("crystal/1", {"lattice_vectors": [np.eye(3).tolist()] * 2, "cartesian_site_positions": [[[0.0, 0.0, 0.0]]] * 2,
                       "species_at_sites": [["Na"], ["Zz"]]}, "row b: a site is not one element"),
        ("crystal/1", {"lattice_vectors": [np.eye(3).tolist(), np.zeros((3, 3)).tolist()],
                       "cartesian_site_positions": [[[0.0, 0.0, 0.0]]] * 2, "species_at_sites": [["Na"]] * 2},
         "row b: the cell has no volume"),
        ("table/1", {"rate": [1.0, float("inf")]}, "row b: a number is infinite"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named(kind, columns, words):
    options = {"table/1": {"table": "t", "numbers": ["rate"]}, "charge_density/1": {"grid": 8}}.get(kind, {})
    with pytest.raises(MatloomError, match=words) as caught:
        make_modality({"kind": kind, **options}).read(pa.table({"material_id": ["a", "b"], **columns}), Cache())
    assert caught.value.code == "M003"


def test_a_picture_of_too_many_pixels_is_a_bad_row(monkeypatch):
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 100)
    table = pa.table({"material_id": ["a"], "image": [png(100)]})
    with pytest.raises(MatloomError, match="row a") as caught:
        make_modality({"kind": "image/1"}).read(table, Cache())
    assert caught.value.code == "M003"


def test_an_unknown_kind_or_option_is_refused():
    with pytest.raises(MatloomError, match="Known: charge_density/1, composition/1"):
        make_modality({"kind": "magnetism/1"})
    with pytest.raises(MatloomError, match="xrd/1: widht"):
        make_modality({"kind": "xrd/1", "widht": 3})
    with pytest.raises(ValueError, match="registered twice"):
        register("xrd/1")(type(make_modality({"kind": "xrd/1"})))


def test_frozen_text_features_are_the_mean_over_tokens_and_cached(tmp_path):
    modality = make_modality({"kind": "text/1"})
    rows = rows_of("text/1")
    features = modality.read(rows, Cache(tmp_path)).take(np.array([1]))["features"]
    encoded = load_tokenizer("offline")("rock salt", return_tensors="pt")
    hidden = load_text_model("offline").eval()(**encoded).last_hidden_state[0]
    torch.testing.assert_close(features[0], hidden.mean(0), rtol=1e-4, atol=1e-5)
    (kept,) = tmp_path.glob("*.safetensors")
    before = kept.stat().st_mtime_ns
    again = modality.read(rows, Cache(tmp_path)).take(np.array([1]))["features"]
    assert torch.equal(again, features)
    assert kept.stat().st_mtime_ns == before
    kept.write_bytes(b"torn")
    assert torch.allclose(modality.read(rows, Cache(tmp_path)).take(np.array([1]))["features"], features, atol=1e-5)


def test_digest_is_of_the_content_not_of_the_chunks():
    rows = rows_of("embedding/1")
    assert rows_digest(pa.concat_tables([rows.slice(0, 2), rows.slice(2)])) == rows_digest(rows)
    assert rows_digest(rows.slice(1)) != rows_digest(rows)

import numpy as np
import pytest
from matloom.extract.figures.caption_kinds import detail_of, details, kinds_named
from matloom.extract.figures.kinds import KINDS, kind_model, kind_of, kind_of_caption
from matloom.extract.figures.pictures import FEATURES, picture_features


@pytest.mark.parametrize(
    ("words", "kind", "detail"),
    [("X-ray diffraction patterns of the powders", "spectrum", "xrd"), ("SEM images of the film", "micrograph", "sem"),
     ("EDS mapping of Ti and O", "map", "eds_map"), ("Schematic of the cell", "diagram", "schematic"),
     ("Photograph of the pellet", "photo", "photo"), ("Density of states", "spectrum", "dos"),
     ("Crystal structure of the oxide", "structure", "crystal_structure"), ("Nyquist plots", "plot", "line")],
)  # fmt: skip
def test_captions_name_kinds(words, kind, detail):
    assert kind_of_caption(words)[0] == kind
    assert detail_of(kind, words) == detail


def test_a_caption_that_names_nothing():
    assert kind_of_caption("Samples A and B.") == ("other", 0.0)
    assert kind_of_caption("", "SEM images.") == ("micrograph", 0.5)


def test_every_detail_has_a_kind_of_the_contract():
    assert {kind for _, kind, _ in details()} <= set(KINDS)
    assert kinds_named("Raman and SEM")["spectrum"] > kinds_named("Raman and SEM")["micrograph"]


def test_the_picture_alone_tells_a_micrograph_from_a_plot():
    grey = np.random.default_rng(2).normal(110, 30, (200, 260)).clip(0, 255).astype(np.uint8)
    plot = np.full((200, 260, 3), 255, np.uint8)
    plot[20:180, 40:42] = plot[180:182, 40:240] = plot[20:22, 40:240] = plot[20:182, 238:240] = 0
    x = np.arange(45, 235)
    plot[(100 - 50 * np.sin(x / 30)).astype(int), x] = (200, 30, 30)
    assert kind_of(np.repeat(grey[:, :, None], 3, axis=2), "")[0] == "micrograph"
    assert kind_of(plot, "")[0] == "plot"


@pytest.mark.parametrize("size", [(1, 1), (2, 3000), (3000, 2), (700, 900)])
def test_features_of_any_size_are_finite(size):
    features = picture_features(np.full((*size, 3), 255, np.uint8))
    assert features.shape == (len(FEATURES),)
    assert np.isfinite(features).all()


def test_the_model_says_what_it_was_trained_on():
    model = kind_model()
    assert "labelled by eye" in model.card
    assert np.shape(model.weights) == (len(FEATURES) + len(KINDS) + 2, len(KINDS))

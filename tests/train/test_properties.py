"""Properties that are zero in most rows: predicted in two parts, and scored where they are not zero too."""

import numpy as np
import pyarrow as pa
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from matloom.multimodal.cache import Cache
from matloom.multimodal.modality import make_modality
from matloom.train.finetune import FinetuneOptions, Labelled, Regressor, finetune
from matloom.train.properties import ErrorScore, boosted_predictions, mostly_zero

TABLE = make_modality(
    {"kind": "table/1", "table": "numbers", "numbers": ["a", "b"], "encoder_name": "perceptron", "width": 16}
)


def gaps(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Two numbers a row; one row in eight has a gap, where the first is large, as large as the second."""
    numbers = np.random.default_rng(0).uniform(0, 1, (rows, 2))
    return numbers, np.where(numbers[:, 0] > 7 / 8, 1 + numbers[:, 1], 0.0)


@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=20), st.integers(0, 100))
def test_mostly_zero_is_more_than_three_in_four(sizes, zeros):
    values = np.array([*sizes, *[0.0] * zeros])
    assert mostly_zero(values) == (zeros > 3 * len(sizes))
    assert not mostly_zero(-values)
    assert not mostly_zero(np.zeros(5))


def test_zeros_do_not_drown_the_others():
    numbers, values = gaps(1200)
    rows = pa.table({"material_id": [str(i) for i in range(1200)], "a": numbers[:, 0], "b": numbers[:, 1]})
    store = TABLE.read(rows, Cache())
    encoder = TABLE.encoder()
    encoder.prepare(store.take(np.arange(800)))
    train, validation, test = np.arange(800), np.arange(800, 1000), np.arange(1000, 1200)
    options = FinetuneOptions(epochs=40, batch_size=64, learning_rate=0.01)
    sides = (Labelled(part, values[part]) for part in (train, validation))
    model = finetune((TABLE, encoder, store), *sides, options)
    assert model.two_parts
    boosted = boosted_predictions((numbers[train], values[train]), numbers[test], 0)
    for method, predicted in (("tower", model.predict(store, test)), ("boosting", boosted)):
        score = ErrorScore.over(method, [predicted], values[test])
        assert score.mae < 0.25 * values[test].mean()
        assert score.nonzero_mae is not None and score.nonzero_mae < 0.4
        assert (predicted >= 0).all()


def test_the_error_where_it_is_not_zero_is_only_told_of_such_properties():
    truth = np.array([0.0, 0, 0, 0, 2])
    assert ErrorScore.over("zero", [np.zeros(5)], truth).nonzero_mae == 2
    assert ErrorScore.over("zero", [np.zeros(5)], truth + 1).nonzero_mae is None


def test_a_plain_head_is_trained_on_the_standardised_value():
    values = np.array([2.0, 4.0, 6.0])
    model = Regressor(TABLE.encoder())
    model.prepare(values)
    assert (float(model.mean), float(model.spread)) == (4.0, pytest.approx(np.std(values)))
    rows = pa.table({"material_id": ["a", "b", "c"], "a": values, "b": values})
    inputs = TABLE.read(rows, Cache()).take(np.arange(3))
    model.eval()
    target = torch.from_numpy(values).float()
    wanted = ((model(inputs) - target) / model.spread).abs().mean()
    torch.testing.assert_close(model.loss(inputs, target), wanted)

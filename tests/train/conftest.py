"""One thread of torch: tests are small, and threads that wait for each other on a busy machine are slow."""

import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    torch.set_num_threads(1)

"""Options as a file tells them, and the count of tokens."""

import threading

import pytest
from matloom.extract.text.llm.ledger import Ledger, Usage
from matloom.extract.text.llm.options import LlmOptions, Server, read_options
from matloom.records.errors import MatloomError


def test_a_file_says_model_server_and_limits(tmp_path):
    file = tmp_path / "llm.toml"
    file.write_text('model = "m"\nreply_tokens = 900\n[server]\nurl = "https://h.example/v1"\nmax_cost = 2.5\n')
    options = read_options(file)
    assert (options.model, options.reply_tokens) == ("m", 900)
    assert (options.server.url, options.server.max_cost) == ("https://h.example/v1", 2.5)
    assert options.deciding() == LlmOptions(model="m", reply_tokens=900)


@pytest.mark.parametrize(
    "text",
    [
        "", "model = 3", "model = 'm'\nmax_tokens = 3", "model = 'm'\n[server]\nmaxtokens = 3", "model",
        "model = 'm'\n[server]\nurl = 'file:///etc/passwd'", "model = 'm'\n[server]\nurl = 'https://me:key@h/v1'",
        "model = 'm'\n[server]\nparallel = 0", "model = 'm'\n[server]\nmax_tokens = -1", "model='m'\nserver = 3",
    ],
)  # fmt: skip
def test_a_file_that_says_something_else_is_refused(tmp_path, text):
    file = tmp_path / "llm.toml"
    file.write_text(text)
    with pytest.raises(MatloomError) as error:
        read_options(file)
    assert error.value.code == "E012"


def test_the_cap_is_never_passed_by_many_at_once(tmp_path):
    server = Server(max_tokens=1000)
    ledgers = [Ledger(server, tmp_path / "tokens") for _ in range(8)]
    granted: list[bool] = []
    threads = [
        threading.Thread(target=lambda one=one: granted.extend(one.reserve(Usage(prompt=90)) for _ in range(5)))
        for one in ledgers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) * 90 == ledgers[0].total().prompt <= 1000
    assert sum(granted) >= 1


def test_what_was_set_aside_and_not_used_is_free_again_and_cost_is_capped_too(tmp_path):
    ledger = Ledger(Server(max_cost=1.0, price_prompt=1.0, price_reply=4.0))
    most = Usage(prompt=400_000, reply=100_000, requests=1)
    assert ledger.reserve(most)
    assert not ledger.reserve(most)
    ledger.settle(most, Usage(prompt=100_000, reply=1000, requests=1))
    assert ledger.reserve(most)
    assert ledger.total().requests == 2
    assert "cost" in ledger.summary()

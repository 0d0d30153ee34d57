"""What servers do wrong, and how the client lives with it."""

import json

import pytest
from llm_server import Response, serving
from matloom.extract.text.llm.client import Client, RequestError, ServerError
from matloom.extract.text.llm.options import LlmOptions, Server
from matloom.extract.text.llm.schema import SCHEMA

MESSAGES = [{"role": "user", "content": "What is stated?"}]


def client(url: str, **server) -> Client:
    told = {"backoff": 0.0, "retries": 3, "seconds": 5.0} | server
    return Client(LlmOptions(model="small", server=Server(url=url, **told)))


def test_a_reply_comes_with_its_tokens_and_the_schema_was_asked_for(monkeypatch):
    monkeypatch.setenv("MATLOOM_LLM_KEY", "secret")
    with serving(lambda request, number: Response('{"measurements": []}')) as served:
        answer = client(served.url).complete(MESSAGES, SCHEMA)
    assert (answer.text, answer.whole) == ('{"measurements": []}', True)
    assert (answer.usage.prompt, answer.usage.reply) == (100, 20)
    (request,) = served.requests
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (request["model"], request["temperature"], request["messages"]) == ("small", 0.0, MESSAGES)
    assert served.keys == ["Bearer secret"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_passing_failures_are_tried_again(status):
    def model(request, number):
        return Response(status=status, headers={"Retry-After": "0"}) if number < 2 else Response("yes")

    with serving(model) as served:
        assert client(served.url).complete(MESSAGES, SCHEMA).text == "yes"
    assert len(served.requests) == 3


def test_after_the_last_retry_it_is_over():
    with serving(lambda request, number: Response(status=429, body=b'{"error": "slow down"}')) as served:
        failing = pytest.raises(ServerError, match=r"429.*slow down")
        with failing:
            client(served.url, retries=2).complete(MESSAGES, SCHEMA)
    assert len(served.requests) == 3


def test_a_refused_key_is_not_tried_again():
    with serving(lambda request, number: Response(status=401, body=b"no")) as served:
        failing = pytest.raises(ServerError, match="401")
        with failing:
            client(served.url).complete(MESSAGES, SCHEMA)
    assert len(served.requests) == 1


@pytest.mark.parametrize("message", ["response_format is not supported", "Bad Request"])
def test_a_server_without_json_schema_is_asked_for_less_and_that_is_remembered(message):
    def model(request, number):
        kind = request.get("response_format", {}).get("type")
        return Response("fine") if kind == "json_object" else Response(status=400, body=message.encode())

    with serving(model) as served:
        asking = client(served.url)
        assert asking.complete(MESSAGES, SCHEMA).text == "fine"
        assert asking.complete(MESSAGES, SCHEMA).text == "fine"
    kinds = [request.get("response_format", {}).get("type") for request in served.requests]
    assert kinds == ["json_schema", "json_object", "json_object"]


def test_a_server_that_knows_no_format_at_all_gets_none():
    def model(request, number):
        return Response(status=422, body=b"response_format") if "response_format" in request else Response("fine")

    with serving(model) as served:
        assert client(served.url).complete(MESSAGES, SCHEMA).text == "fine"


def test_keys_that_a_model_does_not_take_are_left_out():
    def model(request, number):
        for key, word in (
            ("max_tokens", "use max_completion_tokens"),
            ("temperature", "temperature"),
            ("seed", "seed"),
        ):
            if key in request:
                return Response(status=400, body=json.dumps({"error": {"message": f"unsupported: {word}"}}).encode())
        return Response("fine")

    with serving(model) as served:
        assert client(served.url).complete(MESSAGES, SCHEMA).text == "fine"
    assert "max_completion_tokens" in served.requests[-1]


def test_what_is_too_long_is_a_fault_of_the_request():
    with serving(lambda request, number: Response(status=400, body=b"context length exceeded")) as served:
        failing = pytest.raises(RequestError, match="context length")
        with failing:
            client(served.url).complete(MESSAGES, SCHEMA)
    assert len(served.requests) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": 3}]}', b"\xff\xfe"]
)
def test_what_is_no_completion_is_a_fault_of_the_request(body):
    with serving(lambda request, number: Response(body=body)) as served, pytest.raises(RequestError):
        client(served.url).complete(MESSAGES, SCHEMA)


def test_a_reply_that_does_not_come_or_drips_or_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr("matloom.extract.text.llm.client.LARGEST_REPLY", 1000)
    slow, dripping, endless = Response(delay=2.0), Response(drip=0.05), Response(text="x" * 5000)
    for response in (slow, dripping, endless):
        with serving(lambda request, number, response=response: response) as served, pytest.raises(ServerError):
            client(served.url, seconds=0.3, retries=0).complete(MESSAGES, SCHEMA)


def test_nobody_there_and_a_redirect_elsewhere():
    with pytest.raises(ServerError):
        client("http://127.0.0.1:9/v1", retries=0).check()
    away = Response(status=302, headers={"Location": "http://example.org/"})
    with serving(lambda request, number: away) as served, pytest.raises(ServerError, match="302"):
        client(served.url).complete(MESSAGES, SCHEMA)

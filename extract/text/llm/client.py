"""Messages in, a model's reply out, over ``/chat/completions`` as OpenAI, vLLM, Ollama and llama.cpp speak it."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec
import urllib3
from urllib3.exceptions import HTTPError

from ...network import calling_out
from .ledger import Usage
from .options import Format, LlmOptions, Server

LARGEST_REPLY: Final = 4_000_000
PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
ABOUT_REQUEST: Final = frozenset({400, 413, 415, 422, 501})
FORMATS: Final[tuple[Format, ...]] = ("json_schema", "json_object", "none")
OPTIONAL_KEYS: Final = ("seed", "temperature")


class ServerError(Exception):
    """The server does not answer, or not now: another request may fare no better."""


class RequestError(Exception):
    """The server refuses this request, which is too long for instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A model's words; ``whole`` is False where it was cut off at its longest. ``usage`` is None if not told."""

    text: str
    whole: bool
    usage: Usage | None


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(msgspec.Struct):
    choices: list[_Choice] = []
    usage: _Usage | None = None


class Client:
    """Speaks to one endpoint from any number of threads; learns what it does not take and leaves it out."""

    def __init__(self, options: LlmOptions) -> None:
        self.options, self.server = options, options.server
        self.formats = list(FORMATS[FORMATS.index(self.server.reply_format) :])
        self.proven = False
        self.left_out: set[str] = set()
        self._lock = threading.Lock()
        self.length_key = "max_tokens"
        self.pool = _pool(options.server)

    def check(self) -> None:
        """Asks for the list of models, to know before a long run that somebody answers.

        Raises:
            ServerError: nobody answers, or the key is refused.
        """
        status, body = self._send("GET", "/models", None)
        if status in (401, 403) or status in PASSING:
            raise ServerError(f"HTTP {status}: {_told(body)}")

    def complete(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Answer:
        """The model's reply to ``messages``, held to ``schema`` as far as the server can do that.

        Raises:
            ServerError: after all retries; for a key or model that is refused.
            RequestError: the server refuses these messages.
        """
        while True:
            asked = self.formats[0]
            status, body = self._send("POST", "/chat/completions", self._body(messages, schema, asked))
            if status == 200:
                self.proven = True
                return _answer(body)
            if status not in ABOUT_REQUEST:
                raise ServerError(f"HTTP {status}: {_told(body)}")
            if not self._learn(_told(body), asked):
                raise RequestError(f"HTTP {status}: {_told(body)}")

    def _body(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], asked: Format) -> dict[str, Any]:
        options = self.options
        body: dict[str, Any] = {"model": options.model, "messages": list(messages), "stream": False}
        body |= {self.length_key: options.reply_tokens, "temperature": options.temperature}
        if options.seed is not None:
            body["seed"] = options.seed
        if asked == "json_schema":
            told = {"name": "measurements", "strict": True, "schema": dict(schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": told}
        elif asked == "json_object":
            body["response_format"] = {"type": "json_object"}
        return {key: value for key, value in body.items() if key not in self.left_out} | options.extra

    def _learn(self, complaint: str, asked: Format) -> bool:
        """Whether the same can be asked in another way that this server may take."""
        with self._lock:
            if self.formats[0] != asked:
                return True
            if "max_completion_tokens" in complaint and self.length_key == "max_tokens":
                self.length_key = "max_completion_tokens"
                return True
            for key in OPTIONAL_KEYS:
                if key in complaint and key not in self.left_out:
                    self.left_out.add(key)
                    return True
            about_format = any(word in complaint for word in ("response_format", "json_schema", "json_object"))
            unknown = not self.proven and not any(word in complaint for word in ("context", "length", "long", "large"))
            if len(self.formats) > 1 and (about_format or unknown):
                del self.formats[0]
                return True
            return False

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := self.server.key():
            headers["Authorization"] = f"Bearer {key}"
        content = msgspec.json.encode(body) if body is not None else None
        deadline = time.monotonic() + self.server.seconds * (self.server.retries + 1)
        with calling_out():
            try:
                response = self.pool.request(
                    method, self.server.url.rstrip("/") + path, body=content, headers=headers,
                    redirect=False, preload_content=False,
                )  # fmt: skip
                try:
                    return response.status, _bounded(response, deadline)
                finally:
                    response.close()
            except (HTTPError, OSError, ValueError) as error:
                raise ServerError(f"{type(error).__name__}: {error}"[:300]) from error


def _pool(server: Server) -> urllib3.PoolManager:
    """Connections straight to the server, or through the proxy that the environment names for it."""
    waits = urllib3.Retry(
        total=server.retries, status_forcelist=PASSING, allowed_methods=None, redirect=False, raise_on_status=False,
        backoff_factor=server.backoff, backoff_jitter=server.backoff, backoff_max=server.longest_wait,
        retry_after_max=int(server.longest_wait),
    )  # fmt: skip
    timeout = urllib3.Timeout(connect=min(10.0, server.seconds), read=server.seconds)
    kinds: dict[str, Any] = {"retries": waits, "timeout": timeout, "maxsize": server.parallel}
    parts = urlsplit(server.url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return urllib3.ProxyManager(proxy, **kinds)
    return urllib3.PoolManager(**kinds)


def _bounded(response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    """The body, of bounded length and in bounded time, however slowly it drips."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(65536):
        parts.append(part)
        size += len(part)
        if size > LARGEST_REPLY:
            raise ValueError(f"a reply of more than {LARGEST_REPLY} bytes")
        if time.monotonic() > deadline:
            raise ValueError("the reply did not end in time")
    return b"".join(parts)


def _answer(body: bytes) -> Answer:
    try:
        completion = msgspec.json.decode(body, type=_Completion)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise RequestError(f"no chat completion: {error}") from error
    if not completion.choices:
        raise RequestError("a chat completion without a choice")
    choice, told = completion.choices[0], completion.usage
    usage = None
    if told is not None and told.prompt_tokens >= 0 and told.completion_tokens >= 0:
        usage = Usage(prompt=told.prompt_tokens, reply=told.completion_tokens, requests=1)
    return Answer(text=choice.message.content or "", whole=choice.finish_reason != "length", usage=usage)


def _told(body: bytes) -> str:
    """What a server says went wrong, cut to a line."""
    return " ".join(body[:2000].decode("utf-8", "replace").split())[:300]

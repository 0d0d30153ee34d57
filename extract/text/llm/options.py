"""A TOML file in, what may be asked of which language model, and at what cost at most, out."""

import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import msgspec

from ....records.errors import MatloomError

KEY_VARIABLE: Final = "MATLOOM_LLM_KEY"
LEDGER_VARIABLE: Final = "MATLOOM_LLM_LEDGER"
Format = Literal["json_schema", "json_object", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How to reach the model, and what a run may cost. None of this decides what a reply says.

    ``url`` ends before ``/chat/completions``. The key is read from the environment variable ``key_variable``,
    so that it is written nowhere. ``max_tokens`` (prompt and reply) and ``max_cost`` bound a whole run on one
    machine; prices are per million tokens, in any currency. ``seconds`` are for one request, ``paper_seconds``
    for one paper. ``reply_format`` is what is asked for first; a server that refuses it is asked for less.
    """

    url: str = "http://localhost:8000/v1"
    key_variable: str = KEY_VARIABLE
    parallel: int = 4
    seconds: float = 120.0
    paper_seconds: float = 480.0
    retries: int = 5
    backoff: float = 1.0
    longest_wait: float = 60.0
    reply_format: Format = "json_schema"
    max_tokens: int = 2_000_000
    max_cost: float | None = None
    price_prompt: float = 0.0
    price_reply: float = 0.0

    def key(self) -> str:
        """The API key; "" where none is set, which local servers do not mind."""
        return os.environ.get(self.key_variable, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmOptions:
    """Which model reads which passages. All but ``server`` decides what comes out.

    ``batch_characters`` of passages go into one request, with room for ``reply_tokens`` in its reply. ``extra``
    are further keys of the request's body, for instance ``chat_template_kwargs`` of a server.
    """

    model: str = ""
    batch_characters: int = 4000
    reply_tokens: int = 3000
    temperature: float = 0.0
    seed: int | None = 0
    extra: dict[str, Any] = field(default_factory=dict)
    server: Server = field(default_factory=Server)

    def deciding(self) -> "LlmOptions":
        """The same without what cannot change a reply: what a kept reply is known by."""
        return replace(self, server=Server())


def read_options(path: Path) -> LlmOptions:
    """The options in a TOML file: keys of :class:`LlmOptions`, and those of :class:`Server` under ``[server]``.

    Raises:
        MatloomError: E001 where there is no such file, E012 where it says something else.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        options = msgspec.convert(told, LlmOptions)
    except OSError as error:
        raise MatloomError("E001", path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise MatloomError("E012", path=path, why=error) from error
    unknown = {*told} - {*LlmOptions.__dataclass_fields__} | {*told.get("server", ())} - {*Server.__dataclass_fields__}
    why = f"unknown: {', '.join(sorted(unknown))}" if unknown else wrong(options)
    if why:
        raise MatloomError("E012", path=path, why=why)
    return options


def wrong(options: LlmOptions) -> str | None:
    """What makes options unusable; None if nothing does."""
    server, parts = options.server, urlsplit(options.server.url)
    if not options.model:
        return "a model must be named"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "url must begin with http:// or https://"
    if parts.username is not None or parts.query or parts.fragment:
        return f"url must hold no key; set the environment variable {server.key_variable}"
    if not 1 <= server.parallel <= 64 or not 0 <= server.retries <= 20:
        return "parallel must be 1 to 64, retries 0 to 20"
    if min(server.seconds, server.paper_seconds) <= 0 or server.max_tokens < 0 or server.backoff < 0:
        return "times and limits must not be negative"
    if not 200 <= options.batch_characters <= 50_000 or not 50 <= options.reply_tokens <= 100_000:
        return "batch_characters must be 200 to 50000, reply_tokens 50 to 100000"
    if min(server.price_prompt, server.price_reply) < 0 or (server.max_cost or 0) < 0:
        return "prices must not be negative"
    return None

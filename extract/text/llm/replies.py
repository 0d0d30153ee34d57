"""A Document in, what a language model says of its passages out, word for word: the stage whose result is kept.

The words are kept apart from what is made of them, so that a better reading of replies asks the model nothing again;
and a run that was cut short goes on with the passages that have no reply yet.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, ClassVar, Final

from ....records.errors import Problem, Result
from ...document import Document
from ...stage import Inputs
from .client import Client, RequestError, ServerError
from .ledger import Ledger, Usage
from .options import LlmOptions
from .passages import Passage, batches, halves, passages
from .schema import SCHEMA, question, read_reply

OVERHEAD: Final = 64
"""Tokens of a request beside the messages' own bytes, which are at least as many as their tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The model's words on a batch. ``why`` says what kept it from an answer that can be read; "" for nothing."""

    passages: tuple[Passage, ...]
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """All replies on one paper, in its order, and what they took: tokens as told, or as counted by length."""

    replies: tuple[Reply, ...] = ()
    usage: Usage = field(default_factory=Usage)


class LlmReplies:
    """Asks the model of the options about every passage of a paper that prints a quantity."""

    name: ClassVar[str] = "llm_replies"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("parse",)
    output: ClassVar[Any] = Replies

    def __init__(self, options: LlmOptions | None = None) -> None:
        asked = options or LlmOptions()
        self.options = asked.deciding()
        self.client = Client(asked)
        self.ledger = Ledger.of_run(asked.server)

    def __call__(self, inputs: Inputs) -> Result[Replies]:
        """The replies; X001 and X002 where some are missing, which the next run asks for."""
        document: Document = inputs["parse"]
        before: Replies = inputs.get(self.name) or Replies()
        settled = {passage for reply in before.replies for passage in reply.passages}
        open_batches = batches(
            [passage for passage in passages(document) if passage not in settled], self.options.batch_characters
        )
        paper = _Paper(self.client, self.ledger)
        with ThreadPoolExecutor(self.client.server.parallel) as pool:
            made = [reply for found in pool.map(paper.ask, open_batches) for reply in found]
        return Result(
            Replies(replies=(*before.replies, *made), usage=before.usage + paper.usage()), tuple(paper.problems())
        )


class _Paper:
    """The requests of one paper: they end together when the server fails, the cap is reached or time is up."""

    def __init__(self, client: Client, ledger: Ledger) -> None:
        self.client, self.ledger = client, ledger
        self.deadline = time.monotonic() + client.server.paper_seconds
        self.stopped = Event()
        self.why: tuple[str, dict[str, Any]] | None = None
        self.unasked: list[Passage] = []
        self.used: list[Usage] = []

    def ask(self, batch: tuple[Passage, ...]) -> list[Reply]:
        """The replies to a batch, or to its parts where the whole is too much for one."""
        return list(self._ask(batch))

    def _ask(self, batch: tuple[Passage, ...]) -> Iterator[Reply]:
        messages = question(batch)
        if not self._may_ask():
            self.unasked.extend(batch)
            return
        size = sum(len(message["content"].encode("utf-8", "replace")) for message in messages)
        most = Usage(prompt=size + OVERHEAD, reply=self.client.options.reply_tokens, requests=1)
        if not self.ledger.reserve(most):
            self._stop("X002", cap=_cap(self.client))
            self.unasked.extend(batch)
            return
        used, why, text = Usage(), "", ""
        try:
            answer = self.client.complete(messages, SCHEMA)
            used = answer.usage or Usage(prompt=size // 4 + 1, reply=len(answer.text.encode()) // 4 + 1, requests=1)
            text, why = answer.text, _unreadable(answer.text, answer.whole)
        except RequestError as error:
            why = str(error)
        except ServerError as error:
            self._stop("X001", url=self.client.server.url, why=error)
            self.unasked.extend(batch)
            return
        finally:
            self.ledger.settle(most, used)
            self.used.append(used)
        parts = halves(batch) if why else ()
        if not parts:
            yield Reply(passages=batch, text=text if not why else "", why=why)
        for part in parts:
            yield from self._ask(part)

    def _may_ask(self) -> bool:
        if time.monotonic() > self.deadline:
            self._stop(
                "X001", url=self.client.server.url, why=f"{self.client.server.paper_seconds:g} s were not enough"
            )
        return not self.stopped.is_set()

    def _stop(self, code: str, **details: Any) -> None:
        self.why = self.why or (code, details)
        self.stopped.set()

    def usage(self) -> Usage:
        """What the paper took."""
        return sum(self.used, Usage())

    def problems(self) -> Iterator[Problem]:
        """Why passages have no reply."""
        if self.why:
            code, details = self.why
            yield Problem.of(LlmReplies.name, code, {"passages": len(self.unasked)}, left=len(self.unasked), **details)


def _unreadable(text: str, whole: bool) -> str:
    if not whole:
        return "cut off at its longest"
    try:
        read_reply(text)
    except ValueError as error:
        return str(error)[:200]
    return ""


def _cap(client: Client) -> str:
    server = client.server
    tokens = f"{server.max_tokens} tokens"
    return tokens if server.max_cost is None else f"{tokens} or a cost of {server.max_cost:g}"

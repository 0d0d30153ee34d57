"""Tokens in, what a run has used so far out: one count for all workers of a machine, which never passes its cap."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from .options import LEDGER_VARIABLE, Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of prompts and of replies, and the number of requests."""

    prompt: int = 0
    reply: int = 0
    requests: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            prompt=self.prompt + other.prompt, reply=self.reply + other.reply, requests=self.requests + other.requests
        )

    def __neg__(self) -> "Usage":
        return Usage(prompt=-self.prompt, reply=-self.reply, requests=-self.requests)

    def cost(self, server: Server) -> float:
        """In the currency of the server's prices."""
        return (self.prompt * server.price_prompt + self.reply * server.price_reply) / 1e6

    def within(self, server: Server) -> bool:
        """Whether this much may be used."""
        affordable = server.max_cost is None or self.cost(server) <= server.max_cost
        return affordable and self.prompt + self.reply <= server.max_tokens


class Ledger:
    """What was used. With a ``path`` the count is shared by all processes that have the same file.

    A line is appended for each entry, which the system does as one step; so two workers that reserve at the same
    moment both see each other's entry, and at worst both step back.
    """

    def __init__(self, server: Server, path: Path | None = None) -> None:
        self.server, self.path = server, path
        self._lock = threading.Lock()
        self._used, self._read = Usage(), 0

    @classmethod
    def of_run(cls, server: Server) -> "Ledger":
        """The ledger of the run that this process works for; its own where no run has named one."""
        path = os.environ.get(LEDGER_VARIABLE)
        return cls(server, Path(path) if path else None)

    def reserve(self, most: Usage) -> bool:
        """Sets ``most`` aside; False, and nothing is, where that would pass the cap."""
        with self._lock:
            if (self._total() + most).within(self.server):
                self._enter(most)
                if self._total().within(self.server):
                    return True
                self._enter(-most)
            return False

    def settle(self, most: Usage, used: Usage) -> None:
        """Puts what was used in the place of what was set aside."""
        with self._lock:
            self._enter(used + -most)

    def total(self) -> Usage:
        """All that was used and is set aside."""
        with self._lock:
            return self._total()

    def summary(self) -> str:
        """What was used, in a line."""
        used = self.total()
        cost = used.cost(self.server)
        told = f"language model: {used.requests} requests, {used.prompt} tokens asked, {used.reply} answered"
        return f"{told}, cost {cost:.4g}" if cost else told

    def _enter(self, usage: Usage) -> None:
        if self.path is None:
            self._used += usage
            return
        line = f"{usage.prompt} {usage.reply} {usage.requests}\n".encode()
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line)
        finally:
            os.close(file)

    def _total(self) -> Usage:
        if self.path is not None and self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self._read)
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    prompt, reply, requests = map(int, line.split())
                    self._used += Usage(prompt=prompt, reply=reply, requests=requests)
                    self._read += len(line)
        return self._used

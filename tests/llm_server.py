"""A small server on this machine that speaks ``/v1/chat/completions``; each test says what its model answers."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Response:
    """What goes back: a model's words in a completion, or ``body`` as it is."""

    text: str = '{"measurements": []}'
    status: int = 200
    body: bytes | None = None
    finish: str = "stop"
    usage: dict[str, int] | None = field(default_factory=lambda: {"prompt_tokens": 100, "completion_tokens": 20})
    delay: float = 0.0
    drip: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        if self.body is not None:
            return self.body
        choice = {"index": 0, "message": {"role": "assistant", "content": self.text}, "finish_reason": self.finish}
        return json.dumps({"object": "chat.completion", "choices": [choice], "usage": self.usage}).encode()


Model = Callable[[dict[str, Any], int], Response]
"""A request's body and its number from 0 in, the response out."""


@dataclass
class Served:
    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0


@contextmanager
def serving(model: Model) -> Iterator[Served]:
    """The server while the test runs; it keeps what it was asked."""
    lock = threading.Lock()
    served = Served("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer(Response(body=b'{"object": "list", "data": []}'))

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = len(served.requests)
                served.requests.append(request)
                served.keys.append(self.headers["Authorization"])
                served.at_once += 1
                served.most_at_once = max(served.most_at_once, served.at_once)
            try:
                self.answer(model(request, number) if self.path == "/v1/chat/completions" else Response(status=404))
            finally:
                with lock:
                    served.at_once -= 1

        def answer(self, response: Response) -> None:
            time.sleep(response.delay)
            content = response.bytes()
            self.send_response(response.status)
            self.send_header("Content-Length", str(len(content)))
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(content), 1 if response.drip else 65536):
                    self.wfile.write(content[at : at + (1 if response.drip else 65536)])
                    time.sleep(response.drip)
            except OSError:
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()

"""A server on this machine that speaks the hub's API as far as uploads, and downloads of models, use it."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Hub:
    """What the server was asked and holds: repositories, their files and tags; ``fail`` requests to answer with 500."""

    url: str = ""
    private: dict[str, bool] = field(default_factory=dict)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    commits: int = 0
    tokens: set[str | None] = field(default_factory=set)
    fail: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, content: object, status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def route(self, content: bytes) -> None:
        token = self.headers.get("Authorization")
        self.hub.tokens.add(token)
        for part in self.hub.fail:
            if part in self.path:
                self.answer({"error": f"no room for {token}"}, 500)
                return
        if self.path == "/api/repos/create":
            self.create(json.loads(content))
            return
        if self.path == "/api/validate-yaml":
            self.answer({"errors": [], "warnings": []})
            return
        found = re.match(
            r"/api/(?:datasets|models)/([^/]+/[^/?]+)(?:/(preupload|commit|tag|tree|revision|refs))?", self.path
        )
        repository, verb = (found[1], found[2]) if found else ("", "?")
        if repository not in self.hub.files:
            self.answer({"error": "Repository not found"}, 404)
            return
        getattr(self, verb or "info", self.lost)(repository, content)

    def file(self) -> bool:
        """Answer with a file of a repository, if the path is that of one."""
        found = re.match(r"/([^/]+/[^/]+)/resolve/[^/]+/(.+)", self.path)
        content = self.hub.files.get(found[1], {}).get(found[2]) if found else None
        if content is None:
            return False
        self.send_response(200)
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)
        return True

    def do_HEAD(self) -> None:
        if not self.file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def create(self, asked: dict) -> None:
        repository = f"{asked.get('organization') or 'me'}/{asked['name']}"
        known = repository in self.hub.files
        self.hub.files.setdefault(repository, {})
        self.hub.private.setdefault(repository, asked.get("private") or asked.get("visibility") == "private")
        self.answer({"url": f"{self.hub.url}/datasets/{repository}", "name": repository}, 409 if known else 200)

    def info(self, repository: str, _: bytes) -> None:
        siblings = [{"rfilename": path} for path in self.hub.files[repository]]
        self.answer({"id": repository, "sha": "0" * 40, "siblings": siblings, "private": False, "tags": []})

    revision = info

    def tree(self, repository: str, _: bytes) -> None:
        self.answer([{"type": "file", "path": path, "size": len(content), "oid": "0" * 40}
                     for path, content in self.hub.files[repository].items()])  # fmt: skip

    def preupload(self, _: str, content: bytes) -> None:
        asked = json.loads(content)["files"]
        self.answer({"files": [{"path": f["path"], "uploadMode": "regular", "shouldIgnore": False, "oid": None}
                               for f in asked]})  # fmt: skip

    def commit(self, repository: str, content: bytes) -> None:
        for line in content.splitlines():
            item = json.loads(line)
            if item["key"] == "file":
                self.hub.files[repository][item["value"]["path"]] = base64.b64decode(item["value"]["content"])
            elif item["key"] == "deletedFile":
                self.hub.files[repository].pop(item["value"]["path"], None)
        self.hub.commits += 1
        oid = f"{self.hub.commits:040x}"
        self.answer({"commitUrl": f"{self.hub.url}/datasets/{repository}/commit/{oid}", "commitOid": oid,
                     "success": True})  # fmt: skip

    def tag(self, repository: str, content: bytes) -> None:
        name = json.loads(content)["tag"]
        known = name in self.hub.tags.setdefault(repository, [])
        if not known:
            self.hub.tags[repository].append(name)
        self.answer({}, 409 if known else 200)

    def lost(self, *_: object) -> None:
        self.hub.unknown.append(self.path)
        self.answer({"error": "no such route"}, 404)

    def do_GET(self) -> None:
        if not self.file():
            self.route(b"")

    def do_POST(self) -> None:
        self.route(self.body())


@contextmanager
def local_hub() -> Iterator[Hub]:
    """A running server; ``url`` is what HF_ENDPOINT wants."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()

"""The address of an OPTIMADE server in, the entries of its ``/structures`` endpoint out, page by page.

OPTIMADE 1.x (Andersen et al., Sci. Data 8, 217 (2021); specification on optimade.org).
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

import requests

from ..records.errors import MatloomError, Problem
from .crystals import from_optimade
from .entries import Entry, clean, entry_of, unreadable

FIELDS: Final = "id,type,lattice_vectors,cartesian_site_positions,species,species_at_sites,nsites,structure_features"
PAGE: Final = 100
LARGEST_PAGE: Final = 100_000_000
"""Bytes of one answer."""
MAXIMUM_PAGES: Final = 100_000
TRIES: Final = 5
SECONDS: Final = (10.0, 120.0)
"""To connect, and between two pieces of an answer."""
LONGEST_WAIT: Final = 60.0
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status codes that may go away by themselves."""


@dataclass(slots=True)
class Server:
    """An OPTIMADE server. ``first_wait`` is in seconds, doubled with each try; ``filter`` is OPTIMADE's language."""

    url: str
    filter: str | None = None
    page: int = PAGE
    first_wait: float = 1.0
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        address = self.url.removeprefix("optimade+").rstrip("/")
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise MatloomError("R003", url=clean(self.url), why="not an address (http or https)")
        last = urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1]
        versioned = last[:1] == "v" and last[1:].replace(".", "").isdecimal()
        self.url = address if versioned else f"{address}/v1"

    def licence(self) -> str | None:
        """The licence that the server states for its entries, or None. An answer without one is no failure."""
        try:
            answer = self._get(f"{self.url}/info")
        except MatloomError:
            return None
        told = answer.get("data") or {}
        attributes = told.get("attributes") or {} if isinstance(told, dict) else {}
        listed = attributes.get("available_licenses_for_entries") or attributes.get("available_licenses")
        if isinstance(listed, list) and listed:
            return clean(listed[0])
        address = attributes.get("license") or (answer.get("meta") or {}).get("license")
        address = address.get("href") if isinstance(address, dict) else address
        return clean(address) if isinstance(address, str) else None

    def pages(self) -> Iterator[dict[str, Any]]:
        """The answers, following the server's links on the same host. Raises MatloomError R003."""
        asked = {"page_limit": str(self.page), "response_fields": FIELDS}
        address: str | None = (
            f"{self.url}/structures?{urlencode(asked | ({'filter': self.filter} if self.filter else {}))}"
        )
        seen: set[str] = set()
        while address and address not in seen and len(seen) < MAXIMUM_PAGES:
            seen.add(address)
            answer = self._get(address)
            yield answer
            address = self._next(answer, address)

    def entries(self, limit: int | None = None) -> Iterator[Entry | Problem]:
        """The structures, ``limit`` of them at most."""
        count = 0
        for number, answer in enumerate(self.pages(), 1):
            rows = answer.get("data")
            if not isinstance(rows, list):
                yield unreadable(f"page {number}", "no list of structures in the answer")
                continue
            for row in rows:
                if limit is not None and count >= limit:
                    return
                count += 1
                yield _entry(row, f"page {number} entry {count}")

    def _next(self, answer: dict[str, Any], address: str) -> str | None:
        links = answer.get("links")
        link = links.get("next") if isinstance(links, dict) else None
        link = link.get("href") if isinstance(link, dict) else link
        if not isinstance(link, str) or not link:
            return None
        following = urljoin(address, link)
        if urlsplit(following)[:2] != urlsplit(address)[:2]:
            raise MatloomError("R003", url=self.url, why=f"its next page is on another host, {clean(following)}")
        return following

    def _get(self, address: str) -> dict[str, Any]:
        """The JSON object at an address. Raises MatloomError R003 once all tries have failed."""
        why = ""
        for attempt in range(TRIES):
            wait = self.first_wait * 2**attempt
            try:
                with self.session.get(address, timeout=SECONDS, stream=True, allow_redirects=False) as answer:
                    if answer.status_code == 200:
                        return _object(answer)
                    told = answer.raw.read(300, decode_content=True).decode("utf-8", "replace")
                    why = f"status {answer.status_code}: {clean(told)}"
                    if answer.status_code not in PASSING:
                        break
                    asked = answer.headers.get("Retry-After", "")
                    wait = max(wait, float(asked)) if asked.isdecimal() else wait
            except (requests.RequestException, ValueError, OSError) as error:
                why = f"{type(error).__name__}: {clean(error)}"
            if attempt + 1 < TRIES:
                time.sleep(min(wait, LONGEST_WAIT))
        raise MatloomError("R003", url=self.url, why=why)


def elements_filter(elements: list[str]) -> str | None:
    """The filter for structures of these elements only, or None for no elements."""
    return "elements HAS ONLY " + ",".join(f'"{symbol}"' for symbol in elements) if elements else None


def _object(answer: requests.Response) -> dict[str, Any]:
    """The body as a JSON object. Raises ValueError where it is none, or too large."""
    body = bytearray()
    for piece in answer.iter_content(1 << 16):
        body += piece
        if len(body) > LARGEST_PAGE:
            raise ValueError(f"an answer of more than {LARGEST_PAGE // 1_000_000} MB; lower --page")
    try:
        content = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(content, dict):
        raise ValueError("no JSON object")
    return content


def _entry(row: Any, where: str) -> Entry | Problem:
    if not isinstance(row, dict) or not isinstance(row.get("attributes"), dict):
        return unreadable(where, "no attributes")
    if not isinstance(row.get("id"), str):
        return unreadable(where, "no id")
    return entry_of(row.get("id"), f"{where} ({clean(row.get('id'))})", lambda: from_optimade(row["attributes"]))

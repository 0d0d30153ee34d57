"""Content in, a short identifier out, the same on every machine for the same content; DOIs in one spelling."""

import hashlib
import re
from typing import Final

import msgspec

_RESOLVER: Final = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def content_id(prefix: str, *parts: object) -> str:
    """``prefix-`` and 16 hexadecimal digits of a hash over ``parts``.

    ``parts`` may be anything that msgspec can encode; mappings are hashed in key order.
    """
    encoded = msgspec.msgpack.encode(parts, order="deterministic")
    return f"{prefix}-{hashlib.blake2b(encoded, digest_size=8).hexdigest()}"


def bare_doi(doi: str | None) -> str:
    """A DOI without its resolver, in lower case; "" for none."""
    return _RESOLVER.sub("", (doi or "").strip()).lower()

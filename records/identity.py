"""Content in, a short stable identifier out: the same content has the same id on every machine."""

import hashlib

import msgspec


def content_id(prefix: str, *parts: object) -> str:
    """``prefix-`` and 16 hexadecimal digits of a hash over ``parts``.

    ``parts`` may be anything that msgspec can encode; mappings are hashed in key order.
    """
    encoded = msgspec.msgpack.encode(parts, order="deterministic")
    return f"{prefix}-{hashlib.blake2b(encoded, digest_size=8).hexdigest()}"

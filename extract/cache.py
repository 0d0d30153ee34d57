"""Stage results in, bytes out, and back: zstd over msgpack, read by the type that the stage declares."""

from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..records.errors import Problem, Result
from ..records.store.results import StoredResult
from .stage import StageKey

_SIZE: Final = 8
"""Bytes at the start that hold the size of what was compressed, little-endian."""


class UnreadableError(Exception):
    """The bytes are no result of this type: another version wrote them, or they are damaged."""


def pack(value: Any) -> bytes:
    """``value`` (dataclasses, tuples, dicts, numbers, strings, numpy arrays) as bytes."""
    plain = msgspec.msgpack.encode(value, enc_hook=_array_out)
    return len(plain).to_bytes(_SIZE, "little") + pa.compress(plain, codec="zstd", asbytes=True)


def unpack(data: bytes, kind: Any) -> Any:
    """The value of the type ``kind`` in what :func:`pack` made. Raises UnreadableError."""
    try:
        size = int.from_bytes(data[:_SIZE], "little")
        plain = pa.decompress(data[_SIZE:], decompressed_size=size, codec="zstd", asbytes=True)
        return msgspec.msgpack.decode(plain, type=kind, dec_hook=_array_in)
    except (msgspec.MsgspecError, ValueError, TypeError, OSError, MemoryError) as error:
        raise UnreadableError(str(error)) from error


def stored(key: StageKey[Any], result: Result[Any]) -> StoredResult:
    """A result ready for the store."""
    return StoredResult(key.stage, key.version, key.digest, pack(result.value), pack(result.problems))


def problems_of(result: StoredResult) -> tuple[Problem, ...]:
    """What went wrong when the stored result was made. Raises UnreadableError."""
    return unpack(result.problems, tuple[Problem, ...])


def _array_out(value: object) -> Any:
    if isinstance(value, np.ndarray):
        return [value.dtype.str, list(value.shape), value.tobytes()]
    raise NotImplementedError(f"a stage result may not hold {type(value).__name__}")


def _array_in(kind: type, value: Any) -> npt.NDArray[Any]:
    if getattr(kind, "__origin__", kind) is not np.ndarray:
        raise NotImplementedError(f"a stage result may not hold {kind}")
    dtype, shape, data = value
    if np.dtype(dtype).kind not in "fiub":
        raise ValueError(f"arrays of {dtype} are not read")
    return np.frombuffer(data, dtype=dtype).reshape(shape)

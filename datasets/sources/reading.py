"""What the sources share: finding files, opening them compressed or not, and reading numbers with a complaint."""

import gzip
import math
from pathlib import Path
from typing import IO, Any, cast

from ...records.errors import MatloomError
from ..recipe import SourceSection
from ..rows import BadRow


def source_files(source: SourceSection, data: Path) -> list[Path]:
    """Files of the source's glob in a fixed order. Raises MatloomError B008 where there are none."""
    pattern = Path(source.path)
    if pattern.is_absolute():
        base, pattern = Path(pattern.anchor), pattern.relative_to(pattern.anchor)
    else:
        base = data
    found = sorted(path for path in base.glob(str(pattern)) if path.is_file())
    if not found:
        raise MatloomError("B008", source=source.name, path=base / pattern)
    return found


def open_text(path: Path) -> IO[str]:
    """The file as UTF-8 text (a byte order mark is dropped), unpacked if its name ends in .gz."""
    if path.suffix == ".gz":
        return cast(IO[str], gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")


def read_whole(path: Path, largest: int) -> bytes:
    """The file's bytes, unpacked if its name ends in .gz. Raises BadRow B009 above ``largest`` bytes."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as data:
        found = data.read(largest + 1)
    if len(found) > largest:
        raise BadRow("B009", path.name, f"larger than {largest // 1_000_000} MB")
    return found


def number(raw: Any, where: str, name: str) -> float | None:
    """A finite number, None for an empty cell. Raises BadRow B004."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    try:
        value = float(raw)
    except (TypeError, ValueError) as error:
        raise BadRow("B004", where, f"{name} = {str(raw)[:60]!r}") from error
    if not math.isfinite(value):
        raise BadRow("B004", where, f"{name} = {raw}")
    return value


def published_numbers(raw: dict[str, Any], source: SourceSection, where: str) -> dict[str, float | None]:
    """The source's property columns under their published names. Raises BadRow B004 or B009."""
    missing = [name for name in source.properties if name not in raw]
    if missing:
        raise BadRow("B009", where, f"no column {missing[0]!r}")
    return {column.name: number(raw[name], where, name) for name, column in source.properties.items()}


def inside(folder: Path, name: str, where: str) -> Path:
    """The file that a table names, if it lies inside the folder. Raises BadRow B009."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise BadRow("B009", where, f"no file {name[:120]!r} in this source's folder")
    return path

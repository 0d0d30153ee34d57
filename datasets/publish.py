"""A dataset folder in, the same on the Hugging Face hub or in any file store out."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec

from ..records.errors import MatloomError
from ..records.hub import without_token
from .manifest import MANIFEST
from .verify import verify

_REPOSITORY = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent: paths in the dataset with their sizes in bytes, and the tag of the version."""

    files: tuple[tuple[str, int], ...]
    tag: str

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(size for _, size in self.files)


def publish(folder: Path, target: str, *, dry_run: bool = False, private: bool = False) -> Plan:
    """Send a dataset to ``OWNER/NAME`` on the hub or to a URL that fsspec knows (``s3://bucket/path``).

    The folder is checked first: shards against the manifest, rights of every row. On the hub the upload is resumable
    and the token comes from where huggingface_hub looks for it. A tag ``v1.2.3`` names the version; in a file store
    the files go below a folder of that name. Raises MatloomError B011, B014 or B015.
    """
    is_url = "://" in target
    if not is_url and not _REPOSITORY.fullmatch(target):
        raise MatloomError("B015", target=target, why="neither OWNER/NAME nor a URL")
    tag = f"v{verify(folder).version}"
    listed = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_hidden(path.relative_to(folder))]
    plan = Plan(tuple((path.relative_to(folder).as_posix(), path.stat().st_size) for path in listed), tag)
    if dry_run:
        return plan
    if is_url:
        _to_store(folder, target, plan)
    else:
        _to_hub(folder, target, plan, private)
    return plan


def _is_hidden(path: Path) -> bool:
    """Whether a file is one of a tool beside the dataset: ``.DS_Store``, ``.git/config``."""
    return any(part.startswith(".") for part in path.parts)


def _to_hub(folder: Path, repository: str, plan: Plan, private: bool) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    hub = HfApi()
    kind: dict[str, Any] = {"repo_id": repository, "repo_type": "dataset"}
    try:
        hub.create_repo(**kind, private=private, exist_ok=True)
        hub.upload_folder(
            **kind, folder_path=folder, commit_message=f"Version {plan.tag[1:]}", ignore_patterns=[".*", "**/.*"],
            delete_patterns=["data/**", "splits/**", "assets/**"],
        )  # fmt: skip
        hub.create_tag(**kind, tag=plan.tag, exist_ok=True)
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise MatloomError("B015", target=repository, why=without_token(str(error))) from None


def _to_store(folder: Path, url: str, plan: Plan) -> None:
    """Shards first and the manifest last, so that a reader who finds the manifest finds all."""
    try:
        store, root = fsspec.core.url_to_fs(url)
        base = f"{root.rstrip('/')}/{plan.tag}"
        for path, _ in sorted(plan.files, key=lambda file: file[0] == MANIFEST):
            destination = f"{base}/{path}"
            store.makedirs(destination.rsplit("/", 1)[0], exist_ok=True)
            store.put_file(str(folder / path), destination)
    except Exception as error:  # every file store has errors of its own
        raise MatloomError("B015", target=url.split("?", 1)[0], why=f"{type(error).__name__}: {error}"[:300]) from None

"""Keys of names in, groups of those that stand for one thing out."""

from collections.abc import Hashable
from dataclasses import dataclass, field

Key = Hashable


@dataclass(slots=True)
class Groups:
    """Keys joined into groups (union-find), with the reason for each join."""

    parent: dict[Key, Key] = field(default_factory=dict)
    reasons: list[tuple[Key, Key, str, float]] = field(default_factory=list)

    def root(self, key: Key) -> Key:
        """The key that stands for the whole group of ``key``."""
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, one: Key, other: Key, reason: str, score: float) -> None:
        """Make one group of two."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self.parent[second] = first
            self.reasons.append((one, other, reason, score))

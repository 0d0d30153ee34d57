"""A mention as a finder sees it in, its place in the text and what it stands for out: no evidence yet."""

from dataclasses import dataclass

from ....records.compositions import Composition, CompositionFamily
from ...findings import MentionKind


@dataclass(frozen=True, slots=True)
class Spotted:
    """A mention in one text: ``start`` to ``end``, and what it is; up to ``told`` its variables are listed.

    ``phrase`` is where the whole noun phrase stands; ``distance`` is that of a subject from its value, ``cues`` are
    what speaks for it and against it. ``name`` and ``phrase_name`` are name and phrase in full where the text shares
    their last words with others (``Ca-`` of ``Ca- and Sr-doped LaErO3``).
    """

    start: int
    end: int
    kind: MentionKind
    family: CompositionFamily | None = None
    composition: Composition | None = None
    form: str | None = None
    processing: str | None = None
    told: int = 0
    phrase: tuple[int, int] | None = None
    distance: float | None = None
    cues: tuple[str, ...] = ()
    name: str | None = None
    phrase_name: str | None = None

    @property
    def whole(self) -> tuple[int, int]:
        """Where the phrase stands that the mention is in, or the mention itself."""
        return self.phrase or (self.start, self.end)

"""A panel's picture and its part of the caption in, the kind of what it shows out."""

from ..document import PanelKind
from ..readers.layout.backend import Picture
from .caption_kinds import kinds_named
from .pictures import FEATURES, picture_features


def kind_of(picture: Picture, caption: str) -> tuple[PanelKind, float]:
    """The kind of a panel (height, width, 3; RGB), and how sure that is, in [0, 1]."""
    f = dict(zip(FEATURES, picture_features(picture).tolist(), strict=True))
    graph, textured = f["white"] > 0.6 and f["axes"] > 0, f["white"] < 0.35
    seen: dict[PanelKind, float] = {
        "plot": 0.5 * graph, "spectrum": 0.3 * graph, "micrograph": 0.5 * (textured and f["coloured"] < 0.2),
        "photo": 0.2 * textured, "map": 0.3 * (textured and f["vivid"] > 0.2),
        "diagram": 0.3 * (not textured and not graph),
    }  # fmt: skip
    named = kinds_named(caption)
    kinds: list[PanelKind] = [*seen, *(kind for kind in named if kind not in seen)]
    scores = {kind: 0.6 * named.get(kind, 0.0) + seen.get(kind, 0.0) for kind in kinds}
    best: PanelKind = max(kinds, key=lambda kind: scores[kind])
    return best, min(1.0, scores[best])


def kind_of_caption(caption: str) -> tuple[PanelKind, float]:
    """The kind that the caption alone tells, ``other`` where it names none."""
    named = kinds_named(caption)
    if not named:
        return "other", 0.0
    return max(named, key=lambda kind: named[kind]), 0.5

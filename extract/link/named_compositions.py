"""The mentions of one paper in, the composition that each of them names out, of a family at a value included."""

from collections.abc import Callable, Sequence

from ...records.compositions import Composition
from ..findings import Mention
from .groups import Key
from .names import composition_key, name_key, variable_assignment
from .standing import names_dopant, numbered_series

Position = tuple[int, int, str]


class NamedCompositions:
    """What a paper's mentions are made of; ``position`` tells where in the paper one stands.

    ``series`` are the names that only count (CdS1, CdS2, CdS3), which have no composition.
    """

    def __init__(self, mentions: Sequence[Mention], position: Callable[[Mention], Position]) -> None:
        self.series = numbered_series(mention.text for mention in mentions)
        self._position = position
        self._families = [m for m in mentions if m.family is not None and len(m.family.compositions) > 1]

    def members(self, mention: Mention) -> set[Key]:
        """The compositions of the family that a mention names, by all values that the paper lists for its variable."""
        name = name_key(mention.text)
        families = [one for one in self._families if name_key(one.text).startswith(name)]
        listed = [c for one in families if one.family is not None for c in one.family.compositions]
        return {key for composition in listed if (key := composition_key(composition)) is not None}

    def of(self, mention: Mention) -> Composition | None:
        """The mention's own composition, or that of the paper's family at the value that the mention names."""
        if mention.text in self.series or names_dopant(mention.text):
            return None
        if mention.composition is not None:
            return mention.composition
        if mention.family is not None and len(mention.family.compositions) == 1:
            return mention.family.compositions[0]
        assignment = variable_assignment(mention.text)
        if assignment is None:
            return None
        here = self._position(mention)
        before = [f for f in self._families if self._position(f) <= here] or self._families
        for family in reversed(before):
            assert family.family is not None
            for composition in family.family.compositions:
                value = composition.variables.get(assignment[0])
                if isinstance(value, int | float) and abs(value - assignment[1]) < 1e-9:
                    return composition
        return None

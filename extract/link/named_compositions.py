"""The mentions of one paper in, the composition that each of them names out, of a family at a value included."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from ...records.compositions import Composition
from ..findings import Mention
from .groups import Key
from .names import composition_key, element_key, name_key, variable_assignment
from .numbered_labels import valued_labels
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
        named = {m.text for m in mentions if m.kind == "label" and m.family is None}
        labels = (name for name in named if variable_assignment(name) is None)
        found = valued_labels(labels, self._values(mentions))
        self._valued = {label: (variable, value) for label, variable, value in found}

    def _values(self, mentions: Sequence[Mention]) -> dict[str, set[float]]:
        """The values of each variable that the paper lists or speaks of."""
        values: dict[str, set[float]] = defaultdict(set)
        for family in self._families:
            assert family.family is not None
            for composition in family.family.compositions:
                for name, value in composition.variables.items():
                    if isinstance(value, int | float):
                        values[name].add(round(float(value), 6))
        for mention in mentions:
            if (assignment := variable_assignment(mention.text)) is not None:
                values[assignment[0]].add(round(assignment[1], 6))
        return values

    def assignment(self, mention: Mention) -> tuple[str, float] | None:
        """The value of a variable that a mention stands for by its words, or as one of a series of labels."""
        return variable_assignment(mention.text) or self._valued.get(mention.text)

    def members(self, mention: Mention) -> set[Key]:
        """The compositions of the family that a mention names, by all values that the paper lists for its variable."""
        name = name_key(mention.text)
        families = [one for one in self._families if name_key(one.text).startswith(name)]
        listed = [c for one in families if one.family is not None for c in one.family.compositions]
        return {key for composition in listed if (key := composition_key(composition)) is not None}

    def shared(self, mentions: Sequence[Mention]) -> Iterator[tuple[Key, Key]]:
        """What the mentions of one composition share, with the key of each one's name.

        The phases of a composition that a paper tells apart (α-MnO2, δ-MnO2) share nothing.
        """
        composed = [(mention, composition) for mention in mentions if (composition := self.of(mention)) is not None]
        phases: dict[Key | None, set[str]] = defaultdict(set)
        for _, composition in composed:
            if composition.phase is not None:
                phases[composition_key(composition)].add(composition.phase)
        for mention, composition in composed:
            key = composition_key(composition) or element_key(mention.text, composition)
            is_label = mention.kind == "label" or mention.text in self.series
            if key is not None and not (is_label and self.assignment(mention) is None):
                phase = composition.phase if len(phases[key]) > 1 else None
                yield (key, phase), name_key(mention.text)

    def of(self, mention: Mention) -> Composition | None:
        """The mention's own composition, or that of the paper's family at the value that the mention names."""
        if mention.text in self.series or names_dopant(mention.text):
            return None
        if mention.composition is not None:
            return mention.composition
        if mention.family is not None and len(mention.family.compositions) == 1:
            return mention.family.compositions[0]
        assignment = self.assignment(mention)
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

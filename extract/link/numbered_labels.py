"""The labels of a paper and the values of its variables in, the labels out whose number is such a value.

``Ga10``, ``Ga20`` and ``Ga30`` are the samples with x = 0.1, 0.2 and 0.3: the numbers of a whole series are values of
one variable, in percent or as they are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

_NUMBERED: Final = re.compile(r"(?P<before>\D*?)[-‐–]?(?P<level>\d+(?:\.\d+)?)(?P<behind>\D*)")
FACTORS: Final = (1, 100, 10, 1000)
"""What a variable's value is multiplied with in a label, the likeliest first."""
FEWEST: Final = 2
"""Members of a series that are not zero: one number alone may be any."""


def valued_labels(labels: Iterable[str], values: Mapping[str, Set[float]]) -> Iterator[tuple[str, str, float]]:
    """Each label of a series with the variable and the value that its number is; ``values`` are by variable."""
    for series in _series(labels):
        fitting = [
            (variable, factor)
            for factor in FACTORS
            for variable, known in values.items()
            if all(round(level / factor, 6) in known for level in series) and (factor == 1 or not _only_counts(series))
        ]
        if len({variable for variable, _ in fitting}) == 1:
            variable, factor = fitting[0]
            yield from ((label, variable, round(level / factor, 6)) for level, label in series.items())


def _only_counts(levels: Iterable[float]) -> bool:
    """Whether the numbers are 1, 2, 3 and so on, which need not be of any value."""
    return all(level == place for place, level in enumerate(sorted(levels), start=1))


def _series(labels: Iterable[str]) -> Iterator[dict[float, str]]:
    """The labels by their number, those together that differ in nothing else."""
    found: dict[tuple[str, str], dict[float, str]] = defaultdict(dict)
    for label in sorted(labels):
        if (match := _NUMBERED.fullmatch(label)) is not None:
            found[match["before"], match["behind"]][float(match["level"])] = label
    for (before, behind), series in found.items():
        if (before or behind) and sum(level > 0 for level in series) >= FEWEST:
            yield series

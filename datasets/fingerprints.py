"""A structure in, a short fingerprint of composition and bonding out: equal for the same crystal in any cell."""

import hashlib
from collections import Counter
from fractions import Fraction

from pymatgen.core import Structure

from .neighbours import Bonds

VERSION = "bonding-1"
_ROUNDS = 3


def structure_fingerprint(structure: Structure, found: Bonds, formula: str) -> str:
    """Sixteen hexadecimal digits over the reduced formula and the site environments (Weisfeiler-Lehman, 3 rounds).

    Environments are counted as shares of all sites, so that supercells and other settings agree. Cell size,
    strain and small displacements do not enter.
    """
    labels = [site.species_string for site in structure]
    around: list[list[int]] = [[] for _ in labels]
    for centre, neighbour in zip(found.centres.tolist(), found.neighbours.tolist(), strict=True):
        around[centre].append(neighbour)
    for _ in range(_ROUNDS):
        labels = [_digest(label, *sorted(labels[i] for i in near)) for label, near in zip(labels, around, strict=True)]
    shares = sorted((label, str(Fraction(count, len(labels)))) for label, count in Counter(labels).items())
    return _digest(formula, *(part for share in shares for part in share))


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()

"""A structure in, Robocrystallographer's description of it out (Ganose & Jain, 2019), without a network."""

from functools import cache
from typing import Any

from pymatgen.core import Structure
from robocrys import StructureCondenser, StructureDescriber
from robocrys.condense import condenser
from robocrys.condense.mineral import MineralMatcher
from robocrys.condense.molecule import MoleculeNamer


class FingerprintMineralMatcher(MineralMatcher):
    """Names minerals by fingerprint only: the AFLOW structure matching is most of the time of a description."""

    def get_aflow_matches(self, structure: Structure) -> list[dict[str, Any]] | None:
        """No match, so that the fingerprints decide."""
        return None


@cache
def _offline_namer() -> MoleculeNamer:
    return MoleculeNamer(use_online_pubchem=False)


@cache
def _machinery(aflow: bool) -> tuple[StructureCondenser, StructureDescriber]:
    # the condenser makes a namer for every structure, which reads a database of molecules and asks PubChem
    condenser.MoleculeNamer = _offline_namer
    matcher = MineralMatcher() if aflow else FingerprintMineralMatcher()
    return StructureCondenser(mineral_matcher=matcher), StructureDescriber(describe_symmetry_labels=False)


def robocrystallographer(structure: Structure, *, aflow: bool = False) -> str:
    """The description. ``aflow`` also names AFLOW prototypes, at about ten times the cost."""
    condense, describe = _machinery(aflow)
    return str(describe.describe(condense.condense_structure(structure)))

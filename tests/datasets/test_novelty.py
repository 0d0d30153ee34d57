"""Distances against the packages that define them, scores against slow and obvious counts."""

import amd
import numpy as np
import pytest
from matloom.datasets.novelty import (
    DISTANCES,
    amd_vector,
    continuous_scores,
    d_amd,
    d_magpie,
    labelled_scores,
    load_structures,
    magpie_vector,
    novelty_report,
    wyckoff_label,
)
from matloom.records.errors import MatloomError
from matminer.featurizers.composition import ElementProperty
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Lattice, Structure


def rock_salt(a: float, cation: str = "Na", anion: str = "Cl") -> Structure:
    return Structure.from_spacegroup("Fm-3m", Lattice.cubic(a), [cation, anion], [[0, 0, 0], [0.5, 0.5, 0.5]])


STRUCTURES = [
    rock_salt(5.64), rock_salt(5.70), rock_salt(4.21, "Mg", "O"),
    Structure.from_spacegroup("Pm-3m", Lattice.cubic(4.12), ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]]),
    Structure.from_spacegroup("Pm-3m", Lattice.cubic(4.0), ["Ba", "Ti", "O"], [[0, 0, 0], [0.5] * 3, [0.5, 0.5, 0]]),
]  # fmt: skip


def test_d_amd_is_the_packages_own():
    sets = [amd.periodicset_from_pymatgen_structure(structure) for structure in STRUCTURES]
    theirs = amd.AMD_cdist([amd.AMD(s, 100) for s in sets], [amd.AMD(s, 100) for s in sets])
    vectors = np.array([amd_vector(structure) for structure in STRUCTURES])
    assert np.abs(d_amd(vectors, vectors) - theirs).max() < 1e-9
    assert d_amd(vectors, vectors)[0, 2] > 0.1


def test_d_magpie_is_the_packages_own():
    featurizer = ElementProperty.from_preset("magpie", impute_nan=False)
    theirs = np.array([featurizer.featurize(structure.composition) for structure in STRUCTURES])
    slow = [[np.sqrt(sum((x - y) ** 2 for x, y in zip(a, b, strict=True))) for b in theirs] for a in theirs]
    vectors = np.array([magpie_vector(structure) for structure in STRUCTURES])
    assert np.abs(d_magpie(vectors, vectors) - np.array(slow)).max() < 1e-9


def test_discrete_scores_count_what_equals_nothing_before():
    scores = DISTANCES["d_smat"](STRUCTURES, STRUCTURES[3:])
    matcher = StructureMatcher()
    unique = sum(not any(matcher.fit(s, other) for other in STRUCTURES[:i]) for i, s in enumerate(STRUCTURES))
    assert scores.uniqueness == unique / 5 == 0.8
    assert scores.novelty == 0.6
    assert DISTANCES["d_comp"](STRUCTURES, STRUCTURES[3:]).uniqueness == 0.8
    assert labelled_scores([None, None, 1, 1], [1]).uniqueness == 0.75
    assert labelled_scores([None, None, 1, 1], [1]).novelty == 0.5


def test_wyckoff_label_knows_settings_and_not_sizes():
    supercell = STRUCTURES[3] * (2, 1, 1)
    assert wyckoff_label(supercell) == wyckoff_label(STRUCTURES[3])
    assert wyckoff_label(STRUCTURES[0]) == wyckoff_label(STRUCTURES[2])
    assert wyckoff_label(STRUCTURES[0]) != wyckoff_label(STRUCTURES[3])


def test_continuous_scores_equal_the_double_loop():
    random = np.random.default_rng(0)
    a, b = random.normal(size=(700, 3)), random.normal(size=(600, 3))
    scores = continuous_scores(a, b, d_amd)
    slow = np.abs(a[:, None] - a[None]).max(axis=2)
    assert scores.uniqueness == pytest.approx(slow.sum() / (700 * 699), abs=1e-12)
    assert scores.novelty == pytest.approx(np.abs(a[:, None] - b[None]).max(axis=2).min(axis=1).mean(), abs=1e-12)


def test_report_covers_every_distance_and_refuses_nothing_at_all():
    report = novelty_report(STRUCTURES, STRUCTURES[:2], list(DISTANCES))
    assert set(report["scores"]) == {"d_smat", "d_comp", "d_wyckoff", "d_magpie", "d_amd"}
    assert report["scores"]["d_amd"]["novelty"] > 0
    with pytest.raises(MatloomError, match="B007"):
        novelty_report([], STRUCTURES, ["d_comp"])


def test_a_dataset_without_structures_says_so(tmp_path):
    (tmp_path / "dataset.json").write_text("{}")
    with pytest.raises(MatloomError, match="no table crystal"):
        load_structures(tmp_path)

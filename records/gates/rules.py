"""The rules in their order; a paper's records in, the hits of every rule, and the same as problems, out."""

from collections.abc import Iterator
from typing import Final

from ..errors import Problem
from ..model import PaperRecords
from . import compositions, lattices, properties, recipes
from .hits import Facts, Hit, Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule(name="charge_balance", code="G001", check=compositions.charges,
         reason="the charges of an oxide or halide sum to zero for some known oxidation states"),
    Rule(name="formula_sums", code="G002", check=compositions.alloy_sums,
         reason="amounts in percent sum to 100"),
    Rule(name="content_sums", code="G002", check=compositions.content_sums,
         reason="the parts of one sample are at most the whole"),
    Rule(name="bounds", code="G003", check=properties.bounds,
         reason="every known material lies within the bounds of the property"),
    Rule(name="density", code="G004", check=lattices.densities,
         reason="mass over volume: atoms have a size, and a cell holds a formula unit"),
    Rule(name="capacity", code="G005", check=properties.capacities,
         reason="Faraday's law: no more charge than the atoms of the host can take up"),
    Rule(name="figure_of_merit", code="G006", check=properties.figures_of_merit, reason="ZT = S^2 sigma T / kappa"),
    Rule(name="power_factor", code="G006", check=properties.power_factors, reason="PF = S^2 sigma"),
    Rule(name="resistivity", code="G006", check=properties.resistivities, reason="rho = 1 / sigma"),
    Rule(name="elastic_constants", code="G006", check=properties.elastic_constants,
         reason="E = 2 G (1 + nu) for an isotropic solid"),
    Rule(name="porosity", code="G002", check=properties.porosities,
         reason="porosity and relative density are the whole"),
    Rule(name="strength", code="G007", check=properties.strengths,
         reason="a sample yields before it breaks"),
    Rule(name="crystal_system", code="G008", check=lattices.systems,
         reason="a space group belongs to one crystal system"),
    Rule(name="cell_metric", code="G009", check=lattices.metrics,
         reason="symmetry fixes lengths and angles of the cell"),
    Rule(name="cell_volume", code="G010", check=lattices.volumes,
         reason="the volume follows from lengths and angles"),
    Rule(name="diffraction_peaks", code="G011", check=lattices.peaks,
         reason="Bragg's law: no reflection below that of the widest spacing"),
    Rule(name="absolute_zero", code="G012", check=recipes.absolute_zero, reason="nothing is colder than 0 K"),
    Rule(name="heating_order", code="G013", check=recipes.order,
         reason="a body is sintered hotter than its powder was calcined"),
    Rule(name="step_settings", code="G014", check=recipes.steps,
         reason="furnaces, solvents and working times have limits"),
)  # fmt: skip
"""Each rule by its name. A rule flags; it never deletes or changes a record."""


def hits(paper: PaperRecords) -> Iterator[tuple[Rule, Hit]]:
    """Every hit of every rule, rule by rule."""
    facts = Facts(paper)
    for rule in RULES:
        for hit in rule.check(facts):
            yield rule, hit


def check_paper(paper: PaperRecords) -> tuple[Problem, ...]:
    """The hits as problems of the stage ``gates``."""
    return tuple(rule.problem(hit) for rule, hit in hits(paper))

"""A composition in, its 132 Magpie features out (Ward et al., npj Comput. Mater. 2, 16028, 2016; by matminer)."""

from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pymatgen.core import Composition

MAGPIE_FEATURES: Final = 132
METHOD: Final = "matminer magpie"


@lru_cache(maxsize=1)
def _featurizer() -> Any:
    from matminer.featurizers.composition import ElementProperty

    return ElementProperty.from_preset("magpie", impute_nan=False)


def magpie_labels() -> list[str]:
    """Names of the features in their order."""
    return list(_featurizer().feature_labels())


def magpie(composition: "Composition") -> list[float]:
    """132 features; NaN where the tables know nothing of an element."""
    return [float(value) for value in _featurizer().featurize(composition)]


def magpie_row(composition: "Composition") -> dict[str, Any]:
    """The row of the magpie table, None in the place of NaN."""
    values = [value if value == value else None for value in magpie(composition)]  # noqa: PLR0124
    return {"magpie": values, "origin": "computed", "method": METHOD, "method_version": version("matminer")}

"""A structure in, CHGNet's energy per atom (eV) and magnetic moments (Bohr magnetons) out."""

from contextlib import redirect_stdout
from functools import lru_cache
from importlib.metadata import version
from io import StringIO
from typing import Any

from pymatgen.core import Structure

from ...records.errors import MatloomError


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        from chgnet.model import CHGNet
    except ImportError as error:
        raise MatloomError("E002", command="build with the chgnet modality", extra="train") from error
    with redirect_stdout(StringIO()):  # it greets there, where commands print data
        return CHGNet.load(verbose=False, use_device="cpu")


def chgnet_row(structure: Structure) -> dict[str, Any]:
    """Single point at the given geometry; the weights come with the chgnet package (Deng et al., 2023)."""
    found = _model().predict_structure(structure, task="em")
    return {
        "energy_per_atom": round(float(found["e"]), 6),
        "magnetic_moments": [round(float(moment), 5) for moment in found["m"]],
        "origin": "computed",
        "method": "CHGNet",
        "method_version": version("chgnet"),
    }

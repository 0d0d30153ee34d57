"""Well-known crystals, written by hand, for the tests of reference structures."""

from pymatgen.core import Lattice, Structure


def rock_salt(cation="Na", anion="Cl", a=5.64):
    return Structure.from_spacegroup("Fm-3m", Lattice.cubic(a), [cation, anion], [[0, 0, 0], [0.5, 0.5, 0.5]])


def caesium_chloride(cation="Na", anion="Cl", a=3.5):
    return Structure(Lattice.cubic(a), [cation, anion], [[0, 0, 0], [0.5, 0.5, 0.5]])


def perovskite(a_site="Ba", b_site="Ti", a=4.0):
    points = [[0, 0, 0], [0.5, 0.5, 0.5], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]
    return Structure(Lattice.cubic(a), [a_site, b_site, "O", "O", "O"], points)


def rutile(metal="Ti", a=4.594, c=2.959):
    return Structure.from_spacegroup(136, Lattice.tetragonal(a, c), [metal, "O"], [[0, 0, 0], [0.305, 0.305, 0]])


def anatase(a=3.785, c=9.514):
    return Structure.from_spacegroup("I4_1/amd", Lattice.tetragonal(a, c), ["Ti", "O"], [[0, 0, 0], [0, 0, 0.2081]])


def corundum(metal="Al", a=4.759, c=12.992):
    return Structure.from_spacegroup(167, Lattice.hexagonal(a, c), [metal, "O"], [[0, 0, 0.352], [0.306, 0, 0.25]])


def olivine(a=10.338, b=6.011, c=4.695):
    sites = {"Li": [0, 0, 0], "Fe": [0.2822, 0.25, 0.9747], "P": [0.0948, 0.25, 0.4182]}
    oxygen = [[0.0968, 0.25, 0.7428], [0.4571, 0.25, 0.2060], [0.1656, 0.0465, 0.2848]]
    return Structure.from_spacegroup(
        "Pnma", Lattice.orthorhombic(a, b, c), [*sites, "O", "O", "O"], [*sites.values(), *oxygen]
    )


ALL = {
    "salt": rock_salt(), "salt-cscl": caesium_chloride(), "MgO": rock_salt("Mg", "O", 4.212), "BaTiO3": perovskite(),
    "SrTiO3": perovskite("Sr", "Ti", 3.905), "rutile": rutile(), "anatase": anatase(), "corundum": corundum(),
    "hematite": corundum("Fe", 5.035, 13.747), "olivine": olivine(),
}  # fmt: skip

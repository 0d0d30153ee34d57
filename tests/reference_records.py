"""A paper's records with samples, structures and values of a test's choice, for the tests of references and gates."""

from collections.abc import Iterable

from matloom.records.compositions import CompositionFamily
from matloom.records.evidence import Evidence
from matloom.records.model import (
    Condition,
    DocumentRecord,
    Lattice,
    Measurement,
    PaperRecords,
    Sample,
    Structure,
    Synthesis,
    SynthesisStep,
)
from matloom.records.quantities import Quantity
from matloom.records.units import parse_unit

DOCUMENT = "sha256:made"


def cite(quote="words", **more):
    return Evidence(**{"document": DOCUMENT, "kind": "text", "quote": quote, "page": 1, "block": "b1"} | more)


def quantity(value, unit=None):
    known = parse_unit(unit) if unit else None
    canonical = known.to_canonical(value) if known else value
    return Quantity(
        text=f"{value} {unit or ''}".strip(), value=float(value), unit=unit, canonical_value=canonical,
        canonical_unit=known.canonical if known else "1",
    )  # fmt: skip


def composition(formula):
    return CompositionFamily.from_text(formula).value.compositions[0] if formula else None


def sample(formula, name="s1", made=None):
    return Sample(
        id=name,
        document=DOCUMENT,
        labels=(name,),
        composition=made or composition(formula),
        evidence=cite(str(formula)),
    )


def structure(name="t1", of="s1", space_group=None, crystal_system=None, cif=None, phase=None, **cell):
    units = (
        dict.fromkeys("abc", "angstrom") | dict.fromkeys(("alpha", "beta", "gamma"), "deg") | {"volume": "angstrom^3"}
    )
    lattice = Lattice(**{key: quantity(value, units[key]) for key, value in cell.items()})
    return Structure(
        id=name, sample=of, space_group=space_group, crystal_system=crystal_system, phase=phase, lattice=lattice,
        cif=cif, evidence=cite(),
    )  # fmt: skip


def value(property, number, unit=None, of="s1", name=None, kelvin=None, words=None, evidence=None, relation="="):
    conditions = (Condition(name="temperature", quantity=quantity(kelvin, "K")),) if kelvin else ()
    made = quantity(number, unit)
    made = Quantity(**{key: getattr(made, key) for key in made.__dataclass_fields__} | {"relation": relation})
    return Measurement(
        id=name or f"{of}-{property}-{number}", sample=of, property=property, words=words or property, quantity=made,
        conditions=conditions, confidence=1.0, evidence=evidence or cite(f"{property} {number}"),
    )  # fmt: skip


def recipe(*steps, of="s1"):
    made = tuple(
        SynthesisStep(operation=operation, words=operation, evidence=cite(operation),
                      **{key: quantity(*amount) for key, amount in settings.items()})
        for operation, settings in steps
    )  # fmt: skip
    return Synthesis(id="y1", sample=of, route=None, precursors=(), steps=made)


def paper(samples: Iterable = (), **records) -> PaperRecords:
    document = DocumentRecord(id=DOCUMENT, name="made", source="made.pdf", reader="r/1", pages=3)
    return PaperRecords(
        document=document, samples=tuple(samples), **{key: tuple(rows) for key, rows in records.items()}
    )

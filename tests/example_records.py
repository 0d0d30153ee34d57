"""Papers' records that use every field, for the tests of the store."""

from matloom.records.compositions import Composition, Part
from matloom.records.errors import Problem
from matloom.records.evidence import Evidence
from matloom.records.model import (
    Axis,
    Condition,
    ConfidenceParts,
    DocumentRecord,
    FigureRecord,
    Lattice,
    Link,
    Measurement,
    MicrographRecord,
    PaperRecords,
    Peak,
    Precursor,
    Sample,
    Spectrum,
    Structure,
    Synthesis,
    SynthesisStep,
    TableRecord,
)
from matloom.records.quantities import Quantity

LFP = Composition(formula="LiFePO4", amounts={"Li": 1.0, "Fe": 1.0, "P": 1.0, "O": 4.0})
LSCF = Composition(
    formula="La0.6Sr0.4CoO3-δ",
    amounts={"La": 0.6, "Sr": 0.4, "Co": 1.0, "O": "3-delta"},
    variables={"x": 0.4, "delta": "delta"},
    ranges={"delta": (0.0, None)},
    sites={"RE": ("La", "Sr")},
    additives=("Pr",),
    phase="α",
    name="LSC",
)
COATED = Composition(
    formula="LiFePO4/C",
    amounts={"Li": 1.0, "Fe": 1.0, "P": 1.0, "O": 4.0, "C": "y"},
    parts=(
        Part(composition=LFP),
        Part(composition=Composition(formula="C", amounts={"C": 1.0}), fraction=3.0, basis="wt"),
    ),
)


def paper(name: str = "paper-a") -> PaperRecords:
    """A paper with two samples and one of everything."""
    document = f"sha256:{name}"

    def cite(quote: str, **more: object) -> Evidence:
        fields = {"document": document, "kind": "text", "quote": quote, "page": 2, "bbox": (1.5, 2.0, 3.25, 4.0)}
        return Evidence(**fields | {"block": "b1", "start": 3, "end": 7, "stage": "rules", "version": "1"} | more)

    heated = Quantity(
        text="700 °C", value=700.0, unit="degC", canonical_value=973.15, canonical_unit="K", reference="Li/Li+"
    )
    capacity = Quantity(
        text="~160-166 mAh g−1",
        low=160.0,
        high=166.0,
        relation="~",
        unit="mAh/g",
        canonical_low=576000.0,
        canonical_high=597600.0,
        uncertainty=2.0,
    )
    samples = (
        Sample(
            id=f"{name}-s1",
            document=document,
            labels=("LFP/C", "S1"),
            composition=COATED,
            form="powder",
            evidence=cite("S1"),
        ),
        Sample(
            id=f"{name}-s2", document=document, labels=("LSCF",), composition=LSCF, note="cathode", evidence=cite("S1")
        ),
        Sample(id=f"{name}-s3", document=document, labels=(), evidence=cite("glass")),
    )
    return PaperRecords(
        document=DocumentRecord(
            id=document,
            name=name,
            source=f"{name}.pdf",
            reader="pymupdf/1",
            pages=9,
            title="Two cathodes",
            doi="10.1/x",
            licence="CC-BY-4.0",
            year=2020,
            authors=("A. Weaver", "B. Loom"),
            sketch=(7, 4294967295),
        ),
        samples=samples,
        measurements=(
            Measurement(
                id=f"{name}-m1",
                sample=f"{name}-s1",
                property="specific_capacity",
                words="discharge capacity",
                quantity=capacity,
                method="galvanostatic cycling",
                confidence=0.93,
                confidence_parts=ConfidenceParts(value=0.98, property=0.97, sample=0.978),
                conditions=(
                    Condition(name="c_rate", quantity=Quantity(text="0.1 C", value=0.1, unit="1/h")),
                    Condition(name="atmosphere", text="Ar"),
                ),
                evidence=cite("160-166", kind="table", table="2", row="S1", column="Q", cell=(1, 2)),
            ),
            Measurement(
                id=f"{name}-m2",
                sample=f"{name}-s2",
                property="electrical_conductivity",
                words="conductivity",
                quantity=heated,
                origin="cited",
                confidence=1.0,
                evidence=cite("σ = 3", kind="caption", figure="3", panel="b"),
            ),
        ),
        synthesis=(
            Synthesis(
                id=f"{name}-y1",
                sample=f"{name}-s1",
                route="solid-state",
                precursors=(
                    Precursor(name="FePO4·2H2O", composition=LFP, amount=capacity, evidence=cite("FePO4")),
                    Precursor(name="ethanol", role="solvent", evidence=cite("in ethanol")),
                ),
                steps=(
                    SynthesisStep(
                        operation="mill", words="ball-milled", time=capacity, rate=heated, evidence=cite("milled")
                    ),
                    SynthesisStep(
                        operation="calcine",
                        words="calcined",
                        temperature=heated,
                        pressure=capacity,
                        atmosphere="Ar",
                        apparatus="tube furnace",
                        evidence=cite("calcined"),
                    ),
                ),
            ),
        ),
        structures=(
            Structure(
                id=f"{name}-t1",
                sample=f"{name}-s1",
                space_group="Pnma",
                crystal_system="orthorhombic",
                phase="olivine",
                lattice=Lattice(a=Quantity(text="10.33(2) Å", value=10.33, uncertainty=0.02, unit="angstrom")),
                cif="data_x",
                evidence=cite("Pnma"),
            ),
        ),
        spectra=(
            Spectrum(
                id=f"{name}-x1",
                sample=f"{name}-s1",
                kind="xrd",
                label="S1",
                residual=0.5,
                origin="read-off",
                confidence=0.8,
                x=Axis(label="2θ", unit="deg", values=(10.0, 20.5)),
                y=Axis(label=None, unit=None, scale="log", values=(1.0, 2.0)),
                peaks=(Peak(position=20.5, height=2.0, prominence=1.0, width=0.2),),
                wavelength=Quantity(text="Cu Kα", value=1.54184, unit="angstrom"),
                evidence=cite("Figure 1", kind="figure", path=((0.5, 1.0), (2.0, 3.0))),
            ),
        ),
        figures=(
            FigureRecord(
                id="f1",
                label="1",
                panel="a",
                page=3,
                bbox=(0.0, 0.0, 9.0, 9.0),
                kind="micrograph",
                caption="S1.",
                detail="sem",
            ),
        ),
        micrographs=(
            MicrographRecord(
                id="f1",
                picture=b"\xff\xd8\xff",
                width=512,
                height=384,
                nanometres_per_pixel=4.5,
                scale_words="500 nm",
                scale_bar=(1.0, 7.0, 3.0, 7.5),
                voltage=15.0,
                magnification=5000.0,
                instrument="15.0kV x5.00k SE",
            ),
        ),
        tables=(
            TableRecord(
                id="t1", label="2", page=4, bbox=(0.5, 0.5, 9.0, 9.0), caption="Q.", cells=(("", "Q"), ("S1", "160"))
            ),
        ),
        links=(Link(source=f"{name}-m1", target=f"{name}-s1", kind="row", reason="label S1 in the row", score=0.9),),
        problems=(Problem(stage="tables", code="T003", why="no cells", where={"page": 4, "table": None}),),
    )

"""Every kind of source on real files where there are some, and on broken ones."""

import gzip
import json
import shutil
import struct
import zipfile

import numpy as np
import pytest
from matloom.datasets.derive import derive
from matloom.datasets.recipe import Recipe, SourceSection
from matloom.datasets.rows import BadRow, SourceRow
from matloom.datasets.sources.reading import source_files
from matloom.datasets.sources.registry import source_rows
from matloom.datasets.structures import read_structure
from matloom.records.errors import MatloomError
from pymatgen.core import Lattice, Structure
from pymatgen.io.vasp.outputs import Chgcar
from shared import SHARED, needs_shared

MATERIALS = SHARED / "data/materials"
NACL = Structure.from_spacegroup("Fm-3m", Lattice.cubic(5.64), ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])


def read(kind, folder, path, **more) -> list[SourceRow | BadRow]:
    source = SourceSection.model_validate({"name": "s", "kind": kind, "path": path, "licence": "MIT"} | more)
    return list(source_rows(source, source_files(source, folder)))


SOURCE = {"name": "s", "kind": "csv", "path": "-", "licence": "MIT"}


def recipe(**modalities) -> Recipe:
    return Recipe.model_validate({"dataset": {"name": "t", "licence": "MIT"}, "modalities": modalities,
                                  "sources": [SOURCE]})  # fmt: skip


@needs_shared
def test_materials_of_multimat_join_their_dos_density_and_vectors():
    folder = MATERIALS / "multimat_example"
    dos = read("arrays", folder, "dos.npz", options={"modality": "dos", "arrays": {"dos": "density"}, "mask": "exists"})
    density = read("arrays", folder, "charge_density_32.npz", options={"modality": "charge_density"})
    vectors = read("arrays", folder, "text_embeddings_matbert.npz", options={"modality": "embedding"})
    assert (len(dos), len(density), len(vectors)) == (312, 371, 408)
    chosen = recipe(dos={"energy": [-5, 5], "points": 201}, charge_density={"grid": 16}, embedding={})
    made = derive(dos[0], chosen).tables["dos"][0]
    energy, values = dos[0].payloads["dos"][0]["energy"], dos[0].payloads["dos"][0]["dos"]
    assert made["dos"] == pytest.approx(np.interp(np.linspace(-5, 5, 201), energy, values, left=0, right=0), rel=1e-5)
    assert np.asarray(made["own_dos"]) == pytest.approx(values)
    cube = np.array(derive(density[0], chosen).tables["charge_density"][0]["charge_density"])
    assert cube.shape == (16, 16, 16) and np.isfinite(cube).all()
    assert len(derive(vectors[0], chosen).tables["embedding"][0]["embedding"]) == 768


@needs_shared
def test_alignn_files_have_a_structure_and_a_dos():
    rows = read("listed_files", MATERIALS, "alignn_jarvis_samples/sample_data_multi_prop/id_prop.csv",
                options={"id_pattern": r"POSCAR-(.*)\.vasp", "dos_energy": [-5, 10]})  # fmt: skip
    assert len(rows) == 50 and rows[0].key.startswith("JVASP-")
    made = derive(rows[0], recipe(crystal={}, dos={}))
    assert len(made.tables["crystal"]) == len(made.tables["dos"]) == 1
    assert len(rows[0].payloads["dos"][0]["dos"]) == 300


@needs_shared
def test_matfold_structures_and_poscars_are_read():
    rows = read("json", MATERIALS, "matfold_structures/test.json.gz", limit=5)
    assert [read_structure(row).is_valid() for row in rows] == [True] * 5
    rows = read("cif_folder", MATERIALS, "matfold_structures/*.cif")
    assert [row.key for row in rows] == ["struc1", "struc2"]
    assert len(read("cif_folder", MATERIALS, "alignn_jarvis_samples/sample_data/*.vasp", limit=3)) == 3


@needs_shared
def test_xrdml_scans_have_angles_counts_and_what_their_names_say():
    options = {"name_pattern": r"(?P<precursors>.+)_(?P<temperature>\d+)C_(?P<time>\d+)min", "time_unit": "min"}
    rows = read("xrd_files", MATERIALS, "dara_xrd/binary_reactions/*.xrdml", options=options)
    assert len(rows) == 20 and all(isinstance(row, SourceRow) for row in rows)
    row = next(row for row in rows if row.key == "CoO-ZnO_1100C_60min")
    pattern, made = row.payloads["xrd"][0], row.payloads["processing"][0]
    assert pattern["two_theta"][0] == pytest.approx(9.90343322) and pattern["wavelength"] == pytest.approx(1.540598)
    assert pattern["intensity"][:3] == [4121, 4110, 4078] and len(pattern["two_theta"]) == len(pattern["intensity"])
    assert [p["formula"] for p in made["precursors"]] == ["CoO", "ZnO"]
    assert made["steps"][0]["temperature"] == 1100 and made["steps"][0]["time_unit"] == "min"
    scan = read("xrd_files", MATERIALS, "dara_xrd/refinement_example/*.xy")[0].payloads["xrd"][0]
    assert (scan["two_theta"][0], scan["intensity"][0]) == (10.002717, 3195.0)
    two = next(row for row in rows if row.key.startswith("2FeC2O4")).payloads["processing"][0]["precursors"]
    assert [(p["formula"], p["amount"]) for p in two] == [("FeC2O4(H2O)2", 2.0), ("Y2O3", None)]


def bruker_raw(*scans: list[float]) -> bytes:
    """A RAW file of version 3 (RAW1.01): from 10 degrees in steps of 0.5, one scan after another."""
    packed = b"RAW1.01\0" + bytes(4) + struct.pack("<I", len(scans)) + bytes(696)
    for counts in scans:
        head = bytearray(304)
        for place, kind, value in ((0, "<I", 304), (4, "<I", len(counts)), (16, "<d", 10.0), (176, "<d", 0.5),
                                   (252, "<I", 4)):  # fmt: skip
            struct.pack_into(kind, head, place, value)
        packed += bytes(head) + struct.pack(f"<{len(counts)}f", *counts)
    return packed


def test_scans_of_bruker_and_rigaku_and_packed_ones_are_read(tmp_path):
    (tmp_path / "a.raw").write_bytes(bruker_raw([7, 8, 9], [1, 2]))
    (tmp_path / "b.ras").write_text("*RAS_DATA_START\n*RAS_HEADER_START\n*MEAS_SCAN_AXIS_X \"TwoThetaTheta\"\n"
                                    "*RAS_HEADER_END\n*RAS_INT_START\n10.0 7 1\n10.5 8 1\n11.0 9 1\n*RAS_INT_END\n"
                                    "*RAS_DATA_END\n")  # fmt: skip
    (tmp_path / "c.xy.gz").write_bytes(gzip.compress(b"10 7\n10.5 8\n11 9\n"))
    rows = read("xrd_files", tmp_path, "*", options={"wavelength": 1.5406})
    assert [row.key for row in rows] == ["a", "b", "c"]
    for row in rows:
        pattern = row.payloads["xrd"][0]
        assert (pattern["two_theta"], pattern["intensity"]) == ([10.0, 10.5, 11.0], [7.0, 8.0, 9.0])
        assert pattern["wavelength"] == 1.5406
    second = read("xrd_files", tmp_path, "a.raw", options={"scan": 1})[0].payloads["xrd"][0]
    assert (second["intensity"], second["wavelength"]) == ([1.0, 2.0], None)


def test_archives_that_unpack_to_too_much_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.rasx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Data0/Profile0.txt", b"0" * 201_000_000)
    assert "when unpacked" in read("xrd_files", tmp_path, "*.rasx")[0].why


@needs_shared
def test_pictures_come_with_their_bytes_and_labels():
    rows = read("images", MATERIALS, "atomvision_stem_sample/index.csv", id="jid", limit=4,
                options={"label": "lattice_class", "nm_per_pixel": 0.05, "origin": "computed"})  # fmt: skip
    assert len(rows) == 4 and rows[0].payloads["images"][0]["image"]["bytes"][:2] == b"\xff\xd8"
    assert rows[0].payloads["images"][0]["label"] == "0"


def test_materials_project_and_jarvis_dumps_and_optimade_answers_give_one_structure(tmp_path):
    lattice, coords = NACL.lattice.matrix.tolist(), NACL.frac_coords.tolist()
    symbols = [site.species_string for site in NACL]
    (tmp_path / "mp.json").write_text(json.dumps([{"material_id": "mp-1", "structure": NACL.as_dict(), "gap": 8.5}]))
    atoms = {"lattice_mat": lattice, "coords": coords, "elements": symbols, "cartesian": False}
    (tmp_path / "jarvis.json").write_text(json.dumps([{"jid": "JVASP-1", "atoms": atoms}]))
    (tmp_path / "lines.jsonl").write_text(json.dumps({"material_id": "mp-2", "structure": NACL.as_dict()}) + "\n")
    attributes = {
        "lattice_vectors": lattice, "cartesian_site_positions": NACL.cart_coords.tolist(), "species_at_sites": symbols,
        "species": [{"name": s, "chemical_symbols": [s], "concentration": [1.0]} for s in ("Na", "Cl")],
    }  # fmt: skip
    (tmp_path / "optimade.json").write_text(json.dumps({"data": [{"id": "o-1", "attributes": attributes}]}))
    gap = {"gap": {"name": "band_gap", "unit": "eV"}}
    rows = [
        *read("json", tmp_path, "mp.json", properties=gap), *read("json", tmp_path, "jarvis.json", id="jid"),
        *read("json", tmp_path, "lines.jsonl"), *read("optimade", tmp_path, "optimade.json"),
    ]  # fmt: skip
    assert [row.key for row in rows] == ["mp-1", "JVASP-1", "mp-2", "o-1"]
    assert all(read_structure(row).matches(NACL) for row in rows)
    assert rows[0].properties == {"band_gap": 8.5}
    prints = {derive(row, recipe(crystal={})).facts["structure_fingerprint"] for row in rows}
    assert len(prints) == 1


def test_a_dump_cannot_name_a_class_to_be_built():
    charged = NACL.copy().add_oxidation_state_by_element({"Na": 1, "Cl": -1})
    raw = charged.as_dict()
    raw["sites"][0]["properties"] = {"x": {"@module": "no_such_module", "@class": "Evil"}}
    row = SourceRow(key="k", where="w", source="s", licence="MIT", structure=raw, structure_format="json")
    assert read_structure(row).matches(NACL)


def test_hdf5_and_chgcar_densities_are_divided_by_their_volume(tmp_path):
    import h5py

    density = np.random.default_rng(0).uniform(1, 2, size=(2, 6, 6, 6)) * 50
    with h5py.File(tmp_path / "rho.h5", "w") as file:
        file["ids"] = np.array([b"a", b"b"])
        file["density"], file["volume"] = density, np.array([50.0, 25.0])
    rows = read("arrays", tmp_path, "rho.h5", id="ids", options={"modality": "charge_density"})
    made = [derive(row, recipe(charge_density={"grid": 6, "log": False})).tables["charge_density"][0] for row in rows]
    assert np.array(made[0]["charge_density"]) == pytest.approx(density[0] / 50, rel=1e-6)
    assert np.array(made[1]["charge_density"]) == pytest.approx(density[1] / 25, rel=1e-6)
    from pymatgen.io.vasp import Poscar

    Chgcar(Poscar(NACL), {"total": density[0]}).write_file(str(tmp_path / "CHGCAR.mp-9"))
    row = read("chgcar", tmp_path, "CHGCAR*")[0]
    logged = derive(row, recipe(charge_density={"grid": 6}, crystal={})).tables["charge_density"][0]
    assert row.key == "mp-9"
    assert np.array(logged["charge_density"]) == pytest.approx(np.log1p(density[0] / NACL.volume), rel=1e-4)


def test_experts_values_carry_their_provenance(tmp_path):
    (tmp_path / "t.csv").write_text("id,formula,d,topological,why\nx,ZrSiS,2.5,1,square net seen\n")
    row = read("expert", tmp_path, "t.csv", id="id", formula="formula", doi="10.1000/1", properties={
        "d": {"name": "distance", "unit": "angstrom"}, "topological": {"name": "topological"}},
        options={"curator": "A. Person", "curated": "2025-01", "confidence": 0.9, "note": "why"})[0]  # fmt: skip
    label = row.payloads["measurements"][1]
    assert (label["property"], label["value"], label["confidence"]) == ("topological", 1.0, 0.9)
    assert (label["method"], label["method_version"], label["quote"]) == (
        "judged by A. Person",
        "2025-01",
        "square net seen",
    )
    assert row.properties == {"distance": 2.5, "topological": 1.0}


def test_processing_tables_gather_the_steps_of_a_sample(tmp_path):
    (tmp_path / "p.csv").write_text(
        "id,operation,temperature,time,atmosphere\na,calcine,700,10,air\na,sinter,900,2,\nb,anneal,,1,Ar\n"
    )
    a, b = read("processing", tmp_path, "p.csv", id="id")
    assert [step["operation"] for step in a.payloads["processing"][0]["steps"]] == ["calcine", "sinter"]
    assert b.payloads["processing"][0]["steps"][0]["temperature"] is None


BROKEN = [
    ("xrd_files", "a.xrdml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", {}),
    ("xrd_files", "b.xy", "10 1\n11 2\n10.5 3\n", {}),
    ("xrd_files", "c.xy", "10 1\n11 nan\n", {}),
    ("xrd_files", "d.raw", "RAW1.01", {}),
    ("xrd_files", "d.xy", "10 1\n", {}),
    ("json", "e.json", "[1, 2", {}),
    ("json", "f.json", "[1, 2]", {}),
    ("optimade", "g.json", "{}", {}),
    ("images", "h.csv", "material_id,file\na,../../etc/passwd\n", {}),
    ("images", "i.csv", "material_id,file\na,i.csv\n", {}),
    ("listed_files", "j.csv", "../j.csv,1\n", {}),
    ("processing", "k.csv", "material_id,temperature\na,hot\n", {}),
    ("expert", "l.csv", "material_id\n\"\"\n", {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "text", "more"), BROKEN, ids=[row[1] for row in BROKEN])
def test_a_broken_file_is_a_bad_row_that_names_it(tmp_path, kind, name, text, more):
    (tmp_path / name).write_text(text)
    rows = [row for row in read(kind, tmp_path, name, **more) if isinstance(row, BadRow)]
    assert rows and all(name in row.where for row in rows)
    assert not any("root:" in row.why for row in rows)


def test_arrays_that_are_not_finite_or_pickled_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", material_id=["x", "y"], embedding=np.array([[1.0, np.nan], [1.0, 2.0]]))
    bad, good = read("arrays", tmp_path, "a.npz", options={"modality": "embedding"})
    assert bad.code == "B004" and "row 1 (x)" in bad.where and good.key == "y"
    np.savez(tmp_path / "b.npz", material_id=np.array([{"evil": 1}], dtype=object), embedding=np.zeros((1, 2)))
    assert read("arrays", tmp_path, "b.npz", options={"modality": "embedding"})[0].code == "B009"


def test_a_structure_that_cannot_be_is_refused_with_its_row():
    broken = ["", "data_x\n_cell_length_a 1\n", NACL.to(fmt="cif").replace("5.64", "0.0"), "x" * 10]
    for text in broken:
        with pytest.raises(BadRow) as caught:
            read_structure(SourceRow(key="k", where="rows.csv row 7", source="s", licence="MIT", structure=text))
        assert (caught.value.code, caught.value.where) == ("B002", "rows.csv row 7")


def test_no_files_and_no_such_kind_say_so(tmp_path):
    with pytest.raises(MatloomError, match="B008"):
        read("csv", tmp_path, "*.csv")
    shutil.rmtree(tmp_path)


GOOD = b"material_id,v\na,1\nb,2\n"


@pytest.mark.parametrize(
    ("kind", "name", "content", "read_before"),
    [
        ("csv", "a.csv", GOOD + b"c,\xe9\nd,4\n", 0),
        ("csv", "a.csv", GOOD + b"c," + b"x" * 20_000_001, 2),
        ("csv", "a.csv.gz", b"not packed", 0),
        ("csv", "a.csv.gz", gzip.compress(bytes(100_000), mtime=0)[:60], 0),
        ("parquet", "a.parquet", b"PAR1 and no more", 0),
        ("json", "a.json", b"5", 0),
        ("json", "a.json", b"[" * 100_000, 0),
        ("optimade", "a.json", b'{"data": 5}', 0),
        ("optimade", "a.json", b"[]", 0),
        ("arrays", "a.npz", b"PK\x03\x04 and no more", 0),
        ("arrays", "a.h5", b"nothing", 0),
        ("chgcar", "CHGCAR.a", b"nothing", 0),
        ("xrd_files", "a.xrdml", b"<nothing", 0),
        ("processing", "a.csv", b"\xff", 0),
        ("expert", "a.csv", b"\xff", 0),
        ("images", "a.csv", b"\xff", 0),
        ("listed_files", "a.csv", b"\xff", 0),
    ],
)
def test_a_damaged_file_is_a_bad_row_and_the_next_file_is_read(kind, name, content, read_before, tmp_path):
    (tmp_path / name).write_bytes(content)
    (tmp_path / f"z{name}").write_bytes(content)
    options = {"modality": "dos"} if kind == "arrays" else {}
    rows = read(kind, tmp_path, "*", options=options)
    bad = [row for row in rows if isinstance(row, BadRow)]
    assert bad[0].code == "B009" and bad[0].where.startswith(name)
    assert bad[-1].where.startswith(f"z{name}")
    assert len(rows) - len(bad) >= read_before


def test_one_line_of_json_lines_spoils_no_other(tmp_path):
    lines = ['{"material_id": 1, "structure": {}}', '{"material_id": 2,', "[3]", '{"material_id": 4}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    rows = read("json", tmp_path, "a.jsonl")
    assert [isinstance(row, BadRow) for row in rows] == [False, True, True, False]
    assert rows[1].where == "a.jsonl entry 2"


def test_a_vector_that_is_no_list_is_a_bad_row(tmp_path):
    (tmp_path / "a.csv").write_text('material_id,v\na,[1\nb,"[1, 2]"\nc,5\n')
    rows = read("csv", tmp_path, "a.csv", options={"vector": "v"})
    assert [isinstance(row, BadRow) for row in rows] == [True, False, True]


@pytest.mark.parametrize("kind", ["csv", "expert", "processing"])
def test_the_limit_is_one_of_the_source_and_not_of_each_file(kind, tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(f"material_id\n{name}1\n{name}2\n")
    assert [row.key for row in read(kind, tmp_path, "*.csv", limit=3)] == ["a1", "a2", "b1"]


def test_a_picture_without_id_or_file_is_a_bad_row(tmp_path):
    (tmp_path / "a.csv").write_text("material_id,file\n,a.png\nx\n")
    assert [row.code for row in read("images", tmp_path, "a.csv")] == ["B009", "B009"]


def test_a_site_that_is_no_element_is_a_bad_row():
    structure = Structure(Lattice.cubic(4), ["X", "O"], [[0, 0, 0], [0.5, 0.5, 0.5]])
    row = SourceRow(key="a", where="a.cif", source="s", licence="MIT", structure=structure.to(fmt="cif"))
    with pytest.raises(BadRow, match="no element") as bad:
        read_structure(row)
    assert bad.value.code == "B002"

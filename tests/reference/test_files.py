import gzip
import io
import json
import zipfile
from types import SimpleNamespace

import pytest
from matloom.records.errors import MatloomError, Problem
from matloom.reference.entries import TooSlowError, deadline
from matloom.reference.files import read_files, structure_files
from matloom.reference.json_stream import json_entries
from pymatgen.io.cif import CifWriter
from pymatgen.io.vasp import Poscar
from reference_crystals import ALL


def read(path):
    told = []
    entries = list(read_files(structure_files(path), told.append))
    assert told == sorted(told)
    good = {entry.source_id: entry.crystal for entry in entries if not isinstance(entry, Problem)}
    return good, [entry for entry in entries if isinstance(entry, Problem)]


def test_a_folder_is_read_to_its_end_past_files_that_are_broken(tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "olivine.cif").write_text(str(CifWriter(ALL["olivine"])))
    (tmp_path / "POSCAR-rutile.vasp").write_text(str(Poscar(ALL["rutile"])))
    (tmp_path / "broken.cif").write_text("data_x\n_cell_length_a 3\nloop_\n_atom_site_label\nNa1\n")
    (tmp_path / "empty.cif").write_text("")
    (tmp_path / "binary.cif").write_bytes(bytes(range(256)))
    (tmp_path / "notes.txt").write_text("no structure")
    good, problems = read(tmp_path)
    assert sorted(good) == ["POSCAR-rutile", "olivine"]
    assert good["olivine"].amounts["O"] == 16
    assert sorted(problem.where["entry"] for problem in problems) == ["binary.cif", "broken.cif", "empty.cif"]
    assert {problem.code for problem in problems} == {"R001"}


DUMPS = {
    "list": lambda rows: [{"material_id": key, "structure": raw} for key, raw in rows.items()],
    "object": lambda rows: rows,
    "data": lambda rows: {
        "meta": {"x": [1, {"y": 2}]},
        "data": [{"id": key, "structure": raw} for key, raw in rows.items()],
    },
}


@pytest.mark.parametrize("shape", DUMPS)
@pytest.mark.parametrize("packed", ["", ".gz", ".zip"])
def test_json_dumps_of_every_shape_and_packing(tmp_path, shape, packed):
    raw = json.dumps(DUMPS[shape]({name: crystal.as_dict() for name, crystal in ALL.items()})).encode()
    path = tmp_path / f"dump.json{packed}"
    if packed == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("dump.json", raw)
    else:
        path.write_bytes(gzip.compress(raw) if packed else raw)
    good, problems = read(path)
    assert sorted(good) == sorted(ALL) and problems == []


def test_one_structure_alone_in_a_file(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(ALL["rutile"].as_dict()))
    good, problems = read(path)
    assert list(good) == ["1"] and not problems


def test_a_dump_that_breaks_off_keeps_what_came_before(tmp_path):
    path = tmp_path / "cut.json"
    text = json.dumps([{"jid": str(place), "structure": ALL["rutile"].as_dict()} for place in range(5)])
    path.write_text(text[: int(len(text) * 0.7)])
    good, problems = read(path)
    assert list(good) == ["0", "1", "2"]
    assert len(problems) == 1 and "cut.json" in problems[0].why


def test_entries_that_are_wrong_are_told_one_by_one(tmp_path):
    path = tmp_path / "mixed.jsonl"
    good = json.dumps({"id": "fine", "structure": ALL["MgO"].as_dict()})
    path.write_text(
        "\n".join([good, "{", "[]", json.dumps({"id": "x", "structure": {"sites": 1, "lattice": 2}}), "", good])
    )
    found, problems = read(path)
    assert list(found) == ["fine"] and len(problems) == 3


def test_a_table_of_structures(tmp_path):
    path = tmp_path / "table.csv"
    cif = str(CifWriter(ALL["MgO"])).replace('"', '""')
    path.write_text(f'material_id,cif,y\nm-1,"{cif}",1\nm-2,none,2\n')
    good, problems = read(path)
    assert list(good) == ["m-1"] and len(problems) == 1
    (tmp_path / "labels.csv").write_text("id,y\n1,2\n")
    assert len(read(tmp_path / "labels.csv")[1]) == 1


def test_a_dump_is_read_as_a_stream():
    class Counted(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            chunk = super().read(size)
            self.taken += len(chunk)
            return chunk

    content = Counted(
        b"[" + b",".join(b'{"id": "%d", "x": [%s]}' % (n, b"1," * 5_000 + b"1") for n in range(120)) + b"]"
    )
    entries = json_entries(content)
    assert next(entries)[1]["id"] == "0"
    assert content.taken < 0.2 * len(content.getvalue())
    assert sum(1 for _ in entries) == 119


def test_an_entry_that_is_too_large_is_left_out_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr("matloom.reference.json_stream.MAXIMUM_EVENTS", 50)
    rows = list(json_entries(io.BytesIO(json.dumps([{"x": list(range(100))}, {"id": "b"}]).encode())))
    assert isinstance(rows[0][1], ValueError) and rows[1] == (None, {"id": "b"})


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 50_000, b'["' + b"x" * 3_000_000 + b'"]'])
def test_bottomless_content_is_given_up_early(tmp_path, monkeypatch, content):
    monkeypatch.setattr("matloom.reference.json_stream.LONGEST", 1_000_000)
    (tmp_path / "deep.json").write_bytes(content)
    good, problems = read(tmp_path / "deep.json")
    assert not good and len(problems) == 1


def test_a_reading_that_takes_too_long_is_stopped():
    with pytest.raises(TooSlowError), deadline(0.05):
        while True:
            pass


def test_structures_are_read_where_the_system_has_no_alarms(tmp_path, monkeypatch):
    monkeypatch.setattr("matloom.reference.entries.signal", SimpleNamespace())
    (tmp_path / "a.json").write_text(json.dumps([{"id": "a", "structure": ALL["olivine"].as_dict()}]))
    good, problems = read(tmp_path / "a.json")
    assert list(good) == ["a"] and not problems


def test_no_file_of_a_known_format(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(MatloomError, match="R002"):
        structure_files(tmp_path)
    with pytest.raises(MatloomError, match="E001"):
        structure_files(tmp_path / "missing")

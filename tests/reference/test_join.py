import pytest
from matloom.records.store.rows import batches
from matloom.records.store.store import Store
from matloom.reference.book import ReferenceBook
from matloom.reference.crystals import from_structure
from matloom.reference.entries import Entry
from matloom.reference.join import KIND, Joiner, join, links_of
from matloom.reference.query import query_of
from pymatgen.core import Lattice, Structure
from pymatgen.io.cif import CifWriter
from reference_crystals import ALL, perovskite, rock_salt
from reference_records import paper, sample, structure


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("r") / "r.duckdb", "write") as opened:
        entries = [Entry(source_id=name, crystal=from_structure(crystal)) for name, crystal in ALL.items()]
        assert list(ReferenceBook(opened).add("known", "made", "CC0-1.0", entries)) == []
        yield opened


def best(store, formula, made=None, **said):
    matches = Joiner(ReferenceBook(store)).best(query_of(structure(**said), made or sample(formula)))
    return [(match.reference.source_id, match) for match in matches]


def first(store, formula, **said):
    found = best(store, formula, **said)
    return found[0][0] if found else None


def test_references_have_space_group_conventional_cell_and_composition(store):
    rows = store.connection.execute(
        "SELECT reduced_formula, space_group, a, b, c, gamma, sites, licence FROM v_reference "
        "WHERE source_id = 'hematite'"
    ).fetchall()
    formula, group, a, b, c, gamma, sites, licence = rows[0]
    assert (formula, group, sites, licence) == ("Fe2O3", "R-3c", 30, "CC0-1.0")
    assert (a, b, c, gamma) == pytest.approx((5.035, 5.035, 13.747, 120))


@pytest.mark.parametrize(
    ("formula", "said", "wanted"),
    [
        ("NaCl", {"space_group": "Fm-3m", "a": 5.64}, "salt"),
        ("NaCl", {"space_group": "Fm3m", "a": 5.69}, "salt"),
        ("NaCl", {"space_group": "Pm-3m", "a": 3.52}, "salt-cscl"),
        ("NaCl", {"a": 3.988, "b": 3.988, "c": 3.988, "alpha": 60, "beta": 60, "gamma": 60}, "salt"),
        ("TiO2", {"space_group": "I41/amd", "a": 3.784, "c": 9.515}, "anatase"),
        ("TiO2", {"space_group": "P42/mnm", "a": 4.59, "c": 2.96}, "rutile"),
        ("TiO2", {"a": 4.59, "b": 4.59, "c": 2.96, "alpha": 90, "beta": 90, "gamma": 90}, "rutile"),
        ("Fe2O3", {"space_group": "R-3c", "a": 5.04, "c": 13.75}, "hematite"),
        ("Fe2O3", {"space_group": "R-3c", "a": 5.43, "alpha": 55.28}, "hematite"),
        ("LiFePO4", {"space_group": "Pnma", "a": 10.33, "b": 6.01, "c": 4.69}, "olivine"),
        ("LiFePO4", {"space_group": "Pbnm", "a": 4.69, "b": 10.33, "c": 6.01}, "olivine"),
        ("LiFePO4", {"space_group": "Pmnb", "a": 6.01, "b": 10.33, "c": 4.69}, "olivine"),
        ("TiO2", {"space_group": "I41/amd"}, "anatase"),
        ("TiO2", {"crystal_system": "tetragonal", "c": 9.52}, "anatase"),
        ("Ba0.95Sr0.05TiO3", {"space_group": "Pm-3m", "a": 3.99}, "BaTiO3"),
        ("Sr0.9Ba0.1TiO3", {"space_group": "Pm-3m", "a": 3.92}, "SrTiO3"),
        ("LiFe0.9Mn0.1PO4", {"space_group": "Pnma", "a": 10.36, "b": 6.03, "c": 4.70}, "olivine"),
    ],
)  # fmt: skip
def test_the_reference_of_a_printed_structure(store, formula, said, wanted):
    assert first(store, formula, **said) == wanted


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("NaCl", {"space_group": "Fm-3m", "a": 6.3}), ("KCl", {"space_group": "Fm-3m", "a": 5.64}), ("TiO2", {}),
        ("LiFePO4", {"space_group": "Pnma", "a": 10.33, "b": 7.2, "c": 4.69}), (None, {"space_group": "Pnma"}),
        ("Ba1-xSrxTiO3", {"a": 4.0}),
    ],
)  # fmt: skip
def test_what_has_no_reference(store, formula, said):
    assert best(store, formula, **said) == []


def test_scores_fall_with_every_difference_and_say_why(store):
    said = {"a": 3.785, "c": 9.514}
    exact = best(store, "TiO2", space_group="I41/amd", **said)[0][1]
    untold = best(store, "TiO2", crystal_system="tetragonal", **said)[0][1]
    shifted = best(store, "TiO2", space_group="I41/amd", a=3.82, c=9.6)[0][1]
    none = best(store, "TiO2", space_group="I41/amd")[0][1]
    doped = best(store, "Ti0.95Nb0.05O2", space_group="I41/amd", **said)[0][1]
    assert exact.score > 0.99 > untold.score > none.score
    assert exact.score > shifted.score > none.score
    assert 0.8 < doped.score < exact.score
    assert exact.reasons == (
        "same composition",
        "space group I41/amd",
        "lattice within +0.00% in length and 0.00% in shape",
    )
    assert "parent without Nb" in doped.reasons[0] and none.reasons[2] == "no lattice printed"


def test_the_sites_of_a_cif_decide_between_equal_lattices(tmp_path):
    ordered = perovskite()
    inverse = Structure(Lattice.cubic(4.0), ["Ti", "Ba", "O", "O", "O"], ordered.frac_coords)
    with Store.open(tmp_path / "r.duckdb", "write") as store:
        entries = [Entry(source_id=name, crystal=from_structure(s)) for name, s in (("a", inverse), ("b", ordered))]
        assert not list(ReferenceBook(store).add("two", "made", None, entries))
        said = {"space_group": "Pm-3m", "a": 4.0}
        assert [name for name, _ in best(store, "BaTiO3", **said)] == ["a", "b"]
        found = best(store, "BaTiO3", cif=str(CifWriter(ordered)), **said)
        assert found[0][0] == "b" and found[0][1].score >= 2 * found[1][1].score
        assert found[0][1].reasons[-1].startswith("sites within 0.00") and found[1][1].reasons[-1] == "sites differ"


def test_a_composite_is_joined_by_the_part_that_has_the_lattice(store):
    made = sample(None, made=None)
    from matloom.records.compositions import Composition, Part
    from reference_records import composition

    parts = tuple(Part(composition=composition(formula)) for formula in ("LiFePO4", "C"))
    made = sample("LiFePO4/C", made=Composition(formula="LiFePO4/C", parts=parts, kind="composite"))
    assert best(store, None, made=made, space_group="Pnma", a=10.33, b=6.01, c=4.69)[0][0] == "olivine"


def test_links_are_written_once_and_replaced_and_read_back(store):
    made = paper(
        [sample("TiO2"), sample("KBr", "s2")],
        structures=[structure(space_group="P42/mnm", a=4.59, c=2.96), structure("t2", "s2", space_group="Fm-3m")],
    )
    store.write(made.document.id, "1", batches(made))
    for _ in range(2):
        report = join(store)
        assert (report.structures, report.joined, report.links) == (2, 1, 1)
    rows = store.connection.execute("SELECT structure, source_id, score, reason FROM v_reference_matches").fetchall()
    assert len(rows) == 1 and rows[0][:2] == ("t1", "rutile") and rows[0][2] > 0.9
    assert rows[0][3].startswith("known rutile: TiO2 P42/mnm (same composition; space group P42/mnm; lattice within")
    links = next(iter(store.papers())).links
    assert [(link.kind, link.source) for link in links] == [(KIND, "t1")]
    assert list(links) == links_of(made, Joiner(ReferenceBook(store)))


def test_adding_a_source_again_replaces_what_has_the_same_id(tmp_path):
    with Store.open(tmp_path / "r.duckdb", "write") as store:
        book = ReferenceBook(store)
        for a in (5.5, 5.64):
            entry = Entry(source_id="salt", crystal=from_structure(rock_salt(a=a)))
            assert not list(book.add("s", "made", None, [entry, entry]))
        rows = store.connection.execute("SELECT source_id, a FROM v_reference").fetchall()
        assert rows == [("salt", pytest.approx(5.64))]
        assert [(row["name"], row["structures"]) for row in book.sources()] == [("s", 1)]


def test_what_was_read_before_a_failure_is_kept(tmp_path):
    def entries():
        yield Entry(source_id="salt", crystal=from_structure(rock_salt()))
        raise OSError("the line is cut")

    with Store.open(tmp_path / "r.duckdb", "write") as store:
        with pytest.raises(OSError, match="cut"):
            list(ReferenceBook(store).add("s", "made", None, entries()))
        assert store.connection.execute("SELECT source_id FROM reference_structures").fetchall() == [("salt",)]

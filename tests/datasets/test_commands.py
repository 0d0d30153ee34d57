"""The verbs as a person calls them."""

import json

import pytest
from matloom.cli import app
from matloom.datasets.recipe import load_recipe, shipped_recipes
from pymatgen.core import Lattice, Structure
from typer.testing import CliRunner

runner = CliRunner()


def run(*words: object):
    return runner.invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("like", sorted(shipped_recipes()))
def test_a_new_recipe_is_one_and_has_its_comments(tmp_path, like):
    out = tmp_path / "mine.toml"
    done = run("recipe", "new", "mine", "--like", like, "--out", out)
    assert done.exit_code == 0, done.output
    assert load_recipe(out).dataset.name == "mine"
    assert "\n# " in out.read_text()
    assert run("recipe", "new", "mine", "--like", like, "--out", out).exit_code != 0


def test_from_a_recipe_to_a_diff(tmp_path):
    cifs = tmp_path / "cifs"
    cifs.mkdir()
    for name, a in (("x", 5.64), ("y", 6.28)):
        structure = Structure.from_spacegroup("Fm-3m", Lattice.cubic(a), ["Na" if name == "x" else "K", "Cl"],
                                              [[0] * 3, [0.5] * 3])  # fmt: skip
        structure.to(filename=str(cifs / f"{name}.cif"))
    recipe = tmp_path / "salts.toml"
    recipe.write_text(
        '[dataset]\nname = "salts"\nlicence = "CC0-1.0"\n[[sources]]\nname = "s"\nkind = "cif_folder"\n'
        'path = "cifs/*.cif"\nlicence = "CC0-1.0"\n[modalities]\ncrystal = {}\n'
    )
    done = run("build", recipe, "--out", tmp_path / "salts")
    assert done.exit_code == 0, done.output
    assert "index 2, crystal 2" in " ".join(done.stderr.split())
    (cifs / "y.cif").unlink()
    assert run("build", recipe, "--out", tmp_path / "fewer").exit_code == 0
    found = json.loads(run("diff", tmp_path / "salts", tmp_path / "fewer").stdout)
    assert found["step"] == "major" and found["tables"]["index"]["removed"] == {"rows": 1, "first": ["y"]}
    scores = json.loads(run("novelty", tmp_path / "salts", tmp_path / "fewer", "--distance", "d_comp").stdout)
    assert scores == {"structures": {"a": 2, "b": 1}, "scores": {"d_comp": {"uniqueness": 1.0, "novelty": 0.5}}}
    assert json.loads(run("novelty", cifs, tmp_path / "salts").stdout)["scores"]["d_smat"]["novelty"] == 0.0


def test_mistakes_end_with_one_line_and_code_2(tmp_path):
    for words in (
        ("build", tmp_path / "none.toml", "--out", tmp_path / "out"),
        ("publish", tmp_path, "me/x"),
        ("novelty", tmp_path / "none", tmp_path / "none"),
        ("novelty", tmp_path, tmp_path, "--distance", "d_guess"),
        ("recipe", "new", "x", "--like", "nothing"),
    ):
        done = run(*words)
        assert done.exit_code == 2, (words, done.output)
        assert len(done.stderr.strip().splitlines()) == 1 and done.stderr.startswith("[")

import os

import pytest
from matloom.extract.discovery import CLOSED, find_papers
from matloom.records.errors import MatloomError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.pdf", "b.xml", "a.html", "more/b.pdf", "notes", "data.csv", "LICENSE.txt", ".git/c.pdf", "._b.pdf"):
        (tmp_path / name).write_text("x")
    (tmp_path / "scan").write_bytes(b"%PDF-1.7 ...")
    return tmp_path


def names(found):
    return [str(paper.path.name) for paper in found.papers]


def test_papers_come_by_name_and_other_files_are_counted(folder):
    found = find_papers([folder])
    assert names(found) == ["a.html", "b.pdf", "b.xml", "b.pdf", "notes", "scan"]
    assert found.others == {".csv": 1, ".txt": 1}


def test_a_file_that_is_named_is_taken_as_it_is_and_once(folder):
    found = find_papers([folder / "data.csv", folder / "b.pdf", folder / "more" / ".." / "b.pdf"])
    assert names(found) == ["b.pdf", "data.csv"]


@pytest.mark.parametrize(("prefer", "aside"), [("pdf", ["b.xml"]), ("markup", ["b.pdf"]), ("all", [])])
def test_of_a_paper_in_two_formats_one_is_preferred(folder, prefer, aside):
    found = find_papers([folder], prefer)
    assert [paper.source for paper in found.papers if paper.preferred] == aside
    assert len(found.papers) == 6


def test_links_to_folders_and_what_is_no_file_are_left(folder):
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    assert len(find_papers([folder]).papers) == 6


def test_folders_that_cannot_be_opened_are_counted(folder, monkeypatch):
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    (folder / "closed").mkdir()
    monkeypatch.setattr("os.scandir", refuse)
    assert find_papers([folder]).others[CLOSED] == 1


def test_what_is_not_there_is_an_error(folder):
    with pytest.raises(MatloomError) as error:
        find_papers([folder / "none"])
    assert error.value.code == "E001"

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.readers.reading import Read, ReadOptions, known, read, read_bytes, sniff
from matloom.records.errors import MatloomError, Problem

JATS = (
    b"<?xml version='1.0'?><!-- x --><!DOCTYPE article SYSTEM 'a.dtd'><article><front/><body><p>x</p></body></article>"
)
ELSEVIER = b"<doc xmlns='http://www.elsevier.com/xml/xocs/dtd'><article/></doc>"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n junk %PDF-1.4", "pdf"),
        (JATS, "jats"),
        (b"<pmc-articleset><article><front/></article></pmc-articleset>", "jats"),
        (ELSEVIER, "elsevier"),
        (b"<!doctype html><title>x</title>", "html"),
        (b"\xef\xbb\xbf <HTML><body>", "html"),
        (b"<article class='x'><h1>t</h1><div><p>x</p></div></article>", "html"),
        (b"Just words, 5 < 6.", "plain"),
        (b"# Title\n\nwords", "plain"),
        ("<?xml version='1.0' encoding='utf-16'?><article><front/></article>".encode("utf-16"), "jats"),
        ("<?xml version='1.0' encoding='utf-16'?><article><front/></article>".encode("utf-16-be"), "jats"),
    ],
)
def test_the_content_tells_the_format(data: bytes, found: str) -> None:
    assert sniff(data) == found


@pytest.mark.parametrize("data", [b"PK\x03\x04aa", b"\x89PNG\r\n", bytes(200) + b"x", b"<?xml version='1.0'?><TEI/>"])
def test_what_no_reader_knows(data: bytes) -> None:
    problem = sniff(data)
    assert isinstance(problem, Problem)
    assert problem.code == "D004"


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "really.pdf"
    path.write_bytes(JATS)
    document = read(path).value
    assert (document.reader, document.source) == ("jats/1", "really.pdf")
    assert document.doc_id.startswith("sha256:")
    assert document == read_bytes(JATS, "really.pdf").value


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MatloomError) as caught:
        read(tmp_path / "no")
    assert caught.value.code == "E001"


def test_a_name_cannot_lead_anywhere() -> None:
    assert read_bytes(b"words", "../../etc/passwd").value.source == "../../etc/passwd"
    assert read_bytes(b"words", "..").value.blocks


@pytest.mark.parametrize(
    ("data", "options", "code"),
    [
        (b"", ReadOptions(), "D001"),
        (b" \n\x00", ReadOptions(), "D001"),
        (b"x" * 2_000_000, ReadOptions(max_megabytes=1), "D012"),
        (b"x" * 2_000_000, ReadOptions(max_markup_megabytes=1), "D012"),
    ],
)
def test_limits(data: bytes, options: ReadOptions, code: str) -> None:
    result = read_bytes(data, "a", options)
    assert [p.code for p in result.problems] == [code]
    assert not result.value.blocks


def test_a_large_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(5_000_000)
    assert [p.code for p in read(path, ReadOptions(max_megabytes=1)).problems] == ["D012"]


BOMB = b"<?xml version='1.0'?><!DOCTYPE article [<!ENTITY a0 '" + b"l" * 1000 + b"'>"
BOMB += b"".join(b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)) + b"]>"


@pytest.mark.parametrize("body", [b"<p>&a9;</p>", b"<p id='&a9;'>x</p>"])
def test_an_entity_bomb(body: bytes) -> None:
    result = read_bytes(BOMB + b"<article><front/><body>" + body + b"</body></article>", "bomb.xml")
    assert [p.code for p in result.problems] == ["D007"]
    assert sum(len(b.text) for b in result.value.blocks) < 1000


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOPSECRET")
    data = (
        f"<!DOCTYPE article [<!ENTITY x SYSTEM 'file://{secret}'>]><article><front/><body><p>a&x;b</p></body></article>"
    )
    result = read_bytes(data.encode(), "a.xml")
    assert [b.text for b in result.value.blocks] == ["ab"]
    assert [p.code for p in result.problems] == ["D007"]


def test_a_huge_table() -> None:
    rows = "<tr>" + "<td>1</td>" * 10 + "</tr>"
    result = read_bytes(f"<html><body><table>{rows * 10_000}</table></body></html>".encode(), "a.html")
    assert [p.code for p in result.problems] == ["T001"]
    assert len(result.value.tables[0].cells) == 5000


@given(
    st.binary(max_size=300)
    | st.sampled_from([JATS, ELSEVIER]).flatmap(lambda d: st.integers(0, len(d)).map(lambda n: d[:n]))
)
@settings(max_examples=150)
def test_any_bytes_end_in_a_document(data: bytes) -> None:
    result = read_bytes(data, "a")
    assert all(b.text.encode() for b in result.value.blocks)
    assert result.value.blocks or result.value.tables or result.problems


def test_known() -> None:
    assert (
        known(JATS) and known(b"%PDF-1.7") and known(b"<html>") and known(b"words", "a.txt") and known(b"words", "a.md")
    )
    assert not known(b"{}", "a.json") and not known(b"\x89PNG\r\n", "a.png")


def test_the_stage() -> None:
    stage = Read()
    result = stage({"bytes": JATS, "source": "a.xml"})
    assert result == read_bytes(JATS, "a.xml")
    assert (stage.name, stage.needs) == ("read", ("bytes", "source"))

"""Corpora as published, in small: what comes out has the same spans, and bad files say what is wrong with them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.cli import app
from matloom.records.errors import MatloomError
from matloom.train.text.formats.commands import FORMATS
from matloom.train.text.formats.rows import Row, Utf16, bio, distinct
from typer.testing import CliRunner

XMI = """<?xml version="1.1" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"
 xmlns:type5="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmi:version="2.0">
<type5:Sentence xmi:id="3" sofa="1" begin="33" end="40"/>
<type5:Sentence xmi:id="2" sofa="1" begin="0" end="23"/>
<type5:Sentence xmi:id="4" sofa="1" begin="41" end="49"/>
<custom:MatSci_Entity xmi:id="10" sofa="1" begin="3" end="7" value="MAT"/>
<custom:MatSci_Entity xmi:id="11" sofa="1" begin="16" end="22" value="VALUE"/>
<custom:MatSci_Entity xmi:id="12" sofa="1" begin="16" end="19" value="NUM"/>
<custom:MatSci_Entity xmi:id="13" sofa="1" begin="16" end="22" value="VALUE"/>
<custom:MatSci_Entity xmi:id="14" sofa="1" begin="3" end="7" value="IMPLICIT_PROPERTY" implicitEntity="gap"/>
<custom:MatSci_Entity xmi:id="15" sofa="1" begin="38" end="43" value="MAT"/>
<custom:MatSci_Relations xmi:id="20" sofa="1" begin="0" end="1" Governor="10" Dependent="13" RelationType="hasValue"/>
<custom:MatSci_Relations xmi:id="21" sofa="1" begin="0" end="1" Governor="14" Dependent="12" RelationType="x"/>
<custom:MatSci_Relations xmi:id="22" sofa="1" begin="0" end="1" Governor="10" Dependent="15" RelationType="far"/>
<custom:MatSci_Relations xmi:id="23" sofa="1" begin="0" end="1" Governor="11" Dependent="13" RelationType="self"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView"
 sofaString="&#x1F600; ZnO4 gaps to 3.2 eV.&#10;The rest.Made\tof Fe ores. On."/>
</xmi:XMI>"""

TSV = """#FORMAT=WebAnno TSV 3.3
#T_SP=custom.Span|label
#T_RL=custom.Relation|label|BT_custom.Span


#Text=Fe\\tand 😀 of Ni oxide.
1-1\t0-2\tFe\tMaterial[1]|Other[2]\t_\t_\t
1-2\t3-6\tand\tMaterial[1]\t_\t_\t
1-3\t7-9\t😀\t_\t_\t_\t
1-4\t13-15\tNi\tTarget\tFrom|Of\t1-1[1_0]|1-1[2_0]\t
1-5\t16-21\toxide\t*\t_\t_\t

#Text=Two
#Text=lines.
2-1\t23-26\tTwo\t_\t_\t_\t
2-2\t27-32\tlines\tEnd\tFar\t1-4\t
"""

TEI = """<tei xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><p2>no</p2></teiHeader><text>
<p>Heat  to <measure type="interval"><num atLeast="5">5</num> - <num atMost="7">7</num>
 <measure type="TEMPERATURE" unit="K"> K</measure></measure><!-- [3] --> in <measure type="value"><date when="2014">May
 2014</date></measure>.</p>
<p>Of <measure type="list"><num>1</num><measure unit="%">%</measure> (<measure type="value"><num>3</num> <measure
 unit="m">m</measure></measure>) and <num>2</num><measure unit="%">%</measure></measure></p></text></tei>"""

UNITS = """<units xmlns="http://www.tei-c.org/ns/1.0">
<unit><prefix>m</prefix><base>A</base> <base>h</base>/<pow>/</pow><prefix>k</prefix><base>g</base></unit>
<unit><base>cm</base> <pow>−2</pow></unit></units>"""


def rows(name: str, path) -> list[dict]:
    return [row.json() for row in FORMATS[name].read(path)]


def words(row: dict, key: str = "entities") -> list[tuple[str, str]]:
    return [(row["text"][span["start"] : span["end"]], span["label"]) for span in row[key]]


def test_xmi_with_places_in_utf16_doubled_entities_and_sentences_that_an_entity_runs_across(tmp_path):
    (tmp_path / "p1.xmi").write_text(XMI, encoding="utf-8")
    first, second = rows("mulms", tmp_path)
    assert (first["id"], first["doc"]) == ("mulms:p1#1", "p1")
    assert words(first) == [("ZnO4", "MAT"), ("3.2 eV", "VALUE"), ("3.2", "NUM")]
    assert first["relations"] == [{"head": 0, "tail": 1, "label": "hasValue"}]
    assert second["text"] == "Made of Fe ores."
    assert words(second) == [("of Fe", "MAT")]


def test_webanno_tsv_joins_tokens_by_number_and_unescapes(tmp_path):
    (tmp_path / "p1.tsv").write_text(TSV, encoding="utf-8")
    first, second = rows("pcmsp", tmp_path)
    assert first["text"] == "Fe\tand 😀 of Ni oxide."
    assert words(first) == [("Fe\tand", "Material"), ("Fe", "Other"), ("Ni", "Target")]
    assert first["relations"] == [{"head": 0, "tail": 2, "label": "From"}, {"head": 1, "tail": 2, "label": "Of"}]
    assert second["text"] == "Two\nlines."
    assert words(second) == [("lines", "End")]
    assert second["relations"] == []


def test_brat_events_stand_for_their_triggers(tmp_path):
    (tmp_path / "p1.txt").write_text("Fe was heated\nat 5 K.", encoding="utf-8", newline="")
    (tmp_path / "p1.ann").write_text(
        "T1\tMaterial 0 2\tFe\nT2\tOperation 7 13\theated\nT3\tNumber 17 18\t5\nT4\tUnit 17 18;19 20\t5 K\n"
        "E1\tOperation:T2 Participant2:T1\nE2\tOperation:T2 \nR1\tNumber_Of Arg1:T3 Arg2:T4\t\n"
        "R2\tNext_Operation Arg1:E1 Arg2:E2\nR3\tCondition_Of Arg1:T4 Arg2:E1\nA1\tNegated E1\n#1\tNote T1\tsure\n"
    )
    (row,) = rows("mspt", tmp_path)
    assert words(row) == [("Fe", "Material"), ("heated", "Operation"), ("5 K", "Unit"), ("5", "Number")]
    assert row["relations"] == [
        {"head": 1, "tail": 0, "label": "Participant"}, {"head": 2, "tail": 1, "label": "Condition_Of"},
        {"head": 3, "tail": 2, "label": "Number_Of"},
    ]  # fmt: skip


def test_mspt_texts_begin_behind_the_line_of_the_doi_and_are_chosen_by_their_files_names(tmp_path):
    (tmp_path / "101000x.txt").write_text("10.1000/x\nFe oxide\n\nFe was heated.", encoding="utf-8", newline="")
    (tmp_path / "101000x.ann").write_text("T1\tMaterial 10 18\tFe oxide\nT2\tOperation 27 33\theated\n")
    (row,) = rows("mspt", tmp_path)
    assert (row["id"], row["doc"], row["text"]) == ("mspt:101000x", "10.1000/x", "Fe oxide\n\nFe was heated.")
    assert words(row) == [("Fe oxide", "Material"), ("heated", "Operation")]
    for wanted, number in (("101000x", 1), ("10.1000/x", 1), ("other", 0)):
        (tmp_path / "split").write_text(f"{wanted}\n")
        arguments = [str(tmp_path), str(tmp_path / "out.jsonl"), "--documents", str(tmp_path / "split")]
        assert CliRunner().invoke(app, ["train", "convert", "mspt", *arguments]).exit_code == 0
        assert len((tmp_path / "out.jsonl").read_text().splitlines()) == number


def test_sofc_tables_stand_off_from_the_stripped_sentence(tmp_path):
    for folder in ("texts", "annotations/sentences", "annotations/entity_types_and_slots"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "texts/P1.txt").write_text("Intro here.\n We tested Ni cells.\n")
    (tmp_path / "annotations/sentences/P1.csv").write_text("1\t0\t0\t12\n2\t1\t12\t34\n")
    tags = [(3, 9, "B-EXPERIMENT", "B-evoking"), (10, 12, "B-MATERIAL", "B-anode"), (13, 18, "I-MATERIAL", "O")]
    lines = [f"2\t{i}\t{start}\t{end}\t{entity}\t{slot}" for i, (start, end, entity, slot) in enumerate(tags, 1)]
    (tmp_path / "annotations/entity_types_and_slots/P1.csv").write_text("\n".join(lines))
    (entities,), (slots,) = rows("sofc", tmp_path), rows("sofc_slots", tmp_path)
    assert (entities["id"], entities["text"]) == ("sofc:P1#2", "We tested Ni cells.")
    assert words(entities) == [("tested", "EXPERIMENT"), ("Ni cells", "MATERIAL")]
    assert words(slots) == [("tested", "evoking"), ("Ni", "anode")]


def test_tei_quantities_with_roles_dates_and_one_inside_another(tmp_path):
    (tmp_path / "p1.quantities.training.tei.xml").write_text(TEI, encoding="utf-8")
    first, second = rows("quantities", tmp_path)
    assert (first["id"], first["text"]) == ("quantities:p1#1", "Heat to 5 - 7 K in May 2014.")
    assert words(first) == [("5", "NUMBER"), ("7", "NUMBER"), ("K", "UNIT"), ("May 2014", "DATE")]
    interval, date = first["quantities"]
    assert (interval["number"], interval["unit"], interval["type"]) == ("5 - 7", "K", "interval")
    assert first["text"][interval["start"] : interval["end"]] == "5 - 7 K"
    assert [number["role"] for number in interval["numbers"]] == ["atLeast", "atMost"]
    assert date["numbers"] == [{"text": "May 2014", "role": "date"}]
    outer, inner = second["quantities"]
    assert (outer["number"], outer["unit"]) == ("1% (3 m) and 2", "%")
    assert [number["text"] for number in outer["numbers"]] == ["1", "2"]
    assert second["text"][inner["start"] : inner["end"]] == "3 m"


def test_tei_units_and_material_strings(tmp_path):
    (tmp_path / "p1.units.training.tei.xml").write_text(UNITS, encoding="utf-8")
    first, second = rows("quantities_units", tmp_path)
    assert [(part["prefix"], part["base"], part["pow"]) for part in first["parts"]] == [
        ("m", "A", "1"), ("", "h", "1"), ("k", "g", "-1"),
    ]  # fmt: skip
    assert second["parts"] == [{"prefix": "", "base": "cm", "pow": "-2"}]
    file = tmp_path / "p1.material.tei.xml"
    file.write_text("<materials><material> <doping>Co-doped</doping> <formula>FeO</formula> (x)</material></materials>")
    (row,) = rows("material_segments", file)
    assert row["text"] == "Co-doped FeO (x)"
    assert words(row, "segments") == [("Co-doped", "doping"), ("FeO", "formula")]


def test_nerre_papers_as_a_list_or_one_a_line(tmp_path):
    sentence = {
        "sentence_text": "Mn in InSb.", "sentence_cems": ["Mn"], "basemats": {"b0": "InSb"}, "dopants": {"d0": "Mn"},
        "results": {"r0": "InSb:Mn"}, "dopants2basemats": {"d0": ["b0", "b7"]}, "doping_modifiers": ["1 at%"],
        "relevant": True,
    }  # fmt: skip
    paper = {"doi": "10.1/x", "doping_sentences": [sentence]}
    (tmp_path / "a.json").write_text(json.dumps([paper]))
    (tmp_path / "b.jsonl").write_text(json.dumps(paper) + "\n\n")
    one, other = rows("doping", tmp_path / "a.json"), rows("doping", tmp_path / "b.jsonl")
    assert one == other
    assert one[0]["record"] == {
        "basemats": ["InSb"], "dopants": ["Mn"], "links": [["InSb", "Mn"]], "results": ["InSb:Mn"],
        "modifiers": ["1 at%"],
    }  # fmt: skip


BAD = {
    "mulms": ("a.xmi", ["", "<a>", "<a/>", '<!DOCTYPE a [<!ENTITY e "ee"><!ENTITY f "&e;&e;">]><a><b>&f;</b>']),
    "pcmsp": ("a.tsv", ["", "1-1\t0-2\tFe\tA\t_\t_\n", TSV.replace("0-2", "zero"), TSV.replace("1-1[1_0]|", "")]),
    "mspt": ("a.ann", ["T1 no tabs\n", "R1\tOf T1 T2\n", "T1\tA x y\tFe\n"]),
    "quantities": ("a.tei.xml", ["", "<tei><p>", "<" * 1000, "<p>" * 400 + "</p>" * 400]),
    "doping": ("a.json", ["", "{", "[1]", '[{"doi": "x"}]', '[{"doi": "x", "doping_sentences": [3]}]', "[" * 99999]),
}


@pytest.mark.parametrize(
    ("name", "file", "text"), [(name, file, text) for name, (file, bad) in BAD.items() for text in bad]
)
def test_a_file_of_another_form_is_named_with_what_is_wrong(tmp_path, name, file, text):
    (tmp_path / file).write_text(text)
    (tmp_path / "a.txt").write_text("Fe was heated")
    try:
        assert rows(name, tmp_path / file) == []
    except MatloomError as error:
        assert error.code == "M012"
        assert file in str(error)


def test_bytes_that_are_no_text_and_a_folder_without_files(tmp_path):
    (tmp_path / "a.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MatloomError) as error:
        rows("doping", tmp_path)
    assert error.value.code == "M012"
    with pytest.raises(MatloomError) as error:
        rows("mulms", tmp_path)
    assert error.value.code == "E001"


def test_entities_of_a_document_type_are_not_expanded_and_no_file_is_fetched(tmp_path):
    (tmp_path / "secret").write_text("secret words")
    (tmp_path / "a.tei.xml").write_text(
        f'<!DOCTYPE tei [<!ENTITY own SYSTEM "file://{tmp_path}/secret">]><tei><p>See &own; now</p></tei>'
    )
    assert "secret" not in json.dumps(rows("quantities", tmp_path))


def test_each_text_stands_once_with_its_commonest_annotation():
    one, two = ((0, 2, "A"),), ((0, 2, "B"),)
    made = [Row(id=str(i), doc=None, text="Fe", entities=e) for i, e in enumerate((one, two, two))]
    made.append(Row(id="9", doc=None, text="Ni", entities=()))
    assert [(row.id, row.entities) for row in distinct(made)] == [("1", two), ("9", ())]


def test_tags_that_do_not_begin_with_b_are_spans_too():
    assert bio([(0, 2, "I-A"), (3, 5, "I-A"), (6, 7, "I-B"), (8, 9, "O"), (10, 11, "I-B")]) == [
        (0, 5, "A"), (6, 7, "B"), (10, 11, "B"),
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_code_units_are_places(text):
    utf16 = Utf16(text)
    for place in range(len(text) + 1):
        assert utf16.place(len(text[:place].encode("utf-16-le")) // 2) == place


def test_the_command_writes_a_split_or_nothing(tmp_path):
    for name in ("p1", "p2"):
        (tmp_path / f"{name}.tsv").write_text(TSV.replace("Two", name), encoding="utf-8")
    (tmp_path / "split.txt").write_text("p2\n")
    out = tmp_path / "made" / "pcmsp.dev.jsonl"
    words = ["train", "convert", "pcmsp", tmp_path, out, "--documents", tmp_path / "split.txt"]
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 0, done.output
    assert [json.loads(line)["doc"] for line in out.read_text().splitlines()] == ["p2", "p2"]
    (tmp_path / "p3.tsv").write_text("no")
    other = tmp_path / "other.jsonl"
    done = CliRunner().invoke(app, ["train", "convert", "pcmsp", str(tmp_path), str(other)])
    assert done.exit_code == 2
    assert "M012" in done.stderr
    assert not other.exists()
    assert not other.with_name("other.jsonl.part").exists()

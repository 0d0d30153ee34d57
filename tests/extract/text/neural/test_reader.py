"""The shipped model: offsets are right on any text, bad input is bounded, its version is that of its files."""

import hashlib
import json
from copy import copy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.extract.text.neural.annotate import doping, quantities, relate
from matloom.extract.text.neural.annotate import mulms as annotate_mulms
from matloom.extract.text.neural.reader import SHIPPED, TextReader, text_reader
from matloom.extract.text.neural.recipe_chain import RecipeChain

SENTENCE = "LiFePO4 doped with Nb was sintered at 700 °C for 10 h in Ar and delivers 160 mAh/g at 0.1 C."


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(threads=1)


def test_the_version_is_a_hash_of_the_files(reader: TextReader) -> None:
    schemes = json.loads((SHIPPED / "config.json").read_text(encoding="utf-8"))["schemes"]
    state = hashlib.blake2b(json.dumps(schemes, sort_keys=True).encode(), digest_size=8)
    for path in sorted((*SHIPPED.glob("*.onnx"), *SHIPPED.glob("*_rescoring.json"), SHIPPED / "tokenizer.json")):
        state.update(path.name.encode())
        state.update(path.read_bytes())
    assert reader.version == state.hexdigest()


def test_the_shipped_files_are_small_and_come_with_a_card() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 30_000_000
    assert "Retrain" in (SHIPPED / "README.md").read_text(encoding="utf-8")


def test_materials_operations_and_conditions_are_found(reader: TextReader) -> None:
    (found,) = reader.read([SENTENCE], ["mulms", "pcmsp", "sofc"])
    said = {name: {(SENTENCE[s.start : s.end], s.label) for s in reading.spans} for name, reading in found.items()}
    assert ("LiFePO4", "MAT") in said["mulms"]
    assert ("700 °C", "VALUE") in said["mulms"]
    assert ("sintered", "Operation") in said["pcmsp"]
    assert ("700 °C", "Property-temperature") in said["pcmsp"]
    spans = found["pcmsp"].spans
    joined = {
        (SENTENCE[spans[r.head].start : spans[r.head].end], r.label, SENTENCE[spans[r.tail].start : spans[r.tail].end])
        for r in found["pcmsp"].relations
    }
    assert ("700 °C", "Condition-of", "sintered") in joined


def test_given_entities_keep_their_order_and_are_related() -> None:
    labels = {"700 °C": "Property-temperature", "sintered": "Operation"}
    spans = [(SENTENCE.index(words), SENTENCE.index(words) + len(words), label) for words, label in labels.items()]
    (found,) = relate([(SENTENCE, spans)], "pcmsp")
    assert [e["text"] for e in found["entities"]] == ["700 °C", "sintered"]
    assert {(r["head"], r["tail"], r["label"]) for r in found["relations"]} == {(0, 1, "Condition-of")}


def test_a_record_of_doping_says_its_words() -> None:
    (found,) = doping(["The ZnO films were doped with Al."])
    assert found["record"]["basemats"] == ["ZnO"]
    assert found["record"]["dopants"] == ["Al"]
    assert found["record"]["links"] == [["ZnO", "Al"]]


def test_the_grammars_quantities_stay_and_have_numbers() -> None:
    (found,) = quantities(["It was heated to 700 °C within several hours."])
    (first, *_) = found["quantities"]
    assert (first["text"], first["value"]) == ("700 °C", 700.0)
    assert all(e["label"] in {"NUMBER", "UNIT", "DATE"} for e in found["entities"])


def test_a_paragraph_is_read_with_its_chain_and_one_sentence_as_alone(reader: TextReader) -> None:
    def with_chain(chain: RecipeChain) -> TextReader:
        other = copy(reader)
        other.schemes = {**reader.schemes, "pcmsp": replace(reader.schemes["pcmsp"], chain=chain)}
        return other

    chain = RecipeChain(begins=0.9, ends=0.2, resumes=0.1, slope=0.5, middle=2.0, weight=1.0)
    whole, silent = with_chain(chain), with_chain(replace(chain, begins=1e-9, resumes=1e-9))
    (alone,) = (found["pcmsp"] for found in reader.read([SENTENCE], ["pcmsp"]))
    assert whole.read_paragraph([SENTENCE], "pcmsp") == [alone]
    found = whole.read_paragraph([SENTENCE, "", "The powder was dried at 80 °C. It was milled.", SENTENCE], "pcmsp")
    assert [bool(one.spans) for one in found] == [True, False, True, True]
    assert "sintered" in {SENTENCE[span.start : span.end] for span in found[3].spans}
    assert found[0].relations
    assert not any(one.spans for one in silent.read_paragraph([SENTENCE] * 3, "pcmsp"))


@settings(max_examples=60)
@given(text=st.text(max_size=200) | st.text(alphabet="LiFePO4 700°C\u2212.α\ud800\U0001f600\u05d0\n", max_size=300))
def test_offsets_are_right_on_any_text(text: str) -> None:
    for name, reading in next(text_reader().read([text], ["mulms", "mspt"])).items():
        for span in reading.spans:
            assert 0 <= span.start < span.end <= len(text), name
        assert all(r.head < len(reading.spans) and r.tail < len(reading.spans) for r in reading.relations)
    (found,) = annotate_mulms([text])
    assert all(text[e["start"] : e["end"]] == e["text"] for e in found["entities"])


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "a" * 200_000, "LiFePO4 " * 2_000, "\ud800" * 500, "\u05d0\u05d1 \U0001f600 " * 300],
    ids=["empty", "blank", "one-word", "formulas", "surrogates", "right-to-left"],
)
def test_odd_texts_are_answered(reader: TextReader, text: str) -> None:
    (found,) = reader.read([text], ["sofc"])
    assert all(0 <= s.start < s.end <= len(text) for s in found["sofc"].spans)


def test_many_texts_come_back_in_order_and_as_alone(reader: TextReader) -> None:
    texts = [f"Sample {i} was heated at {100 + i} °C" + " in air" * (i % 5) + "." for i in range(70)]
    found = [r["mulms"] for r in reader.read(texts, ["mulms"])]
    assert len(found) == len(texts)
    for i, (text, reading) in enumerate(zip(texts, found, strict=True)):
        assert str(100 + i) in {text[s.start : s.end] for s in reading.spans}
        if i % 10 == 0:
            assert next(reader.read([text], ["mulms"]))["mulms"] == reading

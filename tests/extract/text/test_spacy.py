"""matloom in spaCy: no character lost, every span where it stands, and what matloom's own functions say."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

spacy = pytest.importorskip("spacy")

from matloom.extract.text.mentions.definitions import find_definitions  # noqa: E402
from matloom.extract.text.sentences import sentence_spans  # noqa: E402
from matloom.extract.text.spacy_pipeline import CONFIG, load  # noqa: E402
from matloom.extract.text.spacy_spans import put  # noqa: E402
from matloom.records.quantity_grammar import find_quantities  # noqa: E402
from spacy.tokens import Doc, Span  # noqa: E402

TEXT = (
    "LiFePO4 was prepared from Li2CO3 and FeC2O4 (Fig. 3), which were mixed in ethanol, ball-milled for 6 h and "
    "calcined at 700 °C for 10 h in Ar. α-Fe2O3 (hematite powder, HP), denoted as S1, had 3.2 × 10−4 S cm−1 at "
    "ca. 5 wt.% Ni, whereas Smith et al. [3] reported 5 mAh g−1 for LiFePO4."
)
PIECES = [
    "LiFePO4", "10−4", "S cm−1", "5 wt.%", "α-Fe2O3", " (", ") ", ", ", "denoted as S1", "Fig. 3", " ", "\n", "\u00a0",
    "at 700 °C", "2–4 h", "😀", "حجم", "e\u0301", "\ufeff", "\x00", "1.5(2)", "Ba1−xSrxTiO3 (x = 0, 0.1)", ". The ",
]  # fmt: skip


@pytest.fixture(scope="module")
def rules():
    return load(disable=("entities", "relations"))


@pytest.fixture(scope="module")
def whole():
    return load()


def words(doc: Doc, key: str) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[key]]


def test_tokens_are_formulas_numbers_and_units(rules):
    tokens = [token.text for token in rules.make_doc(TEXT)]
    for token in ("LiFePO4", "α-Fe2O3", "10−4", "cm−1", "°C", "700", "ball-milled", "mAh", "g−1"):
        assert token in tokens


def test_the_config_is_a_whole_pipeline_of_versioned_names(whole):
    assert whole.pipe_names == [
        "sentences", "quantities", "formulas", "definitions", "entities", "relations", "synthesis", "origin",
    ]  # fmt: skip
    doc = whole(TEXT)
    assert [sentence.text for sentence in doc.sents] == [TEXT[start:end] for start, end in sentence_spans(TEXT)]
    assert len(list(doc.sents)) == 2
    quantities = find_quantities(TEXT)
    assert words(doc, "quantities") == [(TEXT[one.start : one.end], one.kind) for one in quantities]
    assert [span._.quantity["canonical_value"] for span in doc.spans["quantities"]] == [
        one.quantity.canonical_value for one in quantities
    ]
    assert [span._.long for span in doc.spans["definitions"]] == [one.long for one in find_definitions(TEXT)]
    assert ("LiFePO4", "formula") in words(doc, "formulas")
    iron = next(span for span in doc.spans["formulas"] if span.text == "α-Fe2O3")
    assert iron._.compositions[0]["amounts"] == {"Fe": 2, "O": 3}
    assert words(doc, "synthesis")[-1] == ("calcined at 700 °C for 10 h", "calcine")
    assert doc.spans["synthesis"][-1]._.step["temperature"]["value"] == 700
    assert len(doc._.recipes) == 1
    assert {span.text: span._.origin for span in doc.spans["quantities"]}["5 mAh g−1"] == "cited"


def test_entities_and_relations_are_those_of_the_shipped_model(whole):
    from matloom.extract.text.neural.reader import text_reader

    text = "The conductivity of the LSM film was measured at 300 K by impedance spectroscopy and is 3.1 S/cm."
    doc = whole(text)
    (reading,) = text_reader().read([text], ["mulms"])
    spans = reading["mulms"].spans
    assert words(doc, "entities") == [(text[one.start : one.end], one.label) for one in spans]
    assert doc.spans["entities"].attrs["scores"] == [one.score for one in spans]
    read = [(one.head, one.tail, one.label, one.score) for one in reading["mulms"].relations]
    assert [tuple(relation.values()) for relation in doc._.relations] == read
    put(doc, "entities", [(one.start, one.end, one.label) for one in spans])
    again = whole.get_pipe("relations")(doc)._.relations
    assert [tuple(relation.values())[:3] for relation in again] == [relation[:3] for relation in read]


def test_many_docs_are_read_together(whole):
    from matloom.extract.text.neural.reader import text_reader

    texts = [TEXT, "", "ZnO has a gap of 3.2 eV.", "LiFePO4 " * 30]
    readings = text_reader().read(texts, ["mulms"])
    for text, doc, reading in zip(texts, whole.pipe(texts, batch_size=4), readings, strict=True):
        assert doc.text == text
        spans = reading["mulms"].spans
        assert words(doc, "entities") == [(text[one.start : one.end], one.label) for one in spans]


@settings(max_examples=120)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_no_character_is_lost_and_every_span_is_where_it_says(rules, text):
    doc = rules(text)
    expected = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    assert doc.text == expected
    for token in doc:
        assert expected[token.idx : token.idx + len(token.text)] == token.text
    for group in doc.spans.values():
        for span in group:
            assert expected[span.start_char : span.end_char] == span.text


@settings(max_examples=120)
@given(st.data())
def test_any_range_becomes_a_span_of_just_these_characters(rules, data):
    characters = st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("ab0 ,"))
    text = data.draw(st.text(characters, min_size=1, max_size=40))
    places = st.integers(0, len(text))
    ranges = data.draw(st.lists(st.tuples(places, places, st.sampled_from("AB")), max_size=6))
    ranges = [(min(a, b), max(a, b), label) for a, b, label in ranges if a != b]
    doc = rules.make_doc(text)
    hanging = {token.idx + len(token.text) for token in doc if token.whitespace_}
    for number, part in enumerate((ranges[:3], ranges[3:])):
        put(doc, str(number), part)
    assert doc.text == text
    for number, part in enumerate((ranges[:3], ranges[3:])):
        shorter = [(a + (a in hanging), b - (b - 1 in hanging), label) for a, b, label in part]
        expected = [(a, b, label) for a, b, label in shorter if a < b]
        assert [(span.start_char, span.end_char, span.label_) for span in doc.spans[str(number)]] == expected


@pytest.mark.parametrize(("given_range", "words_of_it"), [((0, 3), "00"), ((2, 5), "11"), ((2, 3), None)])
def test_the_space_between_words_is_of_no_span(rules, given_range, words_of_it):
    doc = rules.make_doc("00 11 ")
    put(doc, "key", [(*given_range, "A")])
    assert [span.text for span in doc.spans["key"]] == ([words_of_it] if words_of_it else [])


def test_splitting_a_token_keeps_sentences_entities_and_groups(rules):
    doc = rules("Fe2O3 melts. Al2O3 does not.")
    doc.set_ents([Span(doc, 3, 4, label="MAT")])
    before = [sentence.text for sentence in doc.sents], words(doc, "formulas")
    put(doc, "parts", [(0, 2, "ELEMENT"), (15, 16, "NUMBER")])
    assert ([sentence.text for sentence in doc.sents], words(doc, "formulas")) == before
    assert [entity.text for entity in doc.ents] == ["Al2O3"]
    assert words(doc, "parts") == [("Fe", "ELEMENT"), ("2", "NUMBER")]


def test_a_doc_goes_to_bytes_and_other_processes_with_what_was_found(rules):
    doc = rules(TEXT)
    back = Doc(rules.vocab).from_bytes(doc.to_bytes())
    assert words(back, "quantities") == words(doc, "quantities")
    assert back.spans["quantities"][0]._.quantity == doc.spans["quantities"][0]._.quantity
    assert back._.recipes == doc._.recipes


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "a" * 1_000_000, " ".join(["LiFePO4"] * 10_000), "\ud800 3 eV \udfff"]
)
def test_odd_texts_end(rules, text):
    assert len(rules(text).text) == len(text)


def test_entry_points_name_what_there_is_and_all_that_the_config_needs():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]
    named = {name for group in ("spacy_factories", "spacy_tokenizers", "spacy_misc") for name in points[group]}
    for group in ("spacy_factories", "spacy_tokenizers", "spacy_misc"):
        for where in points[group].values():
            module, name = where.split(":")
            assert callable(getattr(import_module(module), name))
    config = spacy.util.load_config(Path(str(CONFIG)))
    used = {part["component"]["@misc"] for part in config["components"].values()}
    assert used | {"matloom", config["nlp"]["tokenizer"]["@tokenizers"]} == named

from dataclasses import replace

import numpy as np
import pytest
import trial_stages
from matloom.extract.cache import UnreadableError, pack, unpack
from matloom.extract.document import Block, Document
from matloom.extract.pipeline import STAGES, Pipeline, PipelineConfig, fingerprint
from matloom.records.errors import MatloomError

STAGE_NAMES = ("trial_stages:Words", "parse@1", "trial_stages:Numbers", "trial_stages:Counter")


@pytest.fixture(autouse=True)
def _no_calls():
    trial_stages.CALLS.clear()


def build(**options):
    return Pipeline.build(PipelineConfig(stages=STAGE_NAMES, options=options))


def run(pipeline, text, cached=None, source="a.txt"):
    return pipeline.run(text.encode(), "sha256:a", source, cached or {})


def kept(outcome):
    return {result.stage: result for result in outcome.results}


def test_stages_run_in_order_and_all_problems_are_collected():
    outcome = run(build(), "three little words")
    assert trial_stages.CALLS == ["read", "text_findings", "link"]
    assert outcome.records.measurements[0].quantity.value == 3
    assert outcome.records.document.id == "sha256:a"
    assert [problem.stage for problem in outcome.records.problems] == ["text_findings"]
    assert set(outcome.seconds) == {"read", "parse", "text_findings", "link"}


def test_results_in_the_cache_are_not_made_again():
    first = run(build(), "three little words")
    trial_stages.CALLS.clear()
    second = run(build(), "three little words", kept(first))
    assert trial_stages.CALLS == []
    assert second.records == first.records
    assert second.results == ()


def test_a_new_version_runs_the_stage_and_what_hangs_on_it(monkeypatch):
    first = run(build(), "three little words")
    trial_stages.CALLS.clear()
    monkeypatch.setattr(trial_stages.Numbers, "version", "2")
    second = run(build(), "three little words", kept(first))
    assert trial_stages.CALLS == ["text_findings", "link"]
    assert second.records == first.records
    assert kept(second).keys() == {"text_findings", "link"}


def test_options_are_part_of_the_key():
    first = run(build(), "three little words")
    trial_stages.CALLS.clear()
    second = run(build(read={"upper": True}), "three little words", kept(first))
    assert trial_stages.CALLS == ["read", "text_findings", "link"]
    assert second.records.samples[0].labels == ("THREE",)


def test_damaged_results_are_made_again():
    first = run(build(), "three little words")
    damaged = {name: replace(result, value=b"x", problems=b"x") for name, result in kept(first).items()}
    assert run(build(), "three little words", damaged).records == first.records


def test_a_stage_that_fails_costs_only_its_own_result():
    outcome = run(build(), "unnumbered words")
    assert [(problem.stage, problem.code) for problem in outcome.records.problems] == [("text_findings", "S001")]
    assert outcome.records.measurements[0].quantity.value == 2
    assert "text_findings" not in kept(outcome)


def test_without_a_document_there_are_no_records_but_the_reason():
    outcome = run(build(), "fail now")
    assert outcome.records is None
    assert [(problem.stage, problem.code) for problem in outcome.problems] == [("read", "S001")]


def test_keys_tell_files_names_versions_and_options_apart():
    keys = {
        pipeline.keys(document, source)["link"].digest
        for pipeline in (build(), build(read={"upper": True}))
        for document in ("sha256:a", "sha256:b")
        for source in ("a.txt", "b.txt")
    }
    assert len(keys) == 8
    assert build().keys("sha256:a", "a.txt") == build().keys("sha256:a", "a.txt")


@pytest.mark.parametrize(
    "config",
    [
        PipelineConfig(stages=("no such stage",)),
        PipelineConfig(stages=STAGE_NAMES, options={"nowhere": {"a": 1}}),
        PipelineConfig(stages=STAGE_NAMES, options={"read": {"lower": True}}),
    ],
)
def test_unknown_stages_and_options_are_refused(config):
    with pytest.raises(MatloomError) as error:
        Pipeline.build(config)
    assert error.value.code == "E006"


def test_every_registered_stage_can_be_built_and_is_called_as_registered():
    pipeline = Pipeline.build(PipelineConfig())
    assert [name.split("@")[0] for name in STAGES] == list(pipeline.stages)
    for stage in pipeline.stages.values():
        assert set(stage.needs) & {"bytes", *pipeline.stages}


def test_the_fingerprint_tells_configurations_apart_and_never_vouches_for_foreign_stages():
    plain, pdfium = PipelineConfig(), PipelineConfig(options={"read": {"reader": "pdfium"}})
    assert fingerprint(plain) == fingerprint(PipelineConfig()) != fingerprint(pdfium)
    assert fingerprint(PipelineConfig(stages=STAGE_NAMES)) != fingerprint(PipelineConfig(stages=STAGE_NAMES))


def test_documents_come_back_from_the_cache_with_their_glyphs():
    glyphs = np.array([[1, 2, 3, 4], [np.nan] * 4], dtype=np.float32)
    document = Document(
        doc_id="x", source="a.pdf", reader="r", blocks=(Block(id="b", type="title", text="Li", glyphs=glyphs),)
    )
    back = unpack(pack(document), Document)
    np.testing.assert_array_equal(back.blocks[0].glyphs, glyphs)
    assert back.blocks[0].glyphs.dtype == np.float32


@pytest.mark.parametrize("data", [b"", b"x" * 30, pack({"a": 1}), pack([1])[:-2]])
def test_foreign_bytes_are_no_document(data):
    with pytest.raises(UnreadableError):
        unpack(data, Document)


def test_only_numbers_are_read_as_arrays():
    document = {"doc_id": "x", "source": "a", "reader": "r", "blocks": [
        {"id": "b", "type": "title", "text": "L", "glyphs": ["|O8", [1], b"12345678"]}]}  # fmt: skip
    with pytest.raises(UnreadableError):
        unpack(pack(document), Document)

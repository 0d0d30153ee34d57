import hashlib
import os

import pytest
from matloom.extract.executor import LocalExecutor
from matloom.extract.pipeline import PipelineConfig
from matloom.extract.worker import Limits, Task
from matloom.records.errors import MatloomError

CONFIG = PipelineConfig(
    stages=("trial_stages:Words", "parse@1", "trial_stages:Numbers", "trial_stages:Counter"),
)
LIMITS = Limits(seconds=3, megabytes=700)
TEXTS = ("three little words", "sleep", "eat", "die", "call home", "fail", "last words")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    tasks = []
    for number, text in enumerate(TEXTS):
        path = folder / f"{number}.txt"
        path.write_text(text)
        document = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        tasks.append(Task(number=number, path=os.fsencode(path), document=document, source=path.name))
    tasks.append(
        Task(number=len(TEXTS), path=os.fsencode(folder / "gone.txt"), document="sha256:gone", source="gone.txt")
    )
    found = LocalExecutor(CONFIG, workers=2, limits=LIMITS).run(iter(tasks))
    return {outcome.number: outcome for outcome in found}


def problems(outcome):
    import pyarrow as pa

    if "problems" not in outcome.batches:
        return []
    with pa.ipc.open_stream(outcome.batches["problems"]) as reader:
        return [(row["code"], row["why"]) for row in reader.read_all().to_pylist()]


def test_every_paper_has_an_outcome_whatever_happened_to_the_others(outcomes):
    assert set(outcomes) == set(range(len(TEXTS) + 1))
    assert all("documents" in outcome.batches for outcome in outcomes.values())
    assert [outcomes[number].pages for number in (0, 6)] == [1, 1]
    assert {"measurements", "samples", "evidence"} <= set(outcomes[0].batches)


@pytest.mark.parametrize(("text", "code"), [("sleep", "D008"), ("eat", "D009"), ("die", "D013")])
def test_a_worker_that_breaks_a_limit_is_replaced_and_the_paper_marked(outcomes, text, code):
    outcome = outcomes[TEXTS.index(text)]
    assert outcome.lost
    assert [found for found, _ in problems(outcome)] == [code]


def test_there_is_no_network_for_papers(outcomes):
    [(code, why)] = problems(outcomes[TEXTS.index("call home")])
    assert code == "S001"
    assert "without network" in why


def test_a_stage_that_fails_is_no_lost_worker(outcomes):
    outcome = outcomes[TEXTS.index("fail")]
    assert not outcome.lost
    assert [code for code, _ in problems(outcome)] == ["S001"]


def test_a_file_that_is_gone_is_a_problem_of_the_paper(outcomes):
    assert [code for code, _ in problems(outcomes[len(TEXTS)])] == ["D003"]


def test_workers_that_cannot_start_end_the_run():
    broken = PipelineConfig(stages=("trial_stages:Missing",))
    task = Task(number=0, path=b"a", document="sha256:a", source="a")
    with pytest.raises(MatloomError) as error:
        list(LocalExecutor(broken).run([task]))
    assert error.value.code == "E008"


def test_without_tasks_no_worker_is_started():
    assert list(LocalExecutor(PipelineConfig(stages=("trial_stages:Missing",))).run([])) == []


@pytest.mark.slow
def test_ray_gives_the_same_outcomes_as_this_machine(tmp_path):
    pytest.importorskip("ray", reason="needs the extra 'cluster'")
    from matloom.extract.ray_executor import RayExecutor

    tasks = []
    for number in range(3):
        path = tmp_path / f"{number}.md"
        path.write_text(f"# Paper {number}\n\nThe band gap of TiO2 is 3.{number} eV.\n")
        tasks.append(Task(number=number, path=os.fsencode(path), document=f"sha256:{number}", source=path.name))
    found = []
    for executor in (LocalExecutor(PipelineConfig()), RayExecutor(PipelineConfig(), workers=2)):
        outcomes = sorted(executor.run(iter(tasks)), key=lambda outcome: outcome.number)
        found.append([(outcome.batches, outcome.results) for outcome in outcomes])
    assert found[0] == found[1]
    assert len(found[0]) == 3

"""A model's replies from the wire to findings: nothing invented, nothing asked twice, nothing over the cap."""

import json
import re

from llm_server import Response, serving
from matloom.extract.document import Block, Document
from matloom.extract.findings import Findings
from matloom.extract.text.llm.options import LlmOptions, Server
from matloom.extract.text.llm.replies import LlmReplies, Replies
from matloom.extract.text.llm.stage import LlmFindings
from matloom.extract.text.stage import TextFindings

SENTENCES = [
    "The pellet sintered at 900 °C was white. Its hardness, as pressed into S1, came to 12.5 GPa in the end.",
    "Nothing is measured in these words.",
    "For the films of SrTiO3 we noted 3.25 eV as what an optical gap would be.",
]


def paper(*texts: str) -> Document:
    blocks = tuple(Block(id=f"b{i}", type="paragraph", section="Results", text=text) for i, text in enumerate(texts))
    return Document(doc_id="sha256:1", source="a.txt", reader="text/1", blocks=blocks)


def stage(url: str, server: dict | None = None, **options) -> LlmReplies:
    told = {"backoff": 0.0, "retries": 1, "seconds": 5.0} | (server or {})
    return LlmReplies(LlmOptions(model="m", server=Server(url=url, **told), **options))


def asked_passages(request: dict) -> list[str]:
    text = request["messages"][-1]["content"]
    return re.findall(r'<passage number="\d+">\n(.*?)\n</passage>', text, re.DOTALL)


def row(passage: int, quote: str, words: str, value: str, unit: str, sample: str | None, name: str = "") -> dict:
    return {"passage": passage, "quote": quote, "property": name, "property_words": words, "value": value,
            "unit": unit, "sample": sample, "conditions": []}  # fmt: skip


def said(*rows: dict) -> str:
    return json.dumps({"measurements": rows})


HARDNESS = row(
    1, "Its hardness, as pressed into S1, came to 12.5 GPa", "hardness", "12.5", "GPa", "S1", "vickers_hardness"
)
GAP = row(2, SENTENCES[2], "optical gap", "3.25", "eV", "SrTiO3", "band_gap")


def findings(document: Document, replies: Replies, rules: Findings | None = None):
    return LlmFindings()({"parse": document, "text_findings": rules or Findings(), "llm_replies": replies})


def test_claims_become_findings_with_exact_spots_and_inventions_are_counted():
    invented = row(2, SENTENCES[2], "optical gap", "3.30", "eV", "SrTiO3", "band_gap")
    elsewhere = row(7, SENTENCES[2], "optical gap", "3.25", "eV", "SrTiO3", "band_gap")
    document = paper(*SENTENCES)
    with serving(lambda request, number: Response(said(HARDNESS, GAP, invented, elsewhere))) as served:
        replies = stage(served.url)({"parse": document})
    assert [asked_passages(request) for request in served.requests] == [[SENTENCES[0], SENTENCES[2]]]
    assert not replies.problems
    result = findings(document, replies.value)
    told = {value.property: value for value in result.value.values}
    assert told.keys() >= {"band_gap"}
    assert len(result.value.values) == 2
    for value in result.value.values:
        block = document.blocks[int(value.evidence.block[1:])]
        assert block.text[value.evidence.start : value.evidence.end] == value.quantity.text
        assert value.words in block.text
        assert value.evidence.stage == "llm_findings"
    assert [mention.text for mention in told["band_gap"].subjects] == ["SrTiO3"]
    assert told["band_gap"].subjects[0].composition is not None
    (problem,) = result.problems
    assert problem.code == "X004"
    assert problem.why.startswith("2 ")
    assert "1 by its passage" in problem.why
    assert "1 by its value" in problem.why


def test_what_the_rules_have_found_is_not_told_twice():
    document = paper("The band gap of SrTiO3 is 3.25 eV.")
    rules = TextFindings()({"parse": document}).value
    assert len(rules.values) == 1
    claim = row(1, "The band gap of SrTiO3 is 3.25 eV", "band gap", "3.25", "eV", "SrTiO3", "band_gap")
    with serving(lambda request, number: Response(said(claim))) as served:
        replies = stage(served.url)({"parse": document}).value
    assert findings(document, replies, rules).value.values == ()
    assert len(findings(document, replies).value.values) == 1


def test_values_that_cannot_be_are_problems():
    document = paper("A band gap of 4000 eV was seen in SrTiO3.")
    claim = row(1, "A band gap of 4000 eV was seen in SrTiO3.", "band gap", "4000", "eV", "SrTiO3", "band_gap")
    with serving(lambda request, number: Response(said(claim))) as served:
        result = findings(document, stage(served.url)({"parse": document}).value)
    assert result.value.values == ()
    assert [problem.code for problem in result.problems] == ["Q002"]


def test_batches_that_are_cut_off_are_asked_in_halves_down_to_sentences():
    texts = [f"Sample S{i} had 1{i} eV. It had 2{i} GPa as well." for i in range(4)]

    def model(request, number):
        passages = asked_passages(request)
        whole = len(passages) == 1 and passages[0].count(". ") == 0
        return Response(said() if whole else '{"measurements": [{"pass', finish="stop" if whole else "length")

    document = paper(*texts)
    with serving(model) as served:
        result = stage(served.url, {"parallel": 1})({"parse": document})
    assert not result.problems
    assert [passage.text.strip() for reply in result.value.replies for passage in reply.passages] == [
        sentence for text in texts for sentence in (text[:20].strip(), text[20:].strip())
    ] or len(result.value.replies) == 8
    for reply in result.value.replies:
        (passage,) = reply.passages
        block = document.blocks[int(passage.block[1:])]
        assert block.text[passage.start : passage.start + len(passage.text)] == passage.text
    assert result.value.usage.requests == len(served.requests) == 15


def test_replies_that_cannot_be_read_are_a_problem_and_cost_nothing_else():
    document = paper("Only 3 eV here.", "And 4 eV there.")

    def model(request, number):
        return Response("no JSON" if "Only 3 eV here." in asked_passages(request) else said())

    with serving(model) as served:
        replies = stage(served.url)({"parse": document})
    assert len(served.requests) == 3
    assert not replies.problems
    assert [(p.code, p.where["block"]) for p in findings(document, replies.value).problems] == [("X003", "b0")]


def test_a_server_that_fails_leaves_the_rest_for_the_next_run_which_asks_for_that_only():
    document = paper(*(f"Sample S{i} had 1{i} eV." for i in range(6)))
    options = {"batch_characters": 200}
    long = paper(*(block.text + " " + "Words. " * 30 for block in document.blocks))
    with serving(lambda request, number: Response(said()) if number < 2 else Response(status=503)) as served:
        first = stage(served.url, {"parallel": 1, "retries": 0}, **options)({"parse": long})
    assert [problem.code for problem in first.problems] == ["X001"]
    assert "4 passages" in first.problems[0].why
    assert len(served.requests) == 3
    with serving(lambda request, number: Response(said())) as served:
        second = stage(served.url, **options)({"parse": long, "llm_replies": first.value})
    assert len(served.requests) == 4
    assert not second.problems
    assert sum(len(reply.passages) for reply in second.value.replies) == 6


def test_the_cap_ends_the_asking_before_it_is_passed():
    document = paper(*(f"Sample S{i} had 1{i} eV. {'Words. ' * 30}" for i in range(6)))
    usage = {"prompt_tokens": 3000, "completion_tokens": 100}
    with serving(lambda request, number: Response(said(), usage=usage)) as served:
        result = stage(served.url, {"parallel": 3, "max_tokens": 12_000}, batch_characters=200)({"parse": document})
    assert [problem.code for problem in result.problems] == ["X002"]
    assert 1 <= len(served.requests) < 6
    assert result.value.usage.prompt + result.value.usage.reply <= 12_000


def test_time_for_one_paper_is_bounded_and_requests_run_side_by_side():
    document = paper(*(f"Sample S{i} had 1{i} eV. {'Words. ' * 30}" for i in range(12)))
    with serving(lambda request, number: Response(said(), delay=0.2)) as served:
        result = stage(served.url, {"parallel": 4, "paper_seconds": 0.3}, batch_characters=200)({"parse": document})
    assert [problem.code for problem in result.problems] == ["X001"]
    assert 4 <= len(served.requests) <= 8
    assert 2 <= served.most_at_once <= 4


def test_tokens_that_a_server_does_not_tell_are_counted_by_length():
    with serving(lambda request, number: Response(said(), usage=None)) as served:
        result = stage(served.url)({"parse": paper(*SENTENCES)})
    assert result.value.usage.prompt > 300
    assert result.value.usage.requests == 1


def test_the_key_of_a_reply_is_what_decides_it_not_where_it_was_asked():
    one, other = stage("http://a.example/v1"), stage("http://b.example/v1", {"max_tokens": 5})
    assert one.options == other.options
    assert stage("http://a.example/v1", temperature=0.5).options != one.options


def test_any_text_goes_through_lone_surrogates_too():
    texts = ("\ud800 has 3 eV.", "حجم 3 eV 😀", "3 eV " * 3000, "\u202e 5 GPa")
    document = paper(*texts)

    def model(request, number):
        rows = [row(i, text[:300], text[:20], "3", "eV", text[:9]) for i, text in enumerate(asked_passages(request), 1)]
        return Response(said(*rows))

    with serving(model) as served:
        replies = stage(served.url)({"parse": document})
    for value in findings(document, replies.value).value.values:
        block = document.blocks[int(value.evidence.block[1:])]
        assert block.text[value.evidence.start : value.evidence.end].startswith("3")

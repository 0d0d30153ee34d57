"""Hosts named by notation: added before the colon where a dopant stands behind it; whole behind *doped*."""

from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.neural.annotate import doping_record
from matloom.extract.text.neural.decode import ScoredSpan
from matloom.extract.text.neural.host_notation import with_hosts
from matloom.extract.text.neural.reader import Reading

TEXT = "Layers of (ZnS:Ag:Co) at 3:1."


def reading(*spans: tuple[str, str]) -> Reading:
    return Reading(tuple(ScoredSpan(TEXT.index(w), TEXT.index(w) + len(w), label, 0.7) for w, label in spans))


def test_a_host_before_the_colon_is_linked_to_the_dopants_behind_it() -> None:
    found = with_hosts(TEXT, reading(("Ag", "DOPANT"), ("Co", "DOPANT")))
    record = doping_record(TEXT, found)
    assert record["basemats"] == ["ZnS"]
    assert record["links"] == [["ZnS", "Ag"], ["ZnS", "Co"]]
    assert [span.start for span in found.spans] == sorted(span.start for span in found.spans)


def test_what_the_model_says_before_the_colon_stays_and_without_a_dopant_nothing_is_added() -> None:
    for said in (reading(("ZnS", "RESULT"), ("Ag", "DOPANT")), reading(("Layers", "HOST")), Reading()):
        assert with_hosts(TEXT, said) == said


def test_a_host_behind_doped_is_the_whole_material() -> None:
    text = "Al-doped zinc oxide films and zinc oxide films, undoped barium titanate"
    places = {words: text.index(words) for words in ("zinc", "zinc oxide", "oxide films,", "barium titanate")}
    materials = [ScoredSpan(at, at + len(words), "MAT", 0.9) for words, at in places.items()]

    def host(words: str) -> str:
        at = text.index(words)
        (found,) = with_hosts(text, Reading((ScoredSpan(at, at + len(words), "HOST", 0.6),)), materials).spans
        return text[found.start : found.end]

    assert host("zinc oxide films") == "zinc oxide"
    assert host("oxide films,") == "oxide films,"
    assert host("titanate") == "barium titanate"
    assert host("Al") == "Al"


@given(text=st.text(alphabet="AZn:(/ ,x1\ud800", max_size=40), start=st.integers(0, 39))
def test_offsets_are_right_on_any_text(text: str, start: int) -> None:
    spans = (ScoredSpan(start, start + 1, "DOPANT", 0.5),) if start < len(text) else ()
    for span in with_hosts(text, Reading(spans)).spans:
        assert 0 <= span.start < span.end <= len(text)

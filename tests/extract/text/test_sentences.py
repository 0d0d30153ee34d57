import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.sentences import sentence_at, sentence_spans


def split(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It was heated at 700 °C for 10 h. The powder was black.", 2),
        ("See Fig. 3 and Ref. 12. It is so.", 2),
        ("Smith et al. [12] found it. We did not.", 2),
        ("It came from Sigma Co. Ltd. (USA) at once.", 1),
        ("J. Smith and B. K. Jones wrote it.", 1),
        ("It is denoted as LFP/C. Lithium iron phosphate (LFP) was made.", 2),
        ("It melts (m.p. 212 °C, b.p. 300 °C).", 1),
        ("a = 3.905 Å and V = 59.5 Å3.", 1),
        ("It was so [3,4]. Then it was not.", 2),
        ("The samples, e.g. S1, i.e. all of them, were approx. 5 mm wide.", 1),
    ],
)
def test_points_that_end_a_sentence_and_points_that_do_not(text, count):
    assert len(split(text)) == count


@given(st.text(alphabet="aB .?!\n(1)é°µ\U0001d465", max_size=80))
def test_sentences_cover_all_but_blanks_in_order(text):
    spans = sentence_spans(text)
    covered = set()
    for start, end in spans:
        assert start < end
        covered.update(range(start, end))
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)
    assert list(spans) == sorted(spans)


def test_sentence_at_a_place():
    text = "One is here. Two is there."
    start, end = sentence_at(text, 15)
    assert text[start:end] == "Two is there."

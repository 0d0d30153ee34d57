import random

from matloom.corpus.documents import Described, plain_doi, plain_title, versions
from matloom.extract.link.sketch import sketch_of_words

WORDS = [str(random.Random(5).randrange(10**6) + place) for place in range(4000)]


def works(*documents: Described) -> dict[str, str]:
    return {one.document: one.work for one in versions(documents)}


def test_a_doi_is_the_same_with_address_case_and_version():
    assert plain_doi("https://doi.org/10.26434/ChemRxiv.12.v2") == plain_doi("10.26434/chemrxiv.12")
    assert plain_doi("none") is None
    assert (
        works(Described(id="a", name="a", doi="10.1000/X"), Described(id="b", name="b", doi="doi:10.1000/x"))["b"]
        == "a"
    )


def test_a_title_counts_with_a_common_author_or_years_that_agree_and_when_it_is_long():
    title = "Ionic conductivity of a garnet, revisited at last"
    one = Described(id="a", name="a", title=title, authors=("Weaver, A.",), weight=5)
    assert works(one, Described(id="b", name="b", title=title.upper() + ".", authors=("B. Weaver",)))["b"] == "a"
    assert works(one, Described(id="b", name="b", title=title, authors=("C. Loom",)))["b"] == "b"
    assert plain_title("Supplementary data") is None


def test_the_text_of_a_preprint_finds_its_journal_version_among_others():
    revised = WORDS[:3300] + [f"new{place}" for place in range(500)]
    other = [f"other{place}" for place in range(4000)]
    found = works(
        Described(id="preprint", name="p", sketch=sketch_of_words(WORDS), weight=3),
        Described(id="other", name="o", sketch=sketch_of_words(other), weight=3),
        Described(id="journal", name="j", sketch=sketch_of_words(revised), weight=9),
        Described(id="short", name="s", sketch=sketch_of_words(WORDS[:50])),
    )
    assert found == {"preprint": "journal", "journal": "journal", "other": "other", "short": "short"}

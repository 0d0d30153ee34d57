"""Which names of one composition share a sample."""

from matloom.extract.document import Block, Document
from matloom.extract.findings import Mention
from matloom.extract.link.named_compositions import NamedCompositions
from matloom.records.compositions import CompositionFamily

BLOCK = Block(id="b0", type="paragraph", text="Oxides.")
DOCUMENT = Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=(BLOCK,))


def groups(*names: str) -> list[set[str]]:
    """The names by what they share."""
    spot = DOCUMENT.cite(BLOCK, 0, 6, context=(0, 7), stage="t", version="1")
    read = [(name, CompositionFamily.from_text(name).value) for name in names]
    mentions = [Mention(text=name, kind="formula", family=family, evidence=spot) for name, family in read]
    found: dict[object, set[str]] = {}
    for key, name in NamedCompositions(mentions, lambda _: (0, 0, "")).shared(mentions):
        found.setdefault(key, set()).add(str(name))
    return list(found.values())


def test_phases_that_a_paper_tells_apart_are_samples_of_their_own() -> None:
    assert groups("α-MnO2", "δ-MnO2", "MnO2") == [{"αMnO2"}, {"δMnO2"}, {"MnO2"}]


def test_the_only_phase_of_a_compound_is_what_its_bare_formula_says() -> None:
    assert groups("γ-Al2O3", "Al2O3", "Fe2O3") == [{"γAl2O3", "Al2O3"}, {"Fe2O3"}]

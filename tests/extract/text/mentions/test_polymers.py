"""Names of polymers in running text: by source, by class, of copolymers; words that only begin so are none."""

import pytest
from matloom.extract.text.mentions.finding import find_mentions
from matloom.extract.text.mentions.polymers import polymers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We cast poly(vinyl butyral) onto glass.", ["poly(vinyl butyral)"]),
        ("Poly(N-(2-ethyl)acrylamide)-block-poly(butyl acrylate) was made.",
         ["Poly(N-(2-ethyl)acrylamide)-block-poly(butyl acrylate)"]),
        ("Blends of polystyrene, polybutylene succinate and nylon 6,12.",
         ["polystyrene", "polybutylene succinate", "nylon 6,12"]),
        ("PEG-b-PCL and PS-alt-PMA gave P(MMA-co-BA).", ["PEG-b-PCL", "PS-alt-PMA", "P(MMA-co-BA)"]),
        ("The polymer is polycrystalline, polymorphic and of low polydispersity.", []),
        ("A polymerized film; polymeric polyhedra", []),
        ("Polyimides and aromatic polyesters are classes.", []),
    ],
)  # fmt: skip
def test_polymers_are_named(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in polymers(text)] == names


def test_a_name_in_brackets_stands_in_its_phrase() -> None:
    text = "The poly(vinyl butyral) films are clear."
    (one,) = find_mentions(text, phrases=True)
    assert one.phrase is not None
    assert text[slice(*one.phrase)] == "poly(vinyl butyral) films"


@pytest.mark.parametrize("piece", ["poly(", "poly((a", "polya", "P(A-", "PS-b-", "polyimide-co-"])
@pytest.mark.timeout(60)
def test_long_texts_come_to_an_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(0 <= start < end <= len(text) for start, end in polymers(text))

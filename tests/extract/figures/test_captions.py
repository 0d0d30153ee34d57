import pytest
from matloom.extract.figures.captions import split_caption


@pytest.mark.parametrize(
    ("caption", "parts"),
    [
        ("Figure 2. (a) Pattern of the powder; (b) Raman spectrum.", {"a": "Pattern of the powder",
                                                                        "b": "Raman spectrum."}),
        ("Fig. 3 a) The cell and b) its voltage.", {"a": "The cell", "b": "its voltage."}),
        ("FIG. 1. Images of the oxide (A) and the film (B, C).",
         {"a": "Images of the oxide", "b": "Images of the film", "c": "Images of the film"}),
        ("Figure 4. (a–c) Micrographs. (d) Sizes.",
         {"a": "Micrographs.", "b": "Micrographs.", "c": "Micrographs.", "d": "Sizes."}),
        ("Growth. a, b Scheme of the synthesis (a) and plot of the rate (b). c Powder.",
         {"a": "Scheme of the synthesis", "b": "plot of the rate", "c": "Powder."}),
        ("Figure 5. Left: the cell. Right: the stack.", {"left": "the cell.", "right": "the stack."}),
        ("Figure 6. Surfaces at rest (left) and under load (right).", {"left": "Surfaces at rest",
                                                                        "right": "under load"}),
    ],
)  # fmt: skip
def test_parts_go_to_their_panels(caption, parts):
    found = split_caption(caption).parts
    assert {label: words.removeprefix("and ") for label, words in found.items()} == parts


@pytest.mark.parametrize(
    "caption",
    [
        "Figure 1. Pattern of LiFePO4.",
        "Figure 2. The phase (a) alone.",
        "",
        "Figure 3. Cell (PF6) with Li(s) and Na(g).",
    ],
)
def test_captions_of_one_panel_have_no_parts(caption):
    assert split_caption(caption).parts == {}


def test_a_sentence_that_names_another_panel_goes_there():
    parts = split_caption("Figure 1. (a) Film. (b) Powder. The arrow in (a) marks a pore.").parts
    assert "arrow" in parts["a"]
    assert "arrow" not in parts["b"]


def test_the_introduction_is_told_with_each_panel():
    caption = split_caption("Figure 1. Films grown at 300 K. (a) Thin. (b) Thick.")
    assert caption.introduction == "Films grown at 300 K."
    assert caption.of("b") == "Films grown at 300 K. Thick."


def test_scale_bars_that_the_caption_states():
    told = split_caption("Films. a Top. b Side. c Map. Scale bars, 5 μm (a), 200 nm (b) and 2 Å (c).")
    assert told.scale_bars == {"a": 5000.0, "b": 200.0, "c": 0.2}
    assert split_caption("Figure 1. Particles. Scale bar: 10 nm.").scale_bars == {"": 10.0}


@pytest.mark.parametrize("hostile", ["(a" * 5000, "a, " * 5000, "(a) " * 5000, "scale bar " * 2000, "a-z " * 4000])
def test_hostile_captions_are_answered(hostile):
    split_caption(hostile)

"""Which sample has which of the settings that a sentence lists."""

import pytest
from matloom.extract.text.mentions.finding import document_glossary
from matloom.extract.text.synthesis.label_settings import settings_by_sample
from recipe_texts import document, recipes


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The pellets were sintered for 3 h: NBT and KBT at 1150 °C, BST at 1350 °C.",
            [(["NBT", "KBT"], "1150 °C"), (["BST"], "1350 °C")],
        ),
        (
            "They were fired at 1250 °C for ZT0, and 1200 and 1150 °C for ZT5 and ZT10.",
            [(["ZT0"], "1250 °C"), (["ZT5"], "1200"), (["ZT10"], "1150 °C")],
        ),
        (
            "Films were annealed at 300 °C (AZO) or 400 °C (GZO).",
            [(["AZO"], "300 °C"), (["GZO"], "400 °C")],
        ),
        ("S1 was sintered at 900 °C and the others at 950 °C.", [(["S1"], "900 °C"), ([], "950 °C")]),
        ("NBT was calcined at 800 °C and sintered at 1100 °C.", []),
        ("The powder was held in Al2O3 at 800 °C and in MgO at 900 °C.", []),
    ],
)
def test_each_sample_has_its_own_setting(sentence, expected):
    found = settings_by_sample(sentence, document_glossary(document(sentence)))
    assert [([sentence[s.start : s.end] for s in one.samples], one.value.text) for one in found] == expected


def test_a_recipe_for_each_setting_and_its_samples():
    found = recipes(
        "Samples NBT, KBT and BST were prepared from oxides, which were milled for 8 h. "
        "The pellets were sintered for 3 h: NBT and KBT at 1150 °C, BST at 1350 °C."
    )
    assert [([t.text for t in one.targets], one.steps[-1].temperature.text) for one in found] == [
        (["NBT", "KBT"], "1150 °C"),
        (["BST"], "1350 °C"),
    ]

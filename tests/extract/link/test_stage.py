"""The linker: which sample a value goes to, with its reason; nothing is lost, nothing is there twice."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.document import Block, Document
from matloom.extract.findings import Definition, Finding, Findings, Mention, Recipe
from matloom.extract.link.stage import LinkStage
from matloom.records.compositions import CompositionFamily
from matloom.records.evidence import Evidence
from matloom.records.model import PaperRecords, Precursor, SynthesisStep
from matloom.records.quantities import Quantity

TEXTS = (
    "Ba1-xSrxTiO3 (x = 0, 0.1) ceramics and LiFePO4",
    "LiFePO4 (LFP) was coated; the product is LFP/C.",
    "LFP reaches 110 mAh/g. The sample with x = 0.1 has 86 °C. This material is good: 5 S/cm.",
)
BLOCKS = tuple(Block(id=f"b{i}", type="title" if i == 0 else "paragraph", text=t) for i, t in enumerate(TEXTS))
DOCUMENT = Document(doc_id="sha256:0", source="a.txt", reader="plain/1", blocks=BLOCKS)


def evidence(block: int, words: str) -> Evidence:
    start = TEXTS[block].index(words)
    return DOCUMENT.cite(
        BLOCKS[block], start, start + len(words), context=(0, len(TEXTS[block])), stage="t", version="1"
    )


def mention(block: int, words: str, kind="formula", family: str | None = None) -> Mention:
    read = CompositionFamily.from_text(family).value if family else None
    return Mention(text=words, kind=kind, family=read, evidence=evidence(block, words))


def finding(block: int, words: str, *subjects: Mention, prop: str = "specific_capacity") -> Finding:
    return Finding(
        property=prop, words=prop, quantity=Quantity(text=words), subjects=subjects, evidence=evidence(block, words)
    )


FAMILY = mention(0, "Ba1-xSrxTiO3 (x = 0, 0.1)", family="Ba1-xSrxTiO3 (x = 0, 0.1)")
LFP_FORMULA = mention(0, "LiFePO4", family="LiFePO4")
LFP = mention(2, "LFP", kind="label")
DEFINITION = Definition(short="LFP", long="LiFePO4", kind="abbreviation", evidence=evidence(1, "LFP"))


def link(*values: Finding, mentions: tuple[Mention, ...] = (), definitions=()) -> PaperRecords:
    found = Findings(mentions=mentions, values=values, definitions=definitions)
    return LinkStage()({"parse": DOCUMENT, "text_findings": found}).value


def test_an_abbreviation_is_its_long_form() -> None:
    records = link(finding(2, "110 mAh/g", LFP), mentions=(LFP_FORMULA,), definitions=(DEFINITION,))
    (sample,) = records.samples
    assert set(sample.labels) == {"LiFePO4", "LFP"}
    assert sample.composition is not None
    assert sample.composition.formula == "LiFePO4"
    assert any("the paper says" in link_.reason for link_ in records.links)


def test_an_abbreviation_is_a_label_though_nothing_is_called_so() -> None:
    records = link(finding(2, "110 mAh/g", LFP_FORMULA), mentions=(LFP_FORMULA,), definitions=(DEFINITION,))
    assert records.samples[0].labels == ("LiFePO4", "LFP")


def test_a_class_stands_for_its_member_and_not_for_itself() -> None:
    member = replace(LFP, text="QW-7", phrase="QW-7 zeolite")
    name = replace(LFP_FORMULA, text="zeolite", kind="name", family=CompositionFamily.from_text("zeolite").value)
    records = link(finding(2, "110 mAh/g", name), mentions=(name, member))
    assert "QW-7" in records.samples[0].labels


def test_a_class_that_the_paper_abbreviates_is_a_sample_of_its_own() -> None:
    member = replace(LFP, text="QW-7", phrase="QW-7 zeolite")
    name = replace(LFP_FORMULA, text="zeolite", kind="name", family=CompositionFamily.from_text("zeolite").value)
    short = Definition(short="ZLT", long="zeolite", kind="abbreviation", evidence=evidence(1, "LFP"))
    records = link(finding(2, "110 mAh/g", name), mentions=(name, member), definitions=(short,))
    assert set(records.samples[0].labels) == {"zeolite", "ZLT"}


def test_a_tables_setting_is_one_of_the_only_sample_of_a_paper() -> None:
    setting = replace(mention(2, "86 °C", kind="label"), text="Load = 4")
    setting = replace(setting, evidence=replace(setting.evidence, kind="table", table="1"))
    value = finding(2, "86 °C", setting, prop="curie_temperature")
    (alone,) = link(value, mentions=(LFP,)).samples
    assert set(alone.labels) == {"LFP", "Load = 4"}
    other = replace(LFP, text="NMC", evidence=evidence(2, "This"))
    (own,) = link(value, mentions=(LFP, other)).samples
    assert own.labels == ("Load = 4",)


def test_what_only_a_device_has_is_told_of_the_papers_device_where_the_sentence_names_nothing() -> None:
    cells = [
        replace(mention(2, words, kind="phrase"), text="quick cell", phrase="quick cell") for words in ("has", "good")
    ]
    before = replace(LFP, distance=80.0, cues=("earlier sentence",))
    told = finding(2, "86 °C", before, prop="cell_power_density")
    records = link(told, finding(2, "5 S/cm", before), mentions=(LFP, LFP, *cells))
    assert {
        one.property: records.samples[0].labels for one in records.measurements if one.sample == records.samples[0].id
    } == {"cell_power_density": ("quick cell",)}
    assert any("the device that the paper names most" in one.reason for one in records.links)


def test_a_cell_that_is_pointed_at_is_the_papers_device_if_nothing_near_is_called_so() -> None:
    cells = [
        replace(mention(1, words, kind="phrase"), text="present cell", phrase="present cell") for words in ("was", "is")
    ]
    far = tuple(replace(LFP, text=text) for text in ("A1B", "A2B"))
    anaphor = replace(mention(2, "This material", kind="anaphor"), text="the cell")
    records = link(finding(2, "5 S/cm", anaphor), mentions=(*cells, *far, LFP))
    assert records.samples[0].labels == ("present cell",)


def test_a_value_of_a_variable_is_its_member_of_the_family() -> None:
    subject = mention(2, "x = 0.1", kind="label")
    records = link(finding(2, "86 °C", subject, prop="curie_temperature"), mentions=(FAMILY,))
    (sample,) = records.samples
    assert sample.composition is not None
    assert sample.composition.amounts == {"Ba": 0.9, "Sr": 0.1, "Ti": 1, "O": 3}


def test_an_anaphor_stands_for_the_name_before_it() -> None:
    subject = mention(2, "This material", kind="anaphor")
    records = link(finding(2, "5 S/cm", subject, prop="electrical_conductivity"), mentions=(LFP,))
    (sample,) = records.samples
    assert sample.labels == ("LFP",)
    assert any("stands for" in link_.reason for link_ in records.links)


def test_a_value_without_a_subject_goes_to_the_main_sample_and_says_so() -> None:
    stage = LinkStage()
    found = Findings(mentions=(LFP_FORMULA,), values=(finding(2, "110 mAh/g"),))
    result = stage({"parse": DOCUMENT, "text_findings": found})
    assert [s.labels for s in result.value.samples] == [("LiFePO4",)]
    assert [p.code for p in result.problems] == ["L001"]
    assert next(link for link in result.value.links if link.kind == "measured_on").score < 0.5


def test_a_paper_that_names_nothing_keeps_its_values() -> None:
    records = link(finding(2, "110 mAh/g"))
    assert [m.quantity.text for m in records.measurements] == ["110 mAh/g"]
    assert records.samples[0].labels == ()


def test_processing_makes_another_sample() -> None:
    low, high = (replace(LFP, processing=f"sintered at {t} °C") for t in (700, 900))
    records = link(finding(2, "110 mAh/g", low), finding(2, "5 S/cm", high))
    assert sorted(s.note or "" for s in records.samples) == ["sintered at 700 °C", "sintered at 900 °C"]


def test_a_state_that_the_sentence_tells_makes_a_variant_with_all_names() -> None:
    told = replace(finding(2, "110 mAh/g", LFP), state="after annealing at 700 °C")
    plain = finding(2, "5 S/cm", LFP)
    records = link(told, plain, mentions=(LFP_FORMULA,), definitions=(DEFINITION,))
    treated, other = records.samples
    assert {"LFP", "LiFePO4", "annealed at 700 °C"} <= set(treated.labels)
    assert treated.composition == other.composition
    assert treated.note == "after annealing at 700 °C"
    assert any("in the state" in one.reason for one in records.links)


def test_a_phrase_is_the_variant_of_the_name_that_has_its_words() -> None:
    named = replace(LFP, processing="annealed at 300 °C", phrase="annealed LFP powder")
    setting = replace(mention(2, "86 °C", kind="label"), text="Annealing temperature = 300 degC")
    records = link(finding(2, "110 mAh/g", named), finding(2, "86 °C", setting, prop="curie_temperature"))
    (sample,) = records.samples
    assert {"LFP", "annealed LFP powder", "Annealing temperature = 300 degC"} <= set(sample.labels)


def test_a_variant_without_a_recipe_was_made_as_what_it_is_a_variant_of() -> None:
    step = SynthesisStep(operation="coat", words="coated", evidence=evidence(1, "coated"))
    recipe = Recipe(route=None, precursors=(), steps=(step,), targets=(LFP,), evidence=step.evidence)
    variant = replace(LFP, processing="sintered at 700 °C")
    values = (finding(2, "110 mAh/g", LFP), finding(2, "5 S/cm", variant))
    found = Findings(values=values, recipes=(recipe,))
    records = LinkStage()({"parse": DOCUMENT, "text_findings": found}).value
    assert {one.sample for one in records.synthesis} == {sample.id for sample in records.samples}
    assert [[step.words for step in one.steps] for one in records.synthesis] == [
        ["coated"],
        ["coated", "sintered at 700 °C"],
    ]


def test_the_recipe_of_a_family_is_that_of_its_members() -> None:
    step = SynthesisStep(operation="sinter", words="ceramics", evidence=evidence(0, "ceramics"))
    family = mention(0, "Ba1-xSrxTiO3", family="Ba1-xSrxTiO3")
    recipe = Recipe(route=None, precursors=(), steps=(step,), targets=(family,), evidence=step.evidence)
    member = mention(2, "x = 0.1", kind="label")
    found = Findings(mentions=(FAMILY,), values=(finding(2, "86 °C", member),), recipes=(recipe,))
    records = LinkStage()({"parse": DOCUMENT, "text_findings": found}).value
    (measured,) = records.measurements
    assert measured.sample in {one.sample for one in records.synthesis}


def test_the_only_recipe_is_that_of_a_sample_that_has_a_name_alone_but_not_of_another_compound() -> None:
    step = SynthesisStep(operation="coat", words="coated", evidence=evidence(1, "coated"))
    recipe = Recipe(route=None, precursors=(), steps=(step,), targets=(LFP_FORMULA,), evidence=step.evidence)
    label = replace(mention(2, "86 °C", kind="label"), text="Joint 2")
    other = replace(mention(2, "5 S/cm", family="BaTiO3"), text="BaTiO3")
    values = (finding(2, "110 mAh/g", label), finding(2, "5 S/cm", other))
    records = LinkStage()({"parse": DOCUMENT, "text_findings": Findings(values=values, recipes=(recipe,))}).value
    made = {one.sample for one in records.synthesis}
    assert {sample.id for sample in records.samples if "Joint 2" in sample.labels} <= made
    assert not {sample.id for sample in records.samples if "BaTiO3" in sample.labels} & made


def test_a_recipe_that_names_no_sample_is_that_of_every_sample_but_of_what_goes_into_it() -> None:
    step = SynthesisStep(operation="coat", words="coated", evidence=evidence(1, "coated"))
    salt = replace(mention(2, "5 S/cm", kind="formula", family="LiFePO4"), text="LiFePO4")
    assert salt.family is not None
    taken = Precursor(name="LiFePO4", composition=salt.family.compositions[0], evidence=step.evidence)
    recipe = Recipe(route=None, precursors=(taken,), steps=(step,), targets=(), evidence=step.evidence)
    names = [replace(mention(2, "86 °C", kind="label"), text=text) for text in ("Gel 1", "Gel 2")]
    values = tuple(finding(2, "110 mAh/g", one) for one in (*names, salt))
    records = LinkStage()({"parse": DOCUMENT, "text_findings": Findings(values=values, recipes=(recipe,))}).value
    made = {one.sample for one in records.synthesis}
    assert {sample.labels[0] for sample in records.samples if sample.id in made} == {"Gel 1", "Gel 2"}


def test_a_helper_far_away_gives_way_to_the_main_sample() -> None:
    far = replace(mention(1, "LiFePO4", family="H2O"), text="H2O", distance=120.0)
    records = link(finding(2, "110 mAh/g", far), mentions=(LFP, LFP_FORMULA))
    assert all("H2O" not in sample.labels for sample in records.samples)


@given(st.permutations([0, 1, 2]), st.integers(1, 3))
def test_every_finding_is_one_measurement_of_a_sample_that_is_there(order: list[int], copies: int) -> None:
    values = (finding(2, "110 mAh/g", LFP), finding(2, "86 °C", LFP_FORMULA), finding(2, "5 S/cm"))
    records = link(*[values[i] for i in order] * copies, mentions=(LFP, LFP_FORMULA))
    assert len(records.measurements) == len(values)
    assert {m.sample for m in records.measurements} <= {s.id for s in records.samples}
    assert {link_.target for link_ in records.links} >= {m.id for m in records.measurements}
    assert all(0 <= m.confidence <= 1 for m in records.measurements)

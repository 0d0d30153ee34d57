"""What a sentence states: property, value, subject and conditions, over the forms in which papers say it."""

import pytest
from matloom.extract.document import Block, Citation
from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.origin import origin_of
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import Statement, statements_by_rule
from matloom.records.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def stated(text: str, section: str = "Results and discussion") -> list[Statement]:
    found: list[Statement] = []
    for sentence in sentences(text, section, "paragraph", Glossary(), VOCABULARY):
        statements, _ = statements_by_rule(sentence, VOCABULARY)
        found.extend(statements)
    return found


def values(text: str, section: str = "Results and discussion") -> list[tuple[str, float | None]]:
    return [(one.property.name, one.quantity.value) for one in stated(text, section)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The band gap of TiO2 is 3.2 eV.", [("band_gap", 3.2)]),
        ("TiO2 has a band gap of 3.2 eV.", [("band_gap", 3.2)]),
        ("TiO2 with a 3.2 eV band gap was obtained.", [("band_gap", 3.2)]),
        ("The band gap (Eg) of TiO2 was calculated to be 3.2 eV.", [("band_gap", 3.2)]),
        ("Its ionic conductivity reaches 1.2 × 10−3 S cm−1 at 25 °C.", [("ionic_conductivity", 1.2e-3)]),
        ("The Seebeck coefficient S = 210 μV K−1 was found.", [("seebeck_coefficient", 210)]),
        ("It delivers 166.3 mAh g−1 at 0.1 C.", [("specific_capacity", 166.3)]),
        ("ZT of 1.4 was reached at 800 K.", [("figure_of_merit", 1.4)]),
        ("The hardness increased from 5 to 8 GPa.", [("hardness", 5), ("hardness", 8)]),
        ("The hardness varies in the range from 5 to 8 GPa.", [("hardness", None)]),
        (
            "The yield strength and ultimate tensile strength are 300 and 450 MPa, respectively.",
            [("yield_strength", 300), ("tensile_strength", 450)],
        ),
        ("The density and porosity are 3.2 g cm−3 and 5%.", [("density", 3.2), ("porosity", 5)]),
        ("The Curie temperature was found at 350 K.", [("curie_temperature", 350)]),
        ("Mean PCEs of 17.2 % were found.", [("conversion_efficiency", 17.2)]),
        ("As quenched it is soft: 52 ± 1 HV5.", [("hardness", 52)]),
        ("Its toughness is low, its strength (480 MPa) is not.", [("strength", 480)]),
        ("With a hardness of 17.2 GPa and E = 380 GPa, it is stiff.", [("hardness", 17.2), ("young_modulus", 380)]),
        (
            "Pr and Ec of the undoped disk are 15.2 µC/cm2 and 12.8 kV/cm, respectively.",
            [("remanent_polarization", 15.2), ("coercive_electric_field", 12.8)],
        ),
        ("UPS gave the work function at 4.4 eV.", [("work_function", 4.4)]),
        ("The bar reached 3.91 g/cm3 in the end.", [("density", 3.91)]),
        ("The wire failed after 7200 cycles.", [("cycle_life", 7200)]),
        ("It gave a gas response of 31.5 to 10 ppm acetone.", [("gas_response", 31.5)]),
        (
            "Its Ms, Mf, As and Af were 301, 288, 296 and 309 K.",
            [("phase_transition_temperature", value) for value in (301, 288, 296, 309)],
        ),
        ("They raised Q × f to 92,000 GHz.", [("quality_factor_frequency", 92000)]),
        (
            "The scale grew by a parabolic law, kp being 3.2 × 10−11 g2 cm−4 s−1.",
            [("parabolic_rate_constant", 3.2e-11)],
        ),
        ("The plateau stress has come down to 380 MPa.", [("plateau_stress", 380)]),
        ("The shrinkage begins at 1240 °C.", [("shrinkage_temperature", 1240)]),
        ("A 5% weight loss occurs at 310 °C.", [("decomposition_temperature", 310)]),
        (
            "The dots absorb at 466 nm and emit at 481 nm.",
            [("absorption_wavelength", 466), ("emission_wavelength", 481)],
        ),
        (
            "The disk had c/a = 1.601 and a hardness of 352 HV10; the other hardnesses were 301, 322 and 335 HV10.",
            [("axial_ratio", 1.601), *(("hardness", value) for value in (352, 301, 322, 335))],
        ),
        ("The framework begins to collapse at 460 °C.", [("collapse_temperature", 460)]),
        ("Its activation energy is large (Q = 1.2 eV).", [("activation_energy", 1.2)]),
        ("The rods are 42 nm long.", [("length", 42)]),
        ("A Raman band appears at 1350 cm−1.", [("raman_shift", 1350)]),
        ("In the FTIR spectrum an absorption peak appears at 1713 cm−1.", [("infrared_band", 1713)]),
        ("In the Raman spectrum the vibration band was found at 570 cm−1.", [("raman_shift", 570)]),
        ("The polymer has Mn = 12000.", [("molar_mass", 12000)]),
        ("The row reads C Si Mn P 0.2 0.3 1.4 0.01 for the steel.", []),
        ("Targets of pure iron (99.99%) were used.", []),
        ("The films were excited with a 514 nm laser.", []),
        ("Linear polarization curves were completed in a range of 1.2–1.7 V.", []),
        ("The experiment starts from the OCP to 1.3 V.", []),
        ("All spectra were referenced to the C 1s peak at 284.8 eV.", []),
        ("The line width is shown in (a); the scale bar in (b) is 2 µm.", []),
        ("The inset shows the process for heating rates of 2.5 and 10 K/min.", []),
        ("The critical heating rate was 12 K/min.", [("critical_heating_rate", 12)]),
        ("The films are transparent (80% at 550 nm).", []),
        ("The films were studied at an excitation line of a laser with a wavelength of 532 nm.", []),
        (
            "The percentages of Ni, Co, and Fe among the metals were 26 at%, 55 at%, and 19 at%, respectively.",
            [("element_content", 26), ("element_content", 55), ("element_content", 19)],
        ),
        ("After 500 cycles 87% of the initial capacity is retained.", [("capacity_retention", 87)]),
        ("At 1 kHz the relative permittivity of BaTiO3 is 1700.", [("dielectric_constant", 1700)]),
        ("The dielectric constant of 2000 at 1 kHz was first reported in 1998.", [("dielectric_constant", 2000)]),
        (
            "The refractive index grows with the Ge content, from 1.45 to 1.52.",
            [
                ("refractive_index", 1.45),
                ("refractive_index", 1.52),
            ],
        ),
        (
            "The tetragonality c/a falls with the Sr content, from 1.011 for x = 0 to 1.000 for x = 0.3.",
            [("axial_ratio", 1.011), ("axial_ratio", 1.0)],
        ),
        ("The cell with a LSM cathode gave 0.2 W cm−2 at 700 °C.", [("cell_power_density", 0.2)]),
        ("The cell reached a stable performance of 0.7 W/cm2.", [("cell_power_density", 0.7)]),
        ("The performance stayed stable at 0.6 A/cm2.", [("current_density", 0.6)]),
        (
            "Activation energies were reported by Fisher et al. [7] (0.9 eV) and Cole et al. [8] (1.1 eV).",
            [("activation_energy", 0.9), ("activation_energy", 1.1)],
        ),
        ("The oxide density was alike in all the films (3.1 g/cm3).", [("density", 3.1)]),
        ("The films show larger strain values (−0.4% and 0.6%).", [("strain_value", -0.4), ("strain_value", 0.6)]),
        ("The proportionality limit of the steel is 310 MPa.", [("proportionality_limit", 310)]),
        ("The degradation per cycle was 0.3 %.", [("degradation_per_cycle", 0.3)]),
        ("The pore size of AB12 (4.1 nm) was found.", [("pore_size", 4.1)]),
        (
            "A doubling in thermal conductivity was seen (from 2 to 4 W/m/K).",
            [("thermal_conductivity", 2), ("thermal_conductivity", 4)],
        ),
        ("Anodes of Sn (990 mAh/g) were compared.", [("specific_capacity", 990)]),
        ("The stack gave a degradation of 0.3% per cycle.", [("degradation", 0.3)]),
        ("A porous interlayer (12 μm) was added.", [("film_thickness", 12)]),
        ("The share of closed pores was over 35%.", [("share_closed_pore", 35)]),
        ("Macropores ranging from 12 to 18 μm were seen.", [("macropore_size", None)]),
        ("The yield was 61%, m.p. 212 °C.", [("yield", 61), ("melting_temperature", 212)]),
        ("It delivers 160 mAh g−1, which is 94 % of the theoretical capacity.", [("specific_capacity", 160)]),
        (
            "The coating raises the capacity at 0.1 C from 110 to 160 mAh g−1.",
            [
                ("specific_capacity", 110),
                ("specific_capacity", 160),
            ],
        ),
    ],
)
def test_forms_of_saying(text: str, expected: list[tuple[str, float | None]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The conductivity was measured at 300 K.",
        "The powder was heated at 900 °C for 5 h.",
        "Band gaps were compared with those of Fig. 3 and Table 2.",
        "The capacity was tested in the voltage range of 2.5-4.2 V.",
        "The spectra show the wavenumber region 1700-1200 cm−1.",
        "The rods have a diameter of 10 mm.",
        "The hardness is discussed in [12].",
    ],
)
def test_conditions_and_settings_are_no_measurements(text: str) -> None:
    assert values(text) == []


def test_a_lone_value_goes_back_to_the_property_named_before() -> None:
    text = "The activation energy was looked at before. A far higher value of 1.7 eV was found for the alloy."
    assert values(text) == [("activation_energy", 1.7)]


def test_what_falls_is_no_range() -> None:
    text = "On this disc the surface roughness was brought, with a coating, from 2.44(±0.99) μm to 104(±22) nm."
    assert values(text) == [("surface_roughness", 2.44), ("surface_roughness", 104)]


def test_a_word_is_no_symbol() -> None:
    assert values("As told for the alloy, it was held at 800 °C.") == []


def test_words_that_admit_any_unit_say_it_plainly() -> None:
    text = "At 773 K the Seebeck coefficient of the alloy is −215 µV/K."
    assert values(text) == [("seebeck_coefficient", -215)]


def test_experimental_settings_are_no_measurements() -> None:
    text = "XRD patterns were recorded with a wavelength of 1.5406 Å and an accelerating voltage of 40 kV."
    assert values(text, "2. Experimental > 2.1. Characterization") == []


def test_a_list_runs_over_its_conditions() -> None:
    text = "LiFePO4 shows discharge capacities of 166.3, 156.1 and 143.0 mAh g−1 at 0.1, 1 and 3 C, respectively."
    found = stated(text)
    assert [one.quantity.value for one in found] == [166.3, 156.1, 143.0]
    rates = [(condition.name, condition.quantity) for one in found for condition in one.conditions]
    assert [(name, rate.value) for name, rate in rates if rate] == [("c_rate", 0.1), ("c_rate", 1.0), ("c_rate", 3.0)]
    assert {text[one.subjects[0].start : one.subjects[0].end] for one in found} == {"LiFePO4"}


def test_a_list_runs_over_its_subjects() -> None:
    text = "The band gaps of TiO2, ZnO and WO3 are 3.2, 3.3 and 2.7 eV, respectively."
    found = stated(text)
    assert [text[one.subjects[0].start : one.subjects[0].end] for one in found] == ["TiO2", "ZnO", "WO3"]


def test_brackets_pair_subject_and_value() -> None:
    text = "The conductivity of Na3PS4 (Li3PS4) is 1.2 (3.4) S/cm."
    found = stated(text)
    assert [(text[one.subjects[0].start : one.subjects[0].end], one.quantity.value) for one in found] == [
        ("Na3PS4", 1.2), ("Li3PS4", 3.4),
    ]  # fmt: skip


def test_each_value_has_the_subject_that_follows_it() -> None:
    text = "The hardness is 20 GPa for TiN and 30 GPa for ZrN."
    found = stated(text)
    assert [(text[one.subjects[0].start : one.subjects[0].end], one.quantity.value) for one in found] == [
        ("TiN", 20), ("ZrN", 30),
    ]  # fmt: skip


def test_a_condition_ahead_holds_for_all() -> None:
    found = stated("At 300 K, the band gap is 3.2 eV and the refractive index is 2.5.")
    assert [one.conditions[0].name for one in found] == ["temperature", "temperature"]


def test_an_implausible_value_is_a_problem() -> None:
    text = "The band gap of TiO2 is 320 eV."
    (sentence,) = sentences(text, "", "paragraph", Glossary(), VOCABULARY)
    statements, problems = statements_by_rule(sentence, VOCABULARY)
    assert not statements
    assert [problem.code for problem in problems] == ["Q002"]


def test_values_run_over_the_values_of_a_variable() -> None:
    text = "The Curie temperatures of Ba1-xSrxTiO3 are 120, 86 and 52 °C for x = 0, 0.1 and 0.2, respectively."
    glossary = Glossary.of((), (text,))
    (sentence,) = sentences(text, "", "paragraph", glossary, VOCABULARY)
    found, _ = statements_by_rule(sentence, VOCABULARY)
    subjects = [one.subjects[0] for one in found]
    assert [subject.name for subject in subjects if subject.name] == ["x = 0", "x = 0.1", "x = 0.2"]
    amounts = [subject.composition.amounts.get("Ba") for subject in subjects if subject.composition]
    assert amounts == pytest.approx([1, 0.9, 0.8])


def test_both_ends_of_a_fall_have_their_own_subject() -> None:
    text = "The Curie temperature falls from 120 °C for BaTiO3 to 18 °C for Ba0.7Sr0.3TiO3, by 3.4 °C for each mol%."
    found = stated(text)
    assert [(text[one.subjects[0].start : one.subjects[0].end], one.quantity.value) for one in found] == [
        ("BaTiO3", 120), ("Ba0.7Sr0.3TiO3", 18),
    ]  # fmt: skip


def test_the_members_of_a_list_carry_their_unit() -> None:
    found = stated("It delivers discharge capacities of 160 and 120 mAh g−1 at 0.1 and 5 C.")
    assert [one.quantity.text for one in found] == ["160 mAh g−1", "120 mAh g−1"]
    assert [one.conditions[0].quantity.text for one in found if one.conditions[0].quantity] == ["0.1 C", "5 C"]


def test_a_raised_citation_is_no_part_of_a_unit_and_says_that_the_value_is_cited():
    text = "The ionic conductivity of LLZO is 1.2 × 10−3 S cm−112. Our film reached an ionic conductivity of 2 S cm−1."
    mark = Citation(start=text.index("12. Our"), end=text.index(". Our"))
    running = Block(id="b1", type="paragraph", text=text, citations=(mark,)).running
    first, second = sentences(running, "", "paragraph", Glossary(), VOCABULARY, [mark.start])
    (statement,), (own,) = (statements_by_rule(sentence, VOCABULARY)[0] for sentence in (first, second))
    assert (statement.quantity.value, statement.quantity.unit) == (0.0012, "S/cm")
    assert origin_of(first, statement.start, statement.end) == "cited"
    assert origin_of(second, own.start, own.end) == "reported"


def test_a_difference_is_no_condition() -> None:
    found = stated(
        "The Curie temperature falls from 120 °C for BaTiO3 to 18 °C for Ba0.7Sr0.3TiO3, by 3.4 °C per step."
    )
    assert [(one.quantity.text, one.conditions) for one in found] == [("120 °C", ()), ("18 °C", ())]


def test_the_value_of_a_composition_s_variable_is_that_of_no_property() -> None:
    text = "The relative permittivity of BaTiO3 is 1700; that of the sample with x = 0.3 is higher."
    (sentence,) = sentences(text, "Results", "paragraph", Glossary(), VOCABULARY)
    statements, problems = statements_by_rule(sentence, VOCABULARY)
    assert [one.quantity.value for one in statements] == [1700]
    assert not problems


@pytest.mark.parametrize(
    "text",
    [
        "The 15 nm film had a smooth surface.",
        "Voids grew around the 74 nm diameter particles.",
        "Both the 15 nm and 90 nm films were clear.",
        "Adding 2 wt% Pd was enough.",
        "The sensor containing 2 wt% Pd was fast.",
        "At 4 mol% Zr it stays cubic.",
        "Some 5% of Ca was replaced.",
        "The performance at 53% RH was stable.",
    ],
)
def test_what_tells_a_thing_or_what_was_made_is_no_value(text: str) -> None:
    assert values(text) == []


def test_a_thing_that_is_told_first_has_its_size() -> None:
    assert values("A 15 nm film was deposited.") == [("film_thickness", 15)]
    assert values("The matrix contains 33 at.% Ti.") == [("element_content", 33)]

"""Sentences of procedures, and the steps that they tell."""

import pytest
from matloom.extract.text.sentences import sentence_spans
from matloom.extract.text.synthesis.steps import find_steps
from matloom.extract.text.synthesis.surroundings import atmosphere_in


def steps(text):
    return find_steps(text, sentence_spans(text))


def told(step):
    return tuple(quantity.text if quantity is not None else None for quantity in (step.temperature, step.time))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The powder was calcined at 900 °C for 10 h in air, ground, and sintered at 1200 °C for 4 h.",
            [("calcine", "900 °C", "10 h"), ("grind", None, None), ("sinter", "1200 °C", "4 h")],
        ),
        (
            "After stirring for 3 h, the solution was evaporated at 80 °C for 12 h.",
            [("stir", None, "3 h"), ("dry", "80 °C", "12 h")],
        ),
        (
            "The gel was dried at 120 °C, followed by calcination at 400 °C for 3 h.",
            [("dry", "120 °C", None), ("calcine", "400 °C", "3 h")],
        ),
        (
            "It was fired in steps (450 °C for 30 min, 650 °C for 30 min, and 800 °C for 1 h).",
            [("calcine", "450 °C", "30 min"), ("calcine", "650 °C", "30 min"), ("calcine", "800 °C", "1 h")],
        ),
        ("The mixture was sealed in an autoclave and heated at 180 °C for 20 h.", [
            ("other", None, None), ("hydrothermal", "180 °C", "20 h"),
        ]),
        ("The dried powder was pressed into pellets at 200 MPa.", [("press", None, None)]),
        (
            "The powder was pressed followed by sintering at 1250 °C for 6 h.",
            [("press", None, None), ("sinter", "1250 °C", "6 h")],
        ),
        (
            "The resin was dispersed in water, followed by vigorous stirring of the dispersion at 60 °C for 3 h.",
            [("mix", None, None), ("stir", "60 °C", "3 h")],
        ),
        (
            "It was exposed to cycles of freezing and thawing. The freezing temperature was -20 °C, the freezing "
            "duration 8 h, while the thawing temperature was 20 °C, with a thawing duration of 4 h.",
            [("cool", "-20 °C", "8 h"), ("other", "20 °C", "4 h")],
        ),
        ("The membrane was hot pressed at 130 C for 4 min.", [("press", "130 C", "4 min")]),
        (
            "The layers were hot pressed. The pressing temperature, pressure and time were 140 °C, 4 MPa and 2 min, "
            "respectively.",
            [("press", "140 °C", "2 min")],
        ),
        ("It was heated at a heating rate of 5 °C/min to 700 °C.", [("heat", "700 °C", None)]),
        ("The ampoule was heated from 25 to 900 °C, held there for 10 h and cooled.", [
            ("heat", "900 °C", "10 h"), ("cool", None, None),
        ]),
        ("Milling was performed in air. The milling time was 30 min.", [("mill", None, "30 min")]),
        ("The film was deposited at 900 °C. The duration for the deposition was 2 h.", [("deposit", "900 °C", "2 h")]),
        ("The bars were heated to 1100 °C. The heating time was 300 s, after which they were cooled.", [
            ("heat", "1100 °C", "300 s"), ("cool", None, None),
        ]),
        ("The steel was melted. Boron was added to improve the hardenability.", [("melt", None, None)]),
        ("The pellets were dried, followed by a sintering procedure at 1200 °C for 12 h.", [
            ("dry", None, None), ("sinter", "1200 °C", "12 h"),
        ]),
        ("Graphene was grown by CVD at 1000 °C for 15 min.", [("deposit", "1000 °C", "15 min")]),
        ("The sample B was prepared by milling sample A for 2 h.", [("mill", None, "2 h")]),
        ("The gel was dried by rotary evaporation at 40 °C.", [("dry", "40 °C", None)]),
        ("The powders were mixed by ball milling for 6 h.", [("mill", None, "6 h")]),
        ("The film was spin-coated at 600 rpm for 6 s and 1000 rpm for 60 s.", [
            ("coat", None, "6 s"), ("coat", None, "60 s"),
        ]),
        ("The bar underwent a treatment consisting of heating at 900 and 600 °C for 2 and 8 h.", [
            ("heat", "900", "2"), ("heat", "600 °C", "8 h"),
        ]),
        ("The films were deposited by evaporation; the substrate was kept at 150 °C.", [("deposit", "150 °C", None)]),
        ("The bars were homogenised at 1200 °C for 24 h and tempered.", [
            ("anneal", "1200 °C", "24 h"), ("anneal", None, None),
        ]),
        ("The melt was poured into a steel mould and the sample was kept.", [("cast", None, None)]),
        ("It was obtained by blending at 70 °C and then degassing for 3 h.", [
            ("mix", "70 °C", None), ("other", None, "3 h"),
        ]),
        ("The powder was immersed into a 20 wt% solution of HF for 24 h.", [("etch", None, "24 h")]),
        ("The crystal was grown by the Bridgman method.", [("melt", None, None)]),
        ("Red crystals were formed on cooling the liquor slowly.", [("cool", None, None)]),
        ("The lamp was filtered by a narrow band-pass filter, and the method was applied on both.", []),
        ("It was stirred until the salt was completely dissolved.", [("stir", None, None)]),
        ("It reaches the ultrasonically agitated nozzle.", []),
        ("A glass plate was suspended 5 mm above the wafer.", []),
        ("They were made of wafers with various doping levels.", []),
        ("The FTO substrates were cleaned with acetone and then treated with oxygen plasma for 2 min.", [
            ("wash", None, None), ("other", None, "2 min"),
        ]),
        ("Pitch (softening point: 160 °C) was dissolved, before the addition of MgO.", [
            ("dissolve", None, None), ("mix", None, None),
        ]),
        ("The product was obtained by annealing, which gives a toughness at −60 °C.", [("anneal", None, None)]),
        ("It was austenitised at 860 °C for 1 h before quenched in oil and tempered at 200 °C for 2 h.", [
            ("heat", "860 °C", "1 h"), ("quench", None, None), ("anneal", "200 °C", "2 h"),
        ]),
        ("The disk was deformed by high pressure torsion.", [("press", None, None)]),
        ("The parts were dried by being heated at 65 °C.", [("dry", "65 °C", None)]),
        ("The route was casting → hot rolling → quenching and tempering.", [
            ("cast", None, None), ("other", None, None), ("quench", None, None), ("anneal", None, None),
        ]),
        ("Steel was melted in a melting furnace and cast into ingots.", [("melt", None, None), ("cast", None, None)]),
        ("After 30 min of stirring at 50 °C, the solid was filtered.", [
            ("stir", "50 °C", "30 min"), ("filter", None, None),
        ]),
        ("The powder was put into a microwave furnace. It was irradiated at 180 °C for 15 min.", [
            ("microwave", "180 °C", "15 min"),
        ]),
        ("A film was deposited at 150 °C. The vapour was mixed with nitrogen gas flowing at 150 mL/min.", [
            ("deposit", "150 °C", None),
        ]),
        ("An anneal at 300 °C for 1 h was undertaken.", [("anneal", "300 °C", "1 h")]),
        ("Heating was turned off; oxygen flowed at 2 slm for 5 h.", []),
        ("Dry oxidation was carried out at 1100 °C for 5 h.", [("heat", "1100 °C", "5 h")]),
        ("The sol was shaken for 5 min, followed by two hours of stirring and 12 h of ball-milling.", [
            ("stir", None, "5 min"), ("stir", None, "two hours"), ("mill", None, "12 h"),
        ]),
        ("KOH was added with stirring at 5 °C for 3 h.", [("mix", None, None), ("stir", "5 °C", "3 h")]),
        ("The tapes were made by tape-casting and hot-pressing at 90 °C.", [
            ("cast", None, None), ("press", "90 °C", None),
        ]),
        ("Gels went through three cycles of freezing and thawing. The freezing temperature was −18 °C for 8 h, "
         "the thawing temperature was 20 °C, with a thawing time of 4 h.",
         [("cool", "−18 °C", None), ("other", "20 °C", "4 h")]),
        ("The sintering process was carried out at 1300 °C for 2 h.", [("sinter", "1300 °C", "2 h")]),
        ("Points were taken by holding the potential for 2 min; PdO was reduced at a voltage of 0.3 V for 9 s.", []),
        ("Films were sputtered at 300 °C. They were cooled. Sputtering times were kept constant at 20 min.",
         [("deposit", "300 °C", "20 min"), ("cool", None, None)]),
        ("The transfer of the decal was carried out at 140 °C for 3 min.", [("press", "140 °C", "3 min")]),
        ("The mixed solution and the calcined powder are shown.", []),
        ("The plates were held normal to the flow.", []),
        ("The sintering temperature is high; heating rates differ.", []),
    ],
)  # fmt: skip
def test_steps_have_their_own_conditions(text, expected):
    assert [(step.operation, *told(step)) for step in steps(text)] == expected


def test_rate_pressure_and_atmosphere_of_a_step():
    (step,) = steps("Pellets were hot pressed at 1025 K for 2 h under a pressure of 80 MPa in flowing Ar at 5 K/min.")
    assert (step.pressure.value, step.pressure.unit, step.rate.value, step.atmosphere) == (80.0, "MPa", 5.0, "Ar")


def test_a_temperature_without_degree_sign_is_one_in_kelvin_too():
    (step,) = steps("The membrane was hot pressed at 127 C for 4 min.")
    assert (step.temperature.unit, step.temperature.canonical_value) == ("degC", pytest.approx(400.15))


@pytest.mark.parametrize(
    ("text", "gas"),
    [
        ("in flowing argon", "Ar"),
        ("under a N2 atmosphere", "N2"),
        ("under a reducing 5% H2/Ar flow", "5% H2/Ar"),
        ("in a vacuum oven", "vacuum"),
        ("in an argon-filled glove box", "Ar"),
        ("in static air", "air"),
        ("in water", None),
    ],
)
def test_atmospheres(text, gas):
    assert atmosphere_in(text) == gas


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bars were sintered in vacuum at 1650 °C with holding for 20 min.",
            [("sinter", "1650 °C", "20 min")],
        ),
        (
            "Stoichiometric CaO (predried at 1000 °C) and TiO2 were ground and fired at 1200 °C for 10 h.",
            [("dry", "1000 °C", None), ("grind", None, None), ("calcine", "1200 °C", "10 h")],
        ),
        (
            "Ingots were arc melted, turned over and homogenized at 900 °C for 5 h.",
            [("melt", None, None), ("anneal", "900 °C", "5 h")],
        ),
        ("An excess of 2% Li2CO3 was added to compensate for losses.", []),
        (
            "The billet was vacuum melted, forged, hot rolled at 900 °C and cold rolled to 1 mm.",
            [("melt", None, None), ("other", None, None), ("other", "900 °C", None), ("other", None, None)],
        ),
        (
            "Discs were sintered in air for 2 h. They were sintered at 1300 °C.",
            [("sinter", "1300 °C", "2 h")],
        ),
        (
            "The powder was fired at 800 °C for 4 h. Pellets were fired at 1200 °C for 6 h.",
            [("calcine", "800 °C", "4 h"), ("sinter", "1200 °C", "6 h")],
        ),
        (
            "The dry xerogel (110 °C, 10 h) was refluxed in toluene for 5 h.",
            [("heat", None, "5 h")],
        ),
        (
            "The ink was spun at 3000 rpm for 30 s and the flux was spun off.",
            [("coat", None, "30 s"), ("centrifuge", None, None)],
        ),
        (
            "The volume of dye added to each bath was kept at 2 mL.",
            [],
        ),
        (
            "Layers were deposited with substrates heated to the same temperature and cooled in air.",
            [("deposit", None, None), ("cool", None, None)],
        ),
        ("Cubes were fabricated from the powder with a laser power of 200 W.", [("melt", None, None)]),
    ],
)
def test_how_long_how_dry_and_how_often(text, expected):
    assert [(step.operation, *told(step)) for step in steps(text)] == expected

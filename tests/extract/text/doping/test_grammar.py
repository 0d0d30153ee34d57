"""Sentences of doping: hosts, dopants and what belongs together; and that places are right in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.text.doping.grammar import find_doping

ATTRIBUTES = [
    ("Er3+-doped tellurite glasses were drawn.", "tellurite glasses", "Er3+"),
    ("A film of Ca-, Sr-, and Ba-doped LaErO3 conducts.", "LaErO3", "Ca|Sr|Ba"),
    ("Eu2+, Mn2+ co-doped Ca8MgLa(PO4)7 phosphors", "Ca8MgLa(PO4)7", "Eu2+|Mn2+"),
    ("(La, Sr)-doped BaTiO3 is dense.", "BaTiO3", "La|Sr"),
    ("5 mol% Y2O3-doped ZrO2 powders", "ZrO2", "Y2O3"),
    ("pure and nitrogen doped graphene sheets", "graphene", "nitrogen"),
    ("the N–F-codoped anatase TiO2", "anatase TiO2", "N|F"),
    ("heavily boron-doped p-type silicon wafers", "silicon", "boron"),
    ("Yb3+/Er3+ co-doped NaYF4 nanocrystals", "NaYF4", "Yb3+/Er3+"),
    ("a phosphoric acid-doped polybenzimidazole membrane", "polybenzimidazole", "phosphoric acid"),
    ("films of Co-doped SnO2", "SnO2", "Co"),
    ("dye-doped liquid crystals", "liquid crystals", "dye"),
    ("sodium-doped zinc oxide (ZnO) films", "zinc oxide|ZnO", "sodium"),
    ("Ba-incorporated CsPbI2Br films", "CsPbI2Br", "Ba"),
    ("In-doped CdSe and as-grown crystals", "CdSe", "In"),
    ("an undoped BaSnO3 layer", "BaSnO3", ""),
    ("the heavily doped semiconductor", "semiconductor", ""),
    ("doped films of ZnO", "ZnO", ""),
    ("Fe-doped carbon dots and SiC nanotubes", "carbon dots", "Fe"),
    ("doped PSC-based cells emitted light", "PSC-based cells", ""),
    ("doped 2D materials", "2D materials", ""),
    ("La-doped CeO2 (La2Ce2O7) pellets", "CeO2", "La"),
    ("Er-doped TeO2 optical fibers", "TeO2 optical fibers", "Er"),
    ("p-type zinc oxide grew, and n-type films.", "zinc oxide", ""),
    ("Ni-doped CaFe2As2, SrFe2As2 and BaFe2As2 on MgO", "CaFe2As2|SrFe2As2|BaFe2As2", "Ni"),
    ("Ca- and Co-doped yttrium chromite", "yttrium chromite", "Ca|Co"),
    ("Ag nanoparticles doped TiO2", "TiO2", "Ag nanoparticles"),
    ("N-doped activated carbon", "activated carbon", "N"),
    ("X-doped (X = Cr, Fe) AlN nanotubes", "AlN nanotubes", "X"),
    ("rhodamine 6G-doped PMMA", "PMMA", "rhodamine 6G"),
    ("Eosin doped silica and nanostructured doped ZnO", "silica|ZnO", "Eosin"),
    ("a P-doped n+ silicon wafer", "silicon", "P"),
    ("Li+ co-doping in Eu3+-doped Gd2O3", "Gd2O3", "Li+|Eu3+"),
    ("boron-doped, nitrogen-doped and pristine graphene", "graphene", "boron|nitrogen"),
    ("Sc2O3-doped ZrO2 and CeO2-doped ScSZ", "ZrO2|ScSZ", "Sc2O3|CeO2"),
    ("We have doped LiFePO4 with niobium.", "LiFePO4", "niobium"),
    ("Eu 3+ , Tb 3+ co-doped Y 2 O 3", "Y 2 O 3", "Eu 3+|Tb 3+"),
    ("a Bi-doped silica fiber", "silica fiber", "Bi"),
    ("Eu-doped Y2O3 and Gd2O3, N-doped TiO2 and SiO2", "Y2O3|Gd2O3|TiO2", "Eu|N"),
    ("Al—doped ZnO", "ZnO", "Al"),
    ("hole-doped cuprates", "cuprates", "hole"),
    ("Al-doped layered double hydroxide (LDH)", "layered double hydroxide", "Al"),
    ("a doped organic semiconductor", "organic semiconductor", ""),
    ("Eu-doped ZnO-based varistors", "ZnO-based varistors", "Eu"),
    ("Mo-doped BiVO4/WO3 films and Zr-doped LiCoO2/C", "BiVO4|LiCoO2/C", "Mo|Zr"),
    ("Fe-doped ZnO/graphene sheets and Ga-doped Ge/SiO2", "ZnO|Ge", "Fe|Ga"),
    ("Mn-doped CsPbX3 (X = Br, I) cubes", "CsPbX3 (X = Br, I)", "Mn"),
    ("Eu-doped RE2O3 (RE=Y, Gd) and Ce-doped MO (grey) powders", "RE2O3 (RE=Y, Gd)|MO", "Eu|Ce"),
    ("p-type Sr(Ti,M)O3 (M = Nb5+, Ta5+) films", "Sr(Ti,M)O3", ""),
    ("boron (B) and nickel (Ni) doped graphene", "graphene", "boron|B|nickel|Ni"),
    ("Ce (1%), Tb (2%) co-doped LaPO4", "LaPO4", "Ce|Tb"),
    ("lanthanide doped converter materials", "converter materials", "lanthanide"),
    ("highly doped n-i-p diodes", "n-i-p diodes", ""),
    ("Eu-doped Sr Al2O4 and Ca TiO3", "Sr Al2O4", "Eu"),
    ("Fe-doped La 2-x Sr x CuO 4 (LSCO) crystals", "La 2-x Sr x CuO 4", "Fe"),
]  # fmt: skip
BEHIND = [
    ("Polycrystalline CdSe layers, doped with In and Ga, grew.", "CdSe", "In|Ga"),
    ("ZnO doped (1 at.%) with Al", "ZnO", "Al"),
    ("Ni/MgO doped with 0.2 parts of La", "Ni/MgO", "La"),
    ("GaN was heavily doped with Si and Mg.", "GaN", "Si|Mg"),
    ("Carbon nitride (CN) films doped with 2 at.% of oxygen", "Carbon nitride", "oxygen"),
    ("Electrodes doped with cobalt phthalocyanine", "Electrodes", "cobalt phthalocyanine"),
    ("Nitrogen was doped into the TiO2 lattice.", "TiO2", "Nitrogen"),
    ("Cerium and europium ions were doped into SrAl2O4.", "SrAl2O4", "Cerium|europium"),
    ("Bi2Te3 was alloyed and doped with SbI3.", "Bi2Te3", "SbI3"),
    ("Silicon heavily doped with boron", "Silicon", "boron"),
    ("LaMnO3 samples doped at the A site with Ca", "LaMnO3", "Ca"),
    ("Titania, both undoped and doped with niobium", "Titania", "niobium"),
    ("Sr2SiO4 activated with Eu2+ shines.", "Sr2SiO4", "Eu2+"),
    ("Nitrogen was incorporated into ZnO films.", "ZnO", "Nitrogen"),
    ("Ti4+ codoped with Yb3+ ions in hexagonal NaYF4", "NaYF4", "Ti4+|Yb3+"),
    ("SnAgCu alloys with doped elements such as Bi and Sb", "SnAgCu alloys", "Bi|Sb"),
]  # fmt: skip
NOUNS = [
    ("Effects of Fe doping on the structure of BaTiO3.", "BaTiO3", "Fe"),
    ("K doping in PbCu2O2 makes holes.", "PbCu2O2", "K"),
    ("Mg doping concentration in GaN layers", "GaN", "Mg"),
    ("The doping of lanthanum into LaNiO3 helps.", "LaNiO3", "lanthanum"),
    ("Doping graphene with nitrogen and boron improves it.", "graphene", "nitrogen|boron"),
    ("It rises by doping Sm3+ ions into halide crystals.", "halide", "Sm3+"),
    ("Titania nanoparticles were tuned by doping it with aluminum.", "Titania", "aluminum"),
    ("TiO2 powders with different sulfur doping levels", "TiO2", "sulfur"),
    ("Distribution of Ga dopants in Ge crystals", "Ge", "Ga"),
    ("Tin as an n-type dopant in the growth of GaAs", "GaAs", "Tin"),
    ("The dopant ions Eu3+ and Tb3+ enter.", "", "Eu3+|Tb3+"),
    ("The level of Fe doping is low.", "", "Fe"),
    ("Incorporation of Al into ZnO", "ZnO", "Al"),
    ("a higher concentration of Er3+ in NaYF4", "NaYF4", "Er3+"),
    ("Introducing Ga atoms into In2O3 and the introduction of Al into ZnO", "In2O3|ZnO", "Ga|Al"),
    ("Introducing new devices into the market.", "", ""),
    ("the conductivity of LiFePO4 with a proper content of Nb doping", "LiFePO4", "Nb"),
    ("the Cu2+ concentration of the bath", "", ""),
    ("Graphene doping by gold", "Graphene", "gold"),
    ("Al doping by sputtering", "", "Al"),
    ("Mn substitution for Fe in BiFeO3", "BiFeO3", "Mn"),
    ("substitution of Sr2+ by lanthanide ions (La3+, Lu3+) in SrTiO3", "SrTiO3", "lanthanide|La3+|Lu3+"),
    ("transition metal (Fe, Co) doping in GaN", "GaN", "transition metal|Fe|Co"),
    ("Nb5+ was added as a dopant in TiO2.", "TiO2", "Nb5+"),
    ("Ca doping on the “A” site of manganites", "“A” site", "Ca"),
    ("La2NiO4 by Sr doping", "La2NiO4", "Sr"),
    ("a nitride with three doping elements", "", "elements"),
    ("doping with metals such as Fe and Ni", "", "metals|Fe|Ni"),
    ("Fluorine is the best dopant.", "", "Fluorine"),
    ("low dopant density single crystal Si electrodes", "Si", ""),
    ("The doping dependence of Tc and the current anti-doping rules", "", ""),
]  # fmt: skip
NOTATION = [
    ("Spectra of ZnS:Ag:Cu layers", "ZnS", "Ag|Cu"),
    ("a Nd:YAG rod", "YAG", "Nd"),
    ("periodically poled MgO:LiNbO3", "LiNbO3", "MgO"),
    ("Er3+-doped Ti:LiNbO3 waveguides", "LiNbO3", "Er3+|Ti"),
    ("Oriented ZnO : Eu films", "ZnO", "Eu"),
    ("Emission of BiOI:Eu3+ or Tb3+ plates", "BiOI", "Eu3+|Tb3+"),
    ("SrAl 2 O 4 :Eu 2+ ,Dy 3+", "SrAl 2 O 4", "Eu 2+|Dy 3+"),
    ("a Nd 3+ :YAG laser", "YAG", "Nd 3+"),
    ("Cr, Nd:GSGG", "GSGG", "Cr|Nd"),
    ("poled MgO:LiNbO 3.", "LiNbO 3", "MgO"),
    ("SrTiO3:Ln3+ (Ln3+ = La3+, Tb3+) dots", "SrTiO3", "Ln3+ (Ln3+ = La3+, Tb3+)"),
    ("thin a-Si:H films", "", ""),
    ("the Ni/ZnO:B interface", "ZnO", "B"),
    ("SrLaMgTaO6:Erx ceramics", "SrLaMgTaO6", "Erx"),
    ("YVO4:Eu3+@SiO2 shells", "YVO4", "Eu3+"),
    ("NaGdF4: 18% Yb3+, 2% Er3+ shells", "NaGdF4", "Yb3+|Er3+"),
    ("BaTiO3: 3 Ti sites", "", ""),
    ("the phosphor Sr Al2O4:Eu", "Sr Al2O4", "Eu"),
    ("a ratio of Ca:P, P3HT:PCBM blends", "", ""),
    ("an As:Ga flux ratio of 5:1", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hosts", "dopants"), ATTRIBUTES + BEHIND + NOUNS + NOTATION)
def test_hosts_and_dopants(text: str, hosts: str, dopants: str) -> None:
    found = find_doping(text)
    said = (
        [text[slice(*span)] for one in found for span in one.hosts],
        [text[slice(*span)] for one in found for span in one.dopants],
    )
    assert set(said[0]) == set(filter(None, hosts.split("|")))
    assert set(said[1]) == set(filter(None, dopants.split("|")))


def linked(text: str) -> set[tuple[str, str]]:
    return {
        (text[slice(*host)], text[slice(*dopant)])
        for one in find_doping(text)
        for host in one.hosts
        for dopant in one.dopants
    }


def test_what_belongs_together_is_linked_and_nothing_else() -> None:
    two = "Mg-doped and Zn-doped LiNbO3 and undoped LiTaO3"
    assert linked(two) == {("LiNbO3", "Mg"), ("LiNbO3", "Zn")}
    text = "Undoped, Ca-doped and Sr-doped LaGaO3 on Nb-doped SrTiO3."
    assert linked(text) == {("LaGaO3", "Ca"), ("LaGaO3", "Sr"), ("SrTiO3", "Nb")}
    assert linked("Zn doping lowers it; the films of ZnO are thick.") == set()


def test_a_host_that_another_rule_says_dopes_is_none() -> None:
    assert linked("Fe dopants in Mn and Ni doped ZnO") == {("ZnO", "Mn"), ("ZnO", "Ni")}


def test_nothing_is_said_where_nothing_is_doped() -> None:
    for text in (
        "",
        ")" * 500 + "doped",
        "x" * 500 + "-doped",
        "The furnace was heated to 900 °C.",
        "A ratio of 3:1 at 10:30.",
        "dopamine sensors",
        "PEDOT:PSS",
    ):
        assert find_doping(text) == []


WORDS = st.sampled_from(
    ("doped", "doping", "-doped", "Co-doped", "dopants", "with", "of", "in", "the", "and", ",", "(", ")", "[", "]", ":",
     "ZnO", "Al", "Eu3+", "TiO", "2", "La2-x", "x", "N–B–F", "films", "5%", "un", "Nd:", ":YAG", "zinc", "oxide",
     "ions", "doped-ZnO", "(doped)", "was", "into", "😀", "\ud800", "as", "In")
)  # fmt: skip


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "  ", "\n", "-"])), max_size=30))
def test_places_lie_in_the_text_and_name_something(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in parts)
    for one in find_doping(text):
        assert one.hosts or one.dopants
        for start, end in (*one.hosts, *one.dopants):
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]


@pytest.mark.parametrize(
    "part",
    [
        "doped ",
        "Al, ",
        "(",
        "La 2 ",
        "ZnO:",
        "-doped",
        "co-co-",
        "abcd/",
        "Fe-doped and ",
        "ions ",
        "ZnO doped ",
        "Er-doped ZnO:Al ",
        "films of ",
        "doped (",
        "(ZnO) ",
        "La 2 Sr 3 ",
        "Mg B2O4:Eu ",
        "TiX3 (X=",
        "boron (B) and ",
    ],
)
@pytest.mark.timeout(60)
def test_long_texts_come_to_an_end(part: str) -> None:
    text = part * (60_000 // len(part))
    spans = [span for one in find_doping(text) for span in (*one.hosts, *one.dopants)]
    assert all(0 <= start < end <= len(text) for start, end in spans)

"""Unit strings as papers print them in, units out: a plain spelling, a canonical unit and the way there."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from .unit_notation import Factor, Notation, counted, plain_text, read_unit, symbols, unit_tables

if TYPE_CHECKING:
    import pint

_SCALED: Final = re.compile(r"(?:[×x·*] ?)?10 ?\^?\{?([+-]?\d{1,2})\}? ?·? ?")
_C_RATE: Final = re.compile(r"rate|cycl|charg|capacit|batter|cathod|anod|electro|current|mAh|mA h", re.I)
_HEAT: Final = re.compile(
    r"heat|anneal|sinter|calcin|temperature|oven|furnace|dried|drying|hydrothermal|°C|melt|press(?:ed|ing)|cooled|cooling|"
    r"quench|bak(?:ed|ing)|\bcur(?:ed|ing)|reflux|stirr|pyroly|autoclave|degass",
    re.I,
)
_WARM: Final = 15.0
"""From this number on, a C among words of heating is a degree that lost its sign, unless the words are of cells too."""
_PLAIN_FACTOR: Final = re.compile(r"(.*?[^\d.]|at\.%|vol\.%|f\.u\.)(\d[\d.]*)?")
_ANGLES: Final = frozenset({"deg", "rad", "arcmin", "arcsec", "mrad", "urad", "marcsec", "uarcsec"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. ``plain`` is how matloom writes it; a value times ``scale`` plus ``offset`` is in ``canonical``.

    ``dimension`` is a name from ``units.toml`` or, for a dimension that has none, its SI base unit.
    ``reference`` is the electrode that a potential is given against.
    """

    plain: str
    dimension: str
    canonical: str
    scale: float
    offset: float = 0.0
    reference: str | None = None

    def to_canonical(self, value: float, *, difference: bool = False) -> float:
        """``value`` in the canonical unit; a ``difference`` of temperatures has no zero to shift."""
        return value * self.scale + (0.0 if difference else self.offset)


@lru_cache(maxsize=1)
def registry() -> "pint.UnitRegistry[float]":
    """The one Pint registry, with the definitions of ``units.txt``; Pint is loaded when it is first asked for."""
    import pint

    ureg: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    ureg.load_definitions(files("matloom.records").joinpath("units.txt").read_text(encoding="utf-8").splitlines())
    return ureg


def parse_unit(text: str, context: str = "") -> Unit | None:
    """The unit printed as ``text``, or None if that is no unit.

    ``context`` is the text around, which tells a C-rate (``0.1 C`` in a sentence on cycling) from a coulomb.
    """
    plain = plain_text(text).strip()
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].strip()
    for inverse in ("1/", "/"):
        if plain.startswith(inverse):
            return _inverse(plain.removeprefix(inverse).strip())
    notation = _whole(plain)
    return unit_of(notation, context) if notation else None


@lru_cache(maxsize=8192)
def _whole(plain: str) -> Notation | None:
    """The unit that a text is as a whole; a table asks the same thousands of times."""
    notation = read_unit(plain)
    if notation is None and plain in counted():
        notation = Notation((counted()[plain],), len(plain))
    return notation if notation is not None and notation.end == len(plain) else None


def parse_scaled_unit(text: str, context: str = "") -> tuple[float, Unit] | None:
    """A factor and a unit, as table headers and axes print them: ``10−4 S cm−1``, ``×10−6 K−1``."""
    plain = plain_text(text).strip().strip("()").strip()
    match = _SCALED.match(plain)
    factor = 10.0 ** int(match.group(1)) if match else 1.0
    unit = parse_unit(plain[match.end() :] if match else plain, context)
    return (factor, unit) if unit else None


def unit_of(notation: Notation, context: str = "", value: float | None = None) -> Unit:
    """The unit of factors already read; ``context`` and ``value`` settle a bare ``C``."""
    factors = notation.factors
    if len(factors) == 1 and factors[0].plain == "C" and factors[0].power == 1:
        factors = (_settle_c(factors[0], context, value),)
    return _build(factors, notation.reference)


def convert(value: float, source: str, target: str, *, difference: bool = False) -> float:
    """``value`` from one plain unit to another. ValueError if a unit is unknown or their dimensions differ."""
    one, other = parse_unit(source), parse_unit(target)
    if one is None or other is None or one.canonical != other.canonical:
        raise ValueError(f"no way from {source!r} to {target!r}")
    shift = 0.0 if difference else other.offset
    return (one.to_canonical(value, difference=difference) - shift) / other.scale


def canonical_unit(dimension: str) -> str:
    """The canonical unit of a dimension named in ``units.toml``. KeyError if it has no such name."""
    dimensions: dict[str, str] = unit_tables()["dimensions"]
    return dimensions[dimension]


def dimensionality(plain: str) -> str:
    """The dimension of a plain unit in SI base units, the same text for every unit that converts to it.

    ValueError if there is no such unit.
    """
    unit = parse_unit(plain)
    if unit is None:
        raise ValueError(f"no unit {plain!r}")
    return base_units(unit.canonical)


@lru_cache(maxsize=4096)
def base_units(canonical: str) -> str:
    """A canonical unit in SI base units."""
    total = registry().UnitsContainer({})
    for factor in _canonical_factors(canonical):
        total = total * _base(factor.pint)[1] ** factor.power
    return _spell_base(total)


def _settle_c(factor: Factor, context: str, value: float | None) -> Factor:
    heated = value is not None and _HEAT.search(context) is not None
    if value is not None and heated and (value > 100 or (value >= _WARM and not _C_RATE.search(context))):
        return symbols()["degC"]
    if _C_RATE.search(context) and (value is None or value <= 200):
        return symbols()["1/h"]
    return factor


def _inverse(text: str) -> Unit | None:
    """The unit of ``1/text``, everything in ``text`` being below the line."""
    notation = read_unit("m/" + text)
    if notation is None or notation.end != len(text) + 2 or len(notation.factors) < 2:
        return None
    return _build(notation.factors[1:], None)


@lru_cache(maxsize=4096)
def _build(factors: tuple[Factor, ...], reference: str | None) -> Unit:
    scale, dimensionality = 1.0, registry().UnitsContainer({})
    for factor in factors:
        magnitude, dimension = _base(factor.pint)
        scale *= (magnitude * factor.scale) ** factor.power
        dimensionality = dimensionality * dimension**factor.power
    scale, offset = float(f"{scale:.13g}"), 0.0
    if len(factors) == 1 and factors[0].power == 1 and factors[0].plain in ("degC", "degF"):
        offset = float(registry().Quantity(0.0, factors[0].pint).to("kelvin").magnitude)
    if all(factor.plain in _ANGLES for factor in factors):
        return Unit(spell(factors), "angle", "deg", scale / _base("degree")[0], 0.0, reference)
    named = _dimension_names().get(_key(dimensionality))
    name, canonical = named or (_spell_base(dimensionality), "")
    return Unit(spell(factors), name, canonical or _spell_base(dimensionality), scale, offset, reference)


@lru_cache(maxsize=512)
def _base(expression: str) -> tuple[float, Any]:
    """The size of one Pint unit in SI base units, and its dimensionality."""
    ureg = registry()
    if expression.startswith("degree_") and expression != "degree":
        quantity = ureg.Quantity(1.0, "delta_" + expression).to_base_units()
    else:
        quantity = ureg.parse_expression(expression)
        quantity = ureg.Quantity(1.0, quantity.units).to_base_units() * quantity.magnitude
    return float(quantity.magnitude), quantity.dimensionality


@lru_cache(maxsize=1)
def _dimension_names() -> dict[frozenset[tuple[str, float]], tuple[str, str]]:
    names: dict[frozenset[tuple[str, float]], tuple[str, str]] = {}
    dimensions: dict[str, str] = unit_tables()["dimensions"]
    for name, canonical in dimensions.items():
        dimensionality = registry().UnitsContainer({})
        for factor in _canonical_factors(canonical):
            dimensionality = dimensionality * _base(factor.pint)[1] ** factor.power
        names.setdefault(_key(dimensionality), (name, canonical))
    return names


def _key(dimensionality: Any) -> frozenset[tuple[str, float]]:
    """A dimensionality without the order in which its factors were multiplied."""
    return frozenset((str(name), round(float(power), 6)) for name, power in dimensionality.items() if abs(power) > 1e-9)


def _canonical_factors(canonical: str) -> tuple[Factor, ...]:
    """The factors of a unit in plain spelling, as ``units.toml`` has it."""
    found: list[Factor] = []
    for place, part in enumerate(canonical.split("/")):
        for word in part.split():
            match = _PLAIN_FACTOR.fullmatch(word)
            factor = (symbols() | counted()).get(match.group(1)) if match else None
            if match and factor:
                power = float(match.group(2) or 1) * (-1 if place else 1)
                found.append(Factor(factor.plain, factor.base, factor.pint, factor.scale, power))
            elif word != "1":
                raise ValueError(f"units.toml: {word!r} is no unit")
    return tuple(found)


def spell(factors: tuple[Factor, ...]) -> str:
    """The plain spelling: ``mAh/g``, ``cm2/V/s``, ``ohm cm2``, ``cm-1``, ``1/K``."""
    above = [_power(f.plain, f.power) for f in factors if f.power > 0]
    if len(above) == 2 and above[1] == "h" and factors[0].base in ("A", "W"):
        above = [above[0] + "h"]
    below = [_power(f.plain, -f.power) for f in factors if f.power < 0]
    if not above and len(below) == 1 and factors[0].base in ("m", "angstrom"):
        return _power(factors[0].plain, factors[0].power)
    return "/".join([" ".join(above) or "1", *below])


def _power(symbol: str, power: float) -> str:
    return symbol if power == 1 else f"{symbol}{power:g}"


def _spell_base(dimensionality: Any) -> str:
    base = {
        "[length]": "m", "[mass]": "kg", "[time]": "s", "[current]": "A", "[temperature]": "K", "[substance]": "mol",
        "[luminosity]": "cd", "[mass_fraction]": "wt%", "[atomic_fraction]": "at.%", "[mole_fraction]": "mol%",
        "[volume_fraction]": "vol.%", "[formula_unit]": "f.u.", "[unit_cell]": "cell", "[atom]": "atom",
        "[charge_carrier]": "electron", "[cycle]": "cycle", "[monolayer]": "ML", "[currency]": "EUR",
        "[currency_usd]": "USD", "[rockwell_a]": "HRA", "[rockwell_b]": "HRB", "[rockwell_c]": "HRC", "[level]": "dB",
        "[displacement]": "dpa",
    }  # fmt: skip
    powers: list[tuple[str, float]] = sorted((base[str(name)], float(power)) for name, power in dimensionality.items())
    above = [_power(symbol, power) for symbol, power in powers if power > 0]
    below = [_power(symbol, -power) for symbol, power in powers if power < 0]
    return "/".join([" ".join(above) or "1", *below])

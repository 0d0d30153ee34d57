"""The text of an amount (``1-x``, ``2(1-x)/3``, ``3-δ``) in, an exact polynomial in its variables out."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

GREEK: Final = "αβγδεζηθκλμνξπρστφχψω"
VARIABLES: Final = frozenset("abcdkmnpqrstuvwxyz" + GREEK)
"""Letters that papers use for an unknown amount; the others would turn plain words into formulas."""
DIGITS: Final = frozenset("0123456789")
LONGEST_NUMBER: Final = 12
DEEPEST: Final = 8
MOST_TERMS: Final = 64
"""No printed amount comes near it; products of many sums would grow without bound."""

Monomial = tuple[str, ...]
Terms = tuple[tuple[Monomial, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial with rational coefficients. ``terms`` pairs sorted variable tuples with non-zero factors."""

    terms: Terms = ()

    @classmethod
    def of(cls, terms: Mapping[Monomial, Fraction]) -> "Polynomial":
        """The polynomial of ``terms``: constants first, then by degree and name."""
        kept = [(monomial, factor) for monomial, factor in terms.items() if factor]
        return cls(tuple(sorted(kept, key=lambda term: (len(term[0]), term[0]))))

    @classmethod
    def constant(cls, value: Fraction | int) -> "Polynomial":
        """A number."""
        return cls.of({(): Fraction(value)})

    @classmethod
    def variable(cls, name: str) -> "Polynomial":
        """A variable."""
        return cls.of({(name,): Fraction(1)})

    @property
    def variables(self) -> tuple[str, ...]:
        """The names in it, sorted."""
        return tuple(sorted({name for monomial, _ in self.terms for name in monomial}))

    @property
    def value(self) -> Fraction | None:
        """The number it is, None where a variable is left."""
        if not self.terms:
            return Fraction(0)
        return self.terms[0][1] if self.terms[-1][0] == () else None

    def __add__(self, other: "Polynomial") -> "Polynomial":
        terms = dict(self.terms)
        for monomial, factor in other.terms:
            terms[monomial] = terms.get(monomial, Fraction(0)) + factor
        return Polynomial.of(terms)

    def __sub__(self, other: "Polynomial") -> "Polynomial":
        return self + other.scaled(Fraction(-1))

    def __mul__(self, other: "Polynomial") -> "Polynomial":
        terms: dict[Monomial, Fraction] = {}
        for left, factor in self.terms:
            for right, other_factor in other.terms:
                monomial = tuple(sorted(left + right))
                terms[monomial] = terms.get(monomial, Fraction(0)) + factor * other_factor
        return Polynomial.of(terms)

    def scaled(self, factor: Fraction) -> "Polynomial":
        """The polynomial times a number."""
        return Polynomial.of({monomial: own * factor for monomial, own in self.terms})

    def substitute(self, values: Mapping[str, Fraction]) -> "Polynomial":
        """The polynomial with the variables in ``values`` replaced by numbers."""
        terms: dict[Monomial, Fraction] = {}
        for monomial, own in self.terms:
            factor, left = own, []
            for name in monomial:
                if name in values:
                    factor *= values[name]
                else:
                    left.append(name)
            terms[tuple(left)] = terms.get(tuple(left), Fraction(0)) + factor
        return Polynomial.of(terms)

    def amount(self) -> float | str:
        """A number, or the text of the expression with every product written out (``2-2*x``)."""
        value = self.value
        return self.text("*") if value is None else float(value)

    def text(self, times: str = "") -> str:
        """The expression as text: ``2-2x``, or ``2-2*x`` with ``times="*"``."""
        pieces: list[str] = []
        for monomial, factor in sorted(self.terms, key=lambda term: term[1] < 0 and self.terms[0][1] < 0):
            size, names = number_text(abs(factor)), times.join(monomial)
            if names:
                size = names if abs(factor) == 1 else f"{size}{times}{names}"
            pieces.append(("-" if factor < 0 else "+" if pieces else "") + size)
        return "".join(pieces) or "0"


ONE: Final = Polynomial.constant(1)


def number_text(value: Fraction) -> str:
    """A decimal where it ends within ten places, else a fraction: ``0.25``, ``1/3``."""
    scaled = value * 10**10
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{float(value):.10f}".rstrip("0").rstrip(".")


def parse_expression(text: str) -> Polynomial | None:
    """The whole of ``text`` as an expression, None where it is not one."""
    found = read_expression(text, 0)
    return found[0] if found is not None and found[1] == len(text) else None


def read_expression(text: str, start: int, depth: int = 0) -> tuple[Polynomial, int] | None:
    """The longest expression that begins at ``start``, and where it ends; None where none begins there."""
    first = read_product(text, start, depth)
    if first is None:
        return None
    total, position = first
    while position < len(text) and text[position] in "+-±":
        following = read_product(text, position + 1, depth)
        if following is None:
            break
        term, after = following
        total = total - term if text[position] == "-" else total + term
        position = after
    return total, position


def read_product(text: str, start: int, depth: int) -> tuple[Polynomial, int] | None:
    """A product at ``start``: ``2x``, ``2(1-x)/3``, ``x/2``, ``6.5*x``."""
    found = read_factor(text, start, depth)
    if found is None:
        return None
    product, position = found
    while position < len(text):
        if text[position] == "/":
            divisor = read_number(text, position + 1)
            if divisor is None or not divisor[0]:
                break
            product, position = product.scaled(1 / divisor[0]), divisor[1]
            continue
        explicit = text[position] == "*"
        if not explicit and text[position] in DIGITS:
            break
        following = read_factor(text, position + explicit, depth)
        if following is None or len(product.terms) * len(following[0].terms) > MOST_TERMS:
            break
        product, position = product * following[0], following[1]
    return product, position


def read_factor(text: str, start: int, depth: int) -> tuple[Polynomial, int] | None:
    """A number, a variable, or an expression in parentheses."""
    if start >= len(text):
        return None
    if text[start] in VARIABLES:
        return Polynomial.variable(text[start]), start + 1
    if text[start] == "(" and depth < DEEPEST:
        inner = read_expression(text, start + 1, depth + 1)
        if inner is None or inner[1] >= len(text) or text[inner[1]] != ")":
            return None
        return inner[0], inner[1] + 1
    number = read_number(text, start)
    return None if number is None else (Polynomial.constant(number[0]), number[1])


def read_number(text: str, start: int) -> tuple[Fraction, int] | None:
    """A decimal number; ``04`` is read as the misprint of ``0.4`` that it is, ``.5`` as ``0.5``."""
    position = start
    while position < len(text) and text[position] in DIGITS:
        position += 1
    whole = text[start:position]
    if position + 1 < len(text) and text[position] == "." and text[position + 1] in DIGITS:
        position += 1
        while position < len(text) and text[position] in DIGITS:
            position += 1
    elif not whole:
        return None
    raw = text[start:position]
    if len(raw) > LONGEST_NUMBER:
        return None
    if len(raw) > 1 and raw[0] == "0" and "." not in raw:
        raw = "0." + raw[1:]
    return Fraction(raw), position

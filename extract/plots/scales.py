"""Tick positions and their printed values in, a linear or logarithmic scale out; misread ticks never bend it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

_PLAIN: Final = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?")
_POWER: Final = re.compile(r"([-+]?\d+(?:\.\d+)?[x*·])?10\^([-+]?\d+(?:\.\d+)?)")
_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+")
MAX_TICKS: Final = 60
MOST_DECADES: Final = 25
UNFIT: Final = 0.9
"""What a power of ten counts on a linear scale, and a plain number on a logarithmic one."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A printed number and where it stands along its axis; ``power`` if it is printed as a power of ten."""

    position: float
    value: float
    power: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """position = intercept + slope * value (or its logarithm to base ten). ``residual`` is the ticks' RMS distance."""

    kind: Literal["linear", "log"]
    slope: float
    intercept: float
    residual: float
    ticks: int

    def to_data(self, positions: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Data values at positions along the axis."""
        inner = (np.asarray(positions, dtype=float) - self.intercept) / self.slope
        return 10.0 ** np.clip(inner, -300, 300) if self.kind == "log" else inner


MOST_DIGITS: Final = 60
"""Numbers beyond ten to this power are on no axis, and their squares leave what a float can hold."""


def tick_value(text: str) -> tuple[float, bool] | None:
    """The number that a tick label prints (raised digits after ``^``), and whether it is a power of ten."""
    plain = unicodedata.normalize("NFKC", text.replace("×", "x")).replace(" ", "")
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain)
    if match := _POWER.fullmatch(plain):
        factor = float(match[1][:-1]) if match[1] else 1.0
        exponent = float(match[2])
        return (factor * 10**exponent, True) if abs(exponent) < MOST_DIGITS else None
    if _THOUSANDS.fullmatch(plain):
        return float(plain.replace(",", "")), False
    if _PLAIN.fullmatch(plain) and abs(value := float(plain)) < 10.0**MOST_DIGITS:
        return value, False
    return None


def fit_scale(ticks: list[Tick], tolerance: float) -> Scale | None:
    """The scale that most ticks agree on within ``tolerance`` (in units of position), or None.

    Every pair of ticks proposes a line; the one with the most ticks on it wins, then the least residual. A
    logarithmic axis needs three ticks, or two printed as powers of ten.
    """
    ticks = ticks[:MAX_TICKS]
    fits = [_fit(ticks, "linear", tolerance)]
    if all(t.value > 0 for t in ticks):
        fits.append(_fit(ticks, "log", tolerance))
    powers = sum(t.power for t in ticks) >= 2
    best: Scale | None = None
    for fit in fits:
        if fit is None or (fit.ticks < 3 and (fit.kind == "log") != powers):
            continue
        if best is None or (fit.ticks, -fit.residual) > (best.ticks, -best.residual):
            best = fit
    return best


def _fit(ticks: list[Tick], kind: Literal["linear", "log"], tolerance: float) -> Scale | None:
    position = np.array([t.position for t in ticks])
    value = np.array([t.value for t in ticks], dtype=float)
    value = np.log10(value) if kind == "log" else value
    fitting = np.array([1.0 if t.power == (kind == "log") else UNFIT for t in ticks])
    i, j = np.triu_indices(len(ticks), 1)
    apart = (value[i] != value[j]) & (np.abs(position[i] - position[j]) >= 2 * tolerance)
    i, j = i[apart, None], j[apart, None]
    if not len(i):
        return None
    slopes = (position[j] - position[i]) / (value[j] - value[i])
    near = np.abs(position[i] + slopes * (value - value[i]) - position) <= tolerance
    best = near[np.argmax(np.round(near @ fitting, 6))]
    slope, intercept = straight_line(value[best], position[best])
    if kind == "log" and np.ptp(position) > MOST_DECADES * abs(slope):
        return None
    residual = float(np.sqrt(np.mean((intercept + slope * value[best] - position[best]) ** 2)))
    return Scale(kind, slope, intercept, residual, int(best.sum()))


def straight_line(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Slope and intercept of the least-squares line through points whose ``x`` are not all equal."""
    centred = x - x.mean()
    slope = float(centred @ (y - y.mean())) / float(centred @ centred)
    return slope, float(y.mean()) - slope * float(x.mean())

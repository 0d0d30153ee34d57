"""Peaks of spectra, and the wavelength that a pattern was measured with."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matloom.extract.plots.peaks import peaks_of
from matloom.extract.plots.wavelength import diffraction_wavelength


@given(st.lists(st.integers(12, 78), min_size=1, max_size=8, unique=True), st.integers(0, 2**16))
def test_the_peaks_of_a_noisy_pattern(places: list[int], seed: int) -> None:
    x = np.linspace(10, 80, 3000)
    y = np.random.default_rng(seed).normal(0, 0.3, x.size)
    for place in places:
        y += 100 / (1 + ((x - place) / 0.15) ** 2)
    found = peaks_of("xrd", "Intensity (a.u.)", x.tolist(), y.tolist())
    assert [peak.position for peak in found] == pytest.approx(sorted(places), abs=0.05)
    assert all(peak.width == pytest.approx(0.3, rel=0.25) for peak in found)


def test_a_transmittance_has_dips() -> None:
    x = np.linspace(400, 4000, 2000)
    y = 95 - 40 / (1 + ((x - 1050) / 20) ** 2)
    (dip,) = peaks_of("ftir", "Transmittance (%)", x.tolist(), y.tolist())
    assert dip.position == pytest.approx(1050, abs=3)


def test_no_peaks_where_a_curve_has_none_or_is_of_another_kind() -> None:
    x = np.linspace(0, 1, 100).tolist()
    assert peaks_of("xrd", None, x, x) == ()
    assert peaks_of("cycling", None, x, np.sin(np.array(x) * 30).tolist()) == ()


@pytest.mark.parametrize(
    ("caption", "texts", "words", "angstrom"),
    [
        ("XRD patterns.", ["XRD was done with Cu Kα radiation (λ = 1.5406 Å)."], "1.5406 Å", 1.5406),
        ("XRD patterns.", ["Powder diffraction used Mo Kα1 radiation."], "Mo Kα1", 0.7093),
        ("Patterns (λ = 0.04146 nm).", ["X-ray diffraction used Cu Kα."], "0.04146 nm", 0.4146),
        ("XRD.", ["XRD with Cu Kα.", "In situ X-ray diffraction at λ = 0.4139 Å."], None, None),
        ("XRD.", ["The laser had a wavelength of 532.5 nm."], None, None),
    ],
)
def test_the_wavelength(caption: str, texts: list[str], words: str | None, angstrom: float | None) -> None:
    found = diffraction_wavelength(caption, texts)
    assert (found and found.text) == words
    if found is not None and angstrom is not None:
        assert found.canonical_value == pytest.approx(angstrom * 1e-10, rel=1e-3)

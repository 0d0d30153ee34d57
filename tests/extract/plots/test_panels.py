"""Plots that a paper prints as pictures: read where the options say so, with their place on the page."""

import io
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pymupdf
import pytest

mpl.use("Agg")
import matplotlib.pyplot as plt
from matloom.extract.pipeline import PaperRun, Pipeline, PipelineConfig
from matloom.extract.plots.markers import explained
from matloom.extract.plots.panels import digitize_box, is_sure
from matloom.extract.plots.raster import digitize_picture
from matloom.extract.plots.stage import PlotOptions, PlotStage

BOX = (90.0, 110.0, 390.0, 335.0)
SHIFT = np.linspace(200, 1800, 600)
WORDS = "Figure 1. Raman spectrum of LiFePO4 powder."


def intensity(shift: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 100 + 700 * np.exp(-(((shift - 950) / 60) ** 2)) + 300 * np.exp(-(((shift - 1350) / 90) ** 2))


@pytest.fixture(scope="module")
def paper() -> bytes:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(SHIFT, intensity(SHIFT), color="#d62728")
    axes.set(xlabel="Raman shift (cm$^{-1}$)", ylabel="Counts")
    figure.tight_layout()
    stream = io.BytesIO()
    figure.savefig(stream, dpi=200)
    plt.close(figure)
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 72), "LiFePO4 powder was calcined at 700 C. The Raman spectrum is in Figure 1.")
        page.insert_image(BOX, stream=stream.getvalue())
        page.insert_text((90, 355), WORDS, fontsize=9)
        return pdf.tobytes()


def run(paper: bytes, most: int) -> PaperRun:
    pipeline = Pipeline.build(PipelineConfig(options={"plots": {"raster_panels": most}}))
    return pipeline.run(paper, "doc", "paper.pdf", {})


def test_a_panel_is_read_as_a_picture_with_its_evidence_and_sample(paper: bytes) -> None:
    records = run(paper, 3).records
    assert records is not None
    (spectrum,) = records.spectra
    x, y = np.array(spectrum.x.values), np.array(spectrum.y.values)
    assert spectrum.kind == "raman"
    assert np.median(np.abs(y - intensity(x))) < 8
    evidence = spectrum.evidence
    assert (evidence.page, evidence.figure) == (1, "1")
    assert evidence.bbox is not None
    assert all(
        low - 3 <= value <= high + 3 for value, low, high in zip(evidence.bbox, BOX[:2] * 2, BOX[2:] * 2, strict=True)
    )
    assert evidence.path is not None
    assert all(BOX[0] < a < BOX[2] and BOX[1] < b < BOX[3] for a, b in evidence.path)
    (sample,) = [one for one in records.samples if one.id == spectrum.sample]
    assert "LiFePO4" in sample.labels or (sample.composition and "Fe" in str(sample.composition))


def test_it_is_off_unless_asked_for(paper: bytes) -> None:
    nothing = run(paper, 0)
    assert nothing.records is not None
    assert nothing.records.spectra == ()
    assert not {"P001", "P005"} & {problem.code for problem in nothing.problems}


def test_panels_over_the_limit_are_counted_in_a_problem(paper: bytes) -> None:
    document, _ = Pipeline.build(PipelineConfig()).value("parse", paper, "doc", "paper.pdf")
    twice = replace(document, figures=document.figures * 2)
    result = PlotStage(PlotOptions(raster_panels=1))({"bytes": paper, "parse": twice})
    assert len(result.value.curves) == 1
    (problem,) = [one for one in result.problems if one.code == "P005"]
    assert problem.why.startswith("1 panels")


def test_a_box_off_the_page_is_a_problem(paper: bytes) -> None:
    with pymupdf.open(stream=paper, filetype="pdf") as pdf:
        result = digitize_box(pdf[0], (2000.0, 2000.0, 2100.0, 2100.0))
    assert [(p.code, p.where) for p in result.problems] == [("P001", {"page": 1})]


def test_a_curve_that_fits_badly_is_not_sure(paper: bytes) -> None:
    with pymupdf.open(stream=paper, filetype="pdf") as pdf:
        (series,) = digitize_box(pdf[0], BOX).value.series
    assert is_sure(series)
    assert not is_sure(replace(series, score=0.4))
    assert not is_sure(replace(series, residual=3.0))


def test_markers_explain_their_ink_and_pieces_of_a_bent_line_do_not() -> None:
    marks, line = np.zeros((100, 300), bool), np.zeros((100, 300), bool)
    places = np.array([(20.0 + 30 * i, 20.0 + 6 * i) for i in range(9)])
    for x, y in places.astype(int).tolist():
        marks[y - 4 : y + 5, x - 4 : x + 5] = True
    for x in range(10, 290):
        height = round(50 + 35 * np.sin(x / 15))
        line[height - 4 : height + 4, x] = True
    assert explained(marks, places, 20.0) == 1.0
    assert explained(line, np.array([(x, 50 + 35 * np.sin(x / 15)) for x in range(15, 285, 20)]), 20.0) < 0.7


def test_an_axis_of_a_picture_without_numbers_is_a_problem() -> None:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(SHIFT, intensity(SHIFT), color="k")
    axes.set(xlabel="2θ (deg)", ylabel="Intensity (a.u.)", yticks=[])
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=140)
    plt.close(figure)
    result = digitize_picture(stream.getvalue())
    assert [(p.code, p.where) for p in result.problems] == [("P002", {"axes": 0})]

"""The areas of figures and tables, and which text is theirs."""

import numpy as np
from matloom.extract.readers.layout.regions import Regions

FIGURE = (100.0, 80.0, 500.0, 400.0)


def inside(*boxes: tuple[float, float, float, float]) -> list[bool]:
    return Regions(figures=(FIGURE,)).inside(np.array(boxes, np.float32)).tolist()


def test_labels_in_a_figure_are_its_own():
    assert inside((150, 100, 200, 110), (90, 200, 160, 210)) == [True, True]


def test_lines_wider_than_a_figure_and_the_last_of_their_paragraph_are_text():
    lines = [(76.0, 90.0 + 13 * i, 520.0, 100.0 + 13 * i) for i in range(3)]
    assert inside(*lines, (76, 129, 300, 139), (150, 300, 200, 310)) == [False, False, False, False, True]

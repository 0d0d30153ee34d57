import pytest
from matloom.extract.readers.licences import spdx_licence


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["https://creativecommons.org/licenses/by/4.0/"], "CC-BY-4.0"),
        (["http://creativecommons.org/licenses/CC-BY/4.0"], "CC-BY-4.0"),
        (["http://creativecommons.org/licenses/by-nc-nd/3.0/"], "CC-BY-NC-ND-3.0"),
        (["licensed under a Creative Commons Attribution 4.0 International License"], "CC-BY-4.0"),
        (["Creative Commons Attribution-NonCommercial-No Derivative Works License"], "LicenseRef-CC-BY-NC-ND"),
        (
            ["the Creative Commons Attribution License (CC BY)", "https://creativecommons.org/licenses/by/4.0/"],
            "CC-BY-4.0",
        ),
        (
            ["http://creativecommons.org/licenses/by/4.0", "Creative Commons Attribution-NonCommercial 4.0"],
            "CC-BY-NC-4.0",
        ),
        (["This is CC BY-SA 4.0"], "CC-BY-SA-4.0"),
        (["https://creativecommons.org/publicdomain/zero/1.0/"], "CC0-1.0"),
        (["Copyright 2020 Nobody. All rights reserved.", None], None),
        ([], None),
    ],
)
def test_licences(texts: list[str | None], expected: str | None) -> None:
    assert spdx_licence(*texts) == expected

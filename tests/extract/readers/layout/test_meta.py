"""Metadata and printed notices, and what is made of them."""

import pytest
from matloom.extract.readers.layout.backend import Opened
from matloom.extract.readers.layout.meta import licence_in, meta_of, stated_title


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("http://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("see https://creativecommons.org/licenses/by-nc-nd/3.0/ for it", "CC-BY-NC-ND-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("under a Creative Commons Attribution 4.0 International License", "CC-BY-4.0"),
        ("the Creative Commons Attribution-NonCommercial License", "CC-BY-NC-4.0"),
        ("distributed under CC BY-NC-ND 4.0.", "CC-BY-NC-ND-4.0"),
        ("All rights reserved.", None),
    ],
)
def test_creative_commons_licences_become_spdx_identifiers(text, licence):
    assert licence_in(text) == licence


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Microsoft Word - draft3.docx", None), ("8505384.dvi", None), ("untitled", None),
     ("Ageing of garnet electrolytes", "Ageing of garnet electrolytes")],
)  # fmt: skip
def test_file_names_are_no_titles(title, expected):
    assert stated_title(Opened(pages=1, information={"title": title})) == expected


def test_doi_year_and_authors_come_from_where_they_stand():
    xmp = (
        "<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Ada M. Writer</rdf:li><rdf:li>Author, Bo</rdf:li></rdf:Seq>"
        "</dc:creator>"
        "<prism:doi>10.1234/abc.DEF</prism:doi></x:xmpmeta>"
    )
    meta = meta_of(Opened(pages=1, xmp=xmp), "A title", "Published: 3 May 2019. doi: 10.9999/other", "", [])
    assert (meta.doi, meta.year, meta.authors) == ("10.1234/abc.def", 2019, ("Ada M. Writer", "Bo Author"))


def test_a_printed_doi_ends_before_its_full_stop():
    assert meta_of(Opened(pages=1), None, "https://doi.org/10.3390/nano1002. Next", "", []).doi == "10.3390/nano1002"


@pytest.mark.parametrize(
    ("printed", "stated", "expected"),
    [("Ageing", "Ageing of garnets in air", "Ageing of garnets in air"), ("Of garnets", "Draft 3 of it", "Of garnets"),
     (None, "Ageing of garnets", "Ageing of garnets")],
)  # fmt: skip
def test_the_fuller_title_is_taken(printed, stated, expected):
    assert meta_of(Opened(pages=1, information={"title": stated}), printed, "", "", []).title == expected

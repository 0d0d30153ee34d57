"""A floor under the names of headers that nothing explains."""

from benchmarks.header_names import main


def test_names_of_headers_keep_their_floor() -> None:
    shares = main()
    assert shares["fields"] >= 0.80
    assert shares["words"] >= 0.93
    assert shares["symbols"] >= 0.75

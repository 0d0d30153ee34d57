from matloom.extract.figures.labels import Word, find_labels


def words(*entries):
    return [Word(text=text, box=(x, y, x + 8.0 * len(text), y + height)) for text, x, y, height in entries]


def test_labels_in_brackets_are_found_among_other_words():
    printed = words(("(a)", 0, 0, 12), ("(b)", 200, 0, 12), ("Voltage (V)", 60, 90, 12), ("b", 90, 40, 12))
    assert {label: box[0] for label, box in find_labels(printed, ("a", "b")).items()} == {"a": 0, "b": 200}


def test_bare_letters_in_line_are_preferred_to_letters_elsewhere():
    printed = words(("a", 0, 0, 12), ("b", 200, 0, 12), ("b", 90, 47, 8), ("c", 0, 150, 12))
    assert find_labels(printed, ("a", "b", "c"))["b"][0] == 200


def test_capitals_that_name_bands_are_no_labels_in_small_letters():
    printed = words(("a", 0, 0, 12), ("b", 200, 0, 12), ("c", 0, 150, 12), ("D", 250, 30, 12), ("d", 200, 150, 12))
    assert find_labels(printed, ("a", "b", "c", "d"))["d"][1] == 150


def test_a_label_may_open_a_line():
    found = find_labels(words(("a) Carbon side", 0, 0, 12), ("b) Other side", 150, 0, 12)), ("a", "b"))
    assert set(found) == {"a", "b"}
    assert found["a"][2] < 40


def test_without_a_caption_only_brackets_count():
    assert set(find_labels(words(("(a)", 0, 0, 9), ("(b)", 99, 0, 9)), ())) == {"a", "b"}
    assert find_labels(words(("a", 0, 0, 9), ("b", 99, 0, 9)), ()) == {}

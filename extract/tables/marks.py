"""A table's footnotes in, what each mark means out; and cell texts without the marks that they carry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

_RAISED: Final = dict(zip("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz", strict=True))
_DIGITS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_SIGNS: Final = "*†‡§¶#⁎∗⁑"
_LEADING: Final = re.compile(
    rf"[\[(]?(?P<mark>[{''.join(_RAISED)}](?=\s?\S)|[a-z]|\d{{1,2}}|[{_SIGNS}]{{1,4}})[\])]?(?:[.:,]?\s+|[.:,](?=\D)|(?=[A-Z\[])|(?<=[ᵃ-ᵿ]))(?!=)"
)
_FURTHER: Final = re.compile(
    rf"(?:[;.,]\s+|\s)(?:(?P<letter>[a-z])[.:]?\s+(?=[A-Z\[0-9])|(?P<sign>[{_SIGNS}]{{1,4}})\s?(?=\w))"
)
_ABBREVIATION: Final = re.compile(r"(?<![\w=])(?P<short>[A-Za-z]{1,6})\s?[=:]\s?(?P<long>[A-Za-z][A-Za-z -]{2,40})")
_TAIL: Final = re.compile(
    rf"(?P<body>.*?)(?P<marks>(?:[,\s]?(?:[{''.join(_RAISED)}]|[{_SIGNS}]|(?<!10)(?<![⁰-⁹])[{''.join(_DIGITS)}]))+)"
    r"(?P<after>\s*(?:[(\[/].*)?)",
    re.S,
)


_STARRED: Final = re.compile(r"[A-Za-z][*∗⁎]")
"""A symbol with a star: the effective mass ``m*``, the detectivity ``D*``, the colour ``L*``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Footnotes by mark, those without one, and abbreviations that they explain (``s`` is ``strong``)."""

    by_mark: dict[str, str] = field(default_factory=dict)
    general: tuple[str, ...] = ()
    abbreviations: dict[str, str] = field(default_factory=dict)

    def of(self, marks: Iterable[str]) -> tuple[str, ...]:
        """The notes that these marks stand for."""
        return tuple(self.by_mark[mark] for mark in marks if mark in self.by_mark)


def read_notes(footnotes: Iterable[str]) -> Notes:
    """Sorts footnotes by their marks; several notes that were run into one paragraph are taken apart."""
    by_mark: dict[str, str] = {}
    general: list[str] = []
    abbreviations: dict[str, str] = {}
    for note in footnotes:
        text = " ".join(note.split())
        abbreviations |= {m["short"]: m["long"].strip() for m in _ABBREVIATION.finditer(text)}
        match = _LEADING.match(text)
        if match is None:
            general.append(text)
            continue
        mark, position = match["mark"], match.end()
        for further in _FURTHER.finditer(text, position):
            following = further["letter"] or further["sign"]
            if not _follows(mark, following):
                continue
            by_mark.setdefault(_plain(mark), text[position : further.start()].strip(" ;,"))
            mark, position = following, further.end()
        by_mark.setdefault(_plain(mark), text[position:].strip())
    return Notes(by_mark=by_mark, general=tuple(general), abbreviations=abbreviations)


def _follows(mark: str, following: str) -> bool:
    """Whether a mark can come after another: ``b`` after ``a``, ``**`` after ``*``, ``†`` after anything."""
    if mark.isalpha() and following.isalpha():
        return ord(following) == ord(mark) + 1
    return not following.isalpha() and following != mark


def _plain(mark: str) -> str:
    return _RAISED.get(mark, mark).replace("⁎", "*").replace("∗", "*")


def split_marks(text: str, notes: Notes) -> tuple[str, tuple[str, ...]]:
    """A cell's text without its footnote marks, and the marks: raised ones, signs, letters that notes explain."""
    text = text.strip()
    match = _TAIL.fullmatch(text)
    if match and _STARRED.fullmatch(match["body"] + match["marks"]) and "*" not in notes.by_mark:
        match = None
    if match and match["body"].strip():
        found = _marks(match["marks"], notes)
        if found:
            return (match["body"].rstrip(" ,") + match["after"]).strip(), found
    raised = tuple(_RAISED[c] for c in text if c in _RAISED)
    if raised and set(raised) <= notes.by_mark.keys():
        return " ".join(re.sub(f"[{''.join(_RAISED)}]", "", text).split()), raised
    letters = "".join(re.escape(mark) for mark in notes.by_mark if len(mark) == 1 and mark.isalpha())
    if not letters:
        return text, ()
    spaced = re.fullmatch(rf"(?P<body>.*\S) (?P<mark>[{letters}])(?P<after>\s*[(\[].*)?", text, re.S)
    glued = re.fullmatch(rf"(?P<body>[<>~≤≥+−-]?\d[\d.,]*)(?P<mark>[{letters}])(?P<after>)", text)
    behind_unit = re.fullmatch(rf"(?P<body>[^()]{{1,80}}\([^()]{{1,30}}\))(?P<mark>[{letters}])(?P<after>)", text)
    for found in (spaced, glued, behind_unit):
        if found and not found["body"].endswith(("=", "+", "-", "/", "×")):
            return (found["body"] + (found["after"] or "")).strip(), (found["mark"],)
    return text, ()


def _marks(raised: str, notes: Notes) -> tuple[str, ...]:
    """The single marks of a run of them; digits only where a note has that number."""
    found: list[str] = []
    for run in re.findall(rf"[{_SIGNS}]+|[^\s,]", raised):
        mark = _plain(_RAISED.get(run) or _DIGITS.get(run) or run)
        if mark.isdigit() and mark not in notes.by_mark:
            return ()
        found.append(mark)
    return tuple(found)

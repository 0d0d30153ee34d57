"""A sentence that lists a compound's spectra or its elemental analysis in, the values listed out.

Chemists write them in one form: ``IR (KBr, cm−1): 3380 (N–H), 1507``, ``1H NMR (400 MHz, CDCl3) δ 7.26 (s, 1H)``,
``MS (EI, m/z): 259 (100)``, ``Calcd for C6H6O: C, 76.57; H, 6.43; found: C, 76.4; H, 6.5``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ....records.quantities import Quantity
from ....records.quantity_grammar import parse_quantity
from .sentence_view import Sentence

_NUMBER: Final = r"[−-]?\d{1,4}(?:\.\d{1,4})?"
_VALUE: Final = rf"{_NUMBER}(?:\s?(?:[~∼–−-]|to)\s?{_NUMBER})?(?!\.*\d)"
_BRACKET: Final = r"\((?:[^()]|\([^()]*\)){0,120}\)"
_UNIT: Final = r"\(?(?:ppm|cm\s?[−–-]\s?1)\)?"
_LEAD: Final = (
    rf"\s?(?:spectrum\s?)?(?P<set>{_BRACKET})?"
    rf"(?P<lead>(?:[:=,/\s]|δ(?:\s?[HCF])?|[νvῦ](?:̃|\s?max)?|m/z|in\b|{_UNIT})*)"
)
_HEADS: Final = {
    "nmr_chemical_shift": re.compile(
        rf"(?<![\w-])(?P<name>\d{{1,3}}\s?[A-Z][a-z]?(?:\{{1H\}})?[\s-]?NMR){_LEAD}(?=[−-]?\d)"
    ),
    "infrared_band": re.compile(rf"(?<![\w-])(?P<name>(?:ATR[\s-])?(?:FT[\s-]?)?IR){_LEAD}(?=\d)"),
    "raman_shift": re.compile(rf"(?<![\w-])(?P<name>Raman){_LEAD}(?=\d)"),
}
"""What names a list, up to its first number."""
_ENTRY: Final = re.compile(rf"(?P<value>{_VALUE})(?:\s?{_UNIT})?(?:\s?(?P<told>{_BRACKET}))?")
_NEXT: Final = re.compile(r"\s?(?:[,;]\s?(?:and\s)?|\sand\s)")
_PRINTED_UNIT: Final = {"nmr_chemical_shift": "ppm", "infrared_band": "cm-1", "raman_shift": "cm-1"}
_WORDS: Final = {"nmr_chemical_shift": "chemical shift", "infrared_band": "band", "raman_shift": "shift"}
_MASSES: Final = re.compile(
    r"(?<![A-Za-z])(?P<name>(?:HR|LC-?|GC-?|ESI-?|EI-?|FAB-?|MALDI-?(?:TOF-?)?)?MS)\b(?=[^.;]{0,40}\bm/z\b)"
    r"[^\d;]{0,60}?(?=[\s:=]\d|calc)"
)
_MASS: Final = re.compile(
    r"(?:(?P<calculated>calc(?:d|ulated|\.)?[^,:;]{0,60}?(?:[,:]|\s\[M[^\]]{0,20}\][+−-]?)\s?)|found:?\s|(?<=[\s:=]))"
    r"(?P<value>\d{2,5}(?:\.\d{1,4})?)(?![\w.]*[A-Za-z])"
)
_SHARE: Final = r"(?<![A-Za-z])(?:C|H|N|O|S|F|P|Cl|Br|I|B|Si)\s?[,:=]?\s?\(?\d{1,2}\.\d{1,2}\)?(?:\s?%)?"
_SHARES: Final = re.compile(rf"{_SHARE}(?:(?:\s?[,;]\s?(?:and\s)?|\s(?:and\s)?){_SHARE})+")
_ONE_SHARE: Final = re.compile(r"(?P<element>[A-Z][a-z]?)\s?[,:=]?\s?\(?(?P<value>\d{1,2}\.\d{1,2})")
_ANALYSIS: Final = re.compile(r"\b(?:calc(?:d|ulated)?|found|anal)\b", re.IGNORECASE)
_CALCULATED: Final = re.compile(r"\bcalc", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedValue:
    """A value at ``start`` to ``end`` of the vocabulary's ``property``, ``named`` by words.

    ``head`` is where the name of its list stands.
    """

    property: str
    start: int
    end: int
    quantity: Quantity
    named: str
    head: tuple[int, int]


def listed_values(sentence: Sentence) -> list[ListedValue]:
    """The values of the lists in a sentence, in order."""
    found = [*_spectra(sentence), *_masses(sentence), *_analyses(sentence)]
    return sorted(found, key=lambda one: one.start)


@lru_cache(maxsize=2)
def first_list(text: str) -> int:
    """Where the first list of spectra begins in a text, or the text ends; kept, as each of its sentences asks."""
    starts = [match.start() for pattern in (*_HEADS.values(), _MASSES) if (match := pattern.search(text))]
    return min(starts, default=len(text))


def _spectra(sentence: Sentence) -> Iterator[ListedValue]:
    text = sentence.text
    for name, pattern in _HEADS.items():
        for head in pattern.finditer(text, sentence.start, sentence.end):
            if not (head["set"] or ":" in head["lead"] or "δ" in head["lead"]):
                continue
            entries = list(_entries(text, head.end(), sentence.end))
            if len(entries) < 2 and not any(entry["told"] for entry in entries):
                continue
            for entry in entries:
                words = f"{head['name']} {_WORDS[name]}"
                yield _listed(name, entry, _PRINTED_UNIT[name], words, head.span("name"))


def _entries(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    while entry := _ENTRY.match(text, start, end):
        yield entry
        following = _NEXT.match(text, entry.end(), end)
        if following is None:
            return
        start = following.end()


def _masses(sentence: Sentence) -> Iterator[ListedValue]:
    for head in _MASSES.finditer(sentence.text, sentence.start, sentence.end):
        for mass in list(_MASS.finditer(sentence.text, head.end() - 1, sentence.end))[:2]:
            words = "calculated molecular ion m/z" if mass["calculated"] else "molecular ion m/z"
            yield _listed("mass_to_charge_ratio", mass, "", words, head.span("name"))


def _analyses(sentence: Sentence) -> Iterator[ListedValue]:
    """The shares of the elements, calculated and found."""
    text = sentence.text
    for shares in _SHARES.finditer(text, sentence.start, sentence.end):
        told = list(_ANALYSIS.finditer(text, sentence.start, shares.start()))
        if not told:
            continue
        calculated = _CALCULATED.match(text, told[-1].start()) is not None
        for share in _ONE_SHARE.finditer(text, *shares.span()):
            words = f"{'calculated ' if calculated else ''}{share['element']} content"
            yield _listed("element_content", share, "%", words, told[-1].span())


def _listed(name: str, entry: re.Match[str], unit: str, words: str, head: tuple[int, int]) -> ListedValue:
    printed = re.sub(r"\s?[~∼]\s?", "–", entry["value"])
    quantity = parse_quantity(f"{printed} {unit}".strip()) or Quantity(text=printed)
    quantity = replace(quantity, text=entry["value"])
    return ListedValue(name, *entry.span("value"), quantity, words, head)

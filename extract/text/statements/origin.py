"""A sentence and the place of a value in, whether the paper reports or cites the value out."""

import re
from typing import Final

from ....records.model import Origin
from .sentence_view import Sentence

_MARK: Final = re.compile(
    r"\[\d{1,3}(?:[\s,;–—-]{1,3}\d{1,3}){0,12}\]"
    r"|\((?:[^()]{0,80}?\bet al\.?,? ?\(?(?:19|20)\d\d[a-z]?|[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+)?,? "
    r"(?:19|20)\d\d[a-z]?)[^()]{0,160}\)|\bet al(?![a-z])"
)
_WORDS: Final = re.compile(
    r"\b(?:reported (?:by|in|for|value|previously|earlier)|(?:have|has|was|were|been) (?:previously |recently |also )?"
    r"reported|(?:previous|earlier|other|recent|former) (?:works?|reports?|studies|study|literature|results|"
    r"publications?|researchers)|literature|previously reported|as reported|"
    r"according to (?:ref|the ref|[A-Z][a-z]+ et al)|compared (?:with|to) (?:the )?(?:reported|previous)|"
    r"JCPDS|ICSD|PDF card|bulk value|commercial(?:ly)?|state[- ]of[- ]the[- ]art)\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\b(?:this (?:work|study|paper|article)|the present (?:work|study|paper)|we|our|ours|herein|here,? we|in this "
    r"(?:contribution|letter|communication)|as-prepared|the obtained|present)\b",
    re.IGNORECASE,
)
_INTRODUCTION: Final = re.compile(r"introduction|background|state of the art|literature|related work", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"[;:]|,? (?:while|whereas|but|although|though|compared (?:with|to)|than|similar to|close to)\b"
)


def origin_of(sentence: Sentence, start: int, end: int) -> Origin:
    """``cited`` where the clause around ``start`` to ``end`` bears a reference mark or says so; else ``reported``.

    A mark at the sentence's end speaks for the clause before it. An introduction tells of others' work.
    """
    low, high = _clause(sentence, start, end)
    clause = sentence.text[low:high]
    if _OWN.search(clause):
        return "reported"
    last = high if high < sentence.end else len(sentence.text) + 1
    if any(low <= mark < last for mark in sentence.citations) or _MARK.search(clause) or _WORDS.search(clause):
        return "cited"
    if _INTRODUCTION.search(sentence.section) and not _OWN.search(sentence.own):
        return "cited"
    return "reported"


def _clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    low, high = sentence.start, sentence.end
    for match in _CLAUSE.finditer(sentence.text, sentence.start, sentence.end):
        if match.end() <= start:
            low = match.start()
        elif match.start() >= end:
            high = match.start()
            break
    return low, high

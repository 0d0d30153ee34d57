"""Captions, table notes and running text in, the phrases that they say their symbols stand for out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from ....records.chemical_names import ions
from ....records.composition_grammar import ELEMENTS
from ....records.vocabulary import Vocabulary
from .symbol_lists import listed_symbols
from .units import read_unit

_WORD: Final = re.compile(
    r"[a-z]{3,}|[A-Z]?[a-z]{4,}|the|a|an|of|in|is|at|to|and|or|by|for|as|was|were|with|I|A|it|we|It|We|The|For|All|Its|See|Our"
)
_SYMBOLS_TOO: Final = frozenset("Tc Re Ra Rn Fr Po At Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og Es Md No Lr".split())  # noqa: SIM905
"""Elements whose symbols stand for a property more often than for the element."""
_PHRASE: Final = re.compile(
    r"(?P<phrase>(?:[A-Za-z][\w'’-]{0,40}\s){0,5}[A-Za-z][\w'’-]{2,40}),?\s?(?:\((?P<round>[^()]{1,14}(?:\([^()]{1,8}\))?)\)"
    r"|,\s(?P<comma>[^\s,;()]{1,8})(?=,|\.$|;| for | and )"
    r"|(?<!,)\s(?P<bare>[^\s,;()]{1,6})\s\((?:in )?(?P<unit>[^()]{1,20})\))"
)
_SHARED: Final = re.compile(
    r"(?P<list>[A-Za-z-]{3,20} \([^()]{1,8}\)(?:,? (?:and )?[A-Za-z-]{3,20} \([^()]{1,8}\))+) (?P<head>[a-z]{4,20}s)\b"
)
"""Kinds of one thing: ``bulk (σb), grain-boundary (σgb) and total (σt) conductivities``."""
_LISTED: Final = re.compile(
    r"(?:^|[;:.]\s)(?P<symbols>[^\s,;()]{1,10}(?: and [^\s,;()]{1,10})?)(?:,|:| =)\s"
    r"(?P<phrase>[A-Za-z][^;,:()=]{4,60})"
)
_GLOSSED: Final = re.compile(
    r"(?:^|[;:,.]\s|\()(?P<symbol>[A-Zα-ωΑ-Ω][^\s,:;=]{0,9}|[a-z][A-Z][^\s,:;=]{0,8})"
    r"(?:(?:\s?[=:–—-]\s?|\s)(?=[a-z]|[A-Z][\w-]{0,3} [a-z])|\s?[=–—-]\s?(?=[A-Z][\w-]+ [A-Za-z]))"
    r"(?P<phrase>(?:(?!(?:and|for|are|was|were|with|from|the) )[a-z]{3,}|[A-Z][\w-]*)"
    r"(?: [A-Za-z][\w-]*){1,6})(?=[,;.()]| \(|$)"
)
"""In a note: ``RIC calculated retention index, RIL retention index obtained from literature``."""
_IN_THE: Final = re.compile(r".*\b(?:in|along|across|for|to) the (?=\S)", re.I)
_MOMENT: Final = re.compile(r", (?:at|during|before|after) (?:the )?[a-z][a-z -]{4,50}(?=[;.]|$)")
"""When a quantity has the value that its symbol stands for: ``grain size, d, at the onset of growth;``."""
_CUT_LIST: Final = re.compile(r".*\b(?:and|or)\s")
_ARTICLES: Final = re.compile(
    r"^(?:[a-z](?= [A-Z])|the|an?|of|and|for|in|on|at|with|by|from|to|their|its|values?|data|parameters?"
    r"|related|comparison|both|typical)\s+",
    re.I,
)
_SYMBOL: Final = r"[^\s,;:()\[\]=]{1,10}(?:,[^\s,;:()\[\]=]{1,6})?"
_SAID: Final = re.compile(
    rf"(?<![\w.])\[?(?P<symbol>{_SYMBOL})\]?(?:\s\([^()]{{1,20}}\))?(?:,(?=\sis\sthe\s))?"
    r"\s(?:is|are|represents?|denotes?|stands? for|being)\s(?:defined as\s|called\s)?(?:the|an?)"
    r"\s(?=(?P<phrase>[A-Za-z][\w’'–-]*(?:\s[A-Za-z][\w’'–-]*){0,7}))"
)
_BEFORE: Final = re.compile(
    r"(?P<phrase>[A-Za-z][\w’'–-]{1,40}(?:\s[A-Za-z][\w’'–-]{1,40}){0,6})"
    r"(?:\s\(\[?(?P<round>[^\s,;:()\[\]=]{1,8})\]?(?:,\s[^()]{1,20})?\)"
    r"|\s(?P<bare>[^\s,;:()\[\]=]{1,6})\s\((?P<unit>[^()]{1,20})\)|,\s(?P<comma>[^\s,;:()\[\]=]{1,6}),)"
)
_TURNED: Final = re.compile(
    r"\bthe (?P<phrase>(?:[A-Za-z][\w’'-]*\s){1,6})(?:is|are) (?:(?:denoted|represented|labell?ed|called|abbreviated"
    rf"|indicated)(?: (?:as|by|with))? )?(?P<symbol>{_SYMBOL})(?=[.,;)]|$| and )"
)
"""``the film resistance is Rf``"""
_CUT: Final = re.compile(
    r"\s(?:and|or|in|for|at|on|which|that|where|with|per|to|from|by|is|are|was|were|as|when|if|can|obtained|calculated"
    r"|determined|measured|given|of (?:the|an?|each|all|this|our)|of$)\b.*| of$"
)
_BREAK: Final = re.compile(
    r".*\b(?:and|or|in|for|at|on|which|that|where|with|to|from|by|is|are|was|were|as|the|an?|its|their|of the|this"
    r"|these|each|both|respectively|using|than|has|have|had|been|be|can|not|also|when|if|we|it|different|value of"
    r"|values of)\s",
    re.I,
)
_FOUND_BY: Final = re.compile(
    r"(?<=\w) (?:calculated|determined|measured|obtained|estimated|derived|evaluated|computed|deduced)"
    r" (?:from|by|with|using|via|through)\b.*"
)
"""How a quantity was found, behind its name."""
_NO_SYMBOL: Final = frozenset("One This That Each Both Here Such All Most i.e e.g It There Amine Step".split())  # noqa: SIM905
_OF_THING: Final = re.compile(
    r"(?P<head>.*?(?!\b(?:values?|dependences?|variations?|changes?|magnitudes?|functions?|plots?|increases?|decreases?"
    r"|effects?|measurements?|determinations?|calculations?) of)\b[A-Za-z-]{4,}) of (?:the|an?|each) "
)
"""``contribution of the particles, ψ,`` is about the contribution; ``value of the lattice constant, a,`` is not."""
_POINTERS: Final = re.compile(
    r"\b(?:figs?|figures?|panels?|tables?|curves?|samples?|eqs?|equations?|refs?|sections?|steps?|case|type|group|point"
    r"|line|et al)$",
    re.I,
)
_DOTTED: Final = re.compile(r"(?:[A-Z]\.){2,5}")
_LOOKALIKE: Final = str.maketrans("ΚΑΒΕΖΗΙΜΝΟΡΤΥΧµ△∆ϕ", "KABEZHIMNOPTYXμΔΔφ")
"""Greek capitals that are printed like Latin ones, and doubles of Greek letters."""


def symbol_key(text: str) -> str:
    """A symbol without spaces, brackets, full stops and marks of an index: ``T_g``, ``[η]``, ``T g``, ``C.C.S.``."""
    if _DOTTED.fullmatch(text):
        return text.replace(".", "")
    key = re.sub(r"[\s_,\[\]]", "", text.translate(_LOOKALIKE))
    return key.rstrip(".") or key


_LEADING: Final = re.compile(
    r"^(?:(?:but|the|an?|and|or|while|where|whereas|then|thus|also|both|its|their|our|corresponding|respective|increasing|decreasing"
    r"|different|various|several)\s)+",
    re.I,
)
_TRAILING: Final = re.compile(
    r"(?:\s(?:corresponding|obtained|used|given|measured|calculated|determined|estimated|defined|called|denoted|value"
    r"|values|respectively|namely|symbol))+$",
    re.I,
)
_NO_NAME: Final = re.compile(
    r"(?:calculated|obtained|measured|determined|estimated|shown|given|taken|derived|recorded)\s(?:from|by|in|at|with|as)\b"
    r".*|(?:(?:device|cell|performance|photovoltaic|electrical|electronic|electrochemical|mechanical|thermal|magnetic"
    r"|optical|kinetic|thermodynamic|structural|physical|transport|statistical|main|important|key|following|other)\s)?"
    r"(?:parameters?|values?|propert(?:y|ies)|quantit(?:y|ies)|variables?|results?|data)|(?:\w+ )?terms?",
    re.I,
)
"""What stands before symbols and names none: ``calculated from the pattern (Cr)``, ``device parameters (FF, η)``."""


def tidied(phrase: str) -> str | None:
    """A phrase without words that do not belong to the name of a quantity; None where none is left."""
    bare = _TRAILING.sub("", _LEADING.sub("", phrase.strip()))
    return bare if len(bare) > 3 and not _NO_NAME.fullmatch(bare) else None


def read_phrases(texts: Iterable[str]) -> dict[str, str]:
    """What captions and notes call their symbols: ``domain size (Dv)``, ``eGB, grain boundary expansion;``."""
    found: dict[str, str] = {}
    for text in texts:
        for symbol, phrase in (*_in_lists(text), *_before_symbols(text), *_behind_symbols(text)):
            if told := tidied(phrase):
                found.setdefault(symbol_key(symbol), told)
    return found


def _in_lists(text: str) -> Iterator[tuple[str, str]]:
    """Symbols with phrases of a list, and with kinds of one thing that is named behind them all."""
    for symbol, phrase in listed_symbols(text, is_symbol):
        yield symbol, _bare(phrase)
    for match in _SHARED.finditer(text):
        head = re.sub(r"s$", "", re.sub(r"ies$", "y", match["head"]))
        for kind, symbol in re.findall(r"([A-Za-z-]{3,20}) \(([^()]{1,8})\)", match["list"]):
            if is_symbol(symbol):
                yield symbol, f"{kind.lower()} {head}"


def _before_symbols(text: str) -> Iterator[tuple[str, str]]:
    """Symbols behind the phrase that they stand for."""
    for match in _PHRASE.finditer(text):
        symbol = match["round"] or match["comma"] or match["bare"]
        phrase = _IN_THE.sub("", _CUT_LIST.sub("", match["phrase"]))
        if match["unit"] and (read_unit(match["unit"]) is None or is_formula(symbol)):
            continue
        tail = _MOMENT.match(text, match.end()) if match["comma"] else None
        if match["comma"] and is_member(symbol, phrase):
            continue
        if is_symbol(symbol) or _is_more_than_element(symbol, phrase):
            yield symbol, _bare(phrase) + (tail[0][1:].rstrip() if tail else "")


def is_member(symbol: str, phrase: str) -> bool:
    """Whether what stands behind a phrase and a comma is the next member of a list: ``diameter, PDI and charge``."""
    if "/" in symbol:
        return not re.search(r"\bratio\b|\bper\b", phrase, re.I)
    if len(symbol) < 2 or not (symbol.isupper() and symbol.isalpha()):
        return False
    letters, last = iter(phrase.lower()), re.split(r"[\s-]+", phrase)[-1]
    return not all(c in letters for c in symbol.lower()) or last[:1].lower() != symbol[-1].lower()


def _behind_symbols(text: str) -> Iterator[tuple[str, str]]:
    """Symbols before the phrase that they stand for."""
    for match in _LISTED.finditer(text):
        listed = text[match.end("symbols")] == "," and " and " in match["phrase"]
        for symbol in () if listed else match["symbols"].split(" and "):
            if is_symbol(symbol) or _echoes(symbol, match["phrase"]):
                yield symbol, _bare(match["phrase"])
    for match in _GLOSSED.finditer(text):
        initials = [word[0] for word in match["phrase"].split(" ")]
        if sum(c.isupper() for c in initials) > 1 and "".join(initials).upper() != match["symbol"]:
            continue
        if is_symbol(match["symbol"]) or _echoes(match["symbol"], match["phrase"]):
            yield match["symbol"], _bare(match["phrase"])


def _is_more_than_element(symbol: str, phrase: str) -> bool:
    """Whether a symbol of an element stands behind a phrase of several words that is not about that element."""
    words = phrase.lower().split()
    return symbol in ELEMENTS and len(words) > 1 and symbol not in {ions().elements.get(word) for word in words}


def _echoes(symbol: str, phrase: str) -> bool:
    """Whether a symbol's index is a word of its phrase, so that both run together look like a word: ``Vtotal``."""
    return len(symbol) > 3 and symbol[0].isupper() and symbol[1:].islower() and symbol[1:] in phrase.lower()


def text_phrases(texts: Iterable[str]) -> dict[str, str]:
    """What running text calls its symbols, most often: ``KH is the Huggins parameter``, ``the length, L,``."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for symbol, said in _said(text):
            phrase = tidied(said)
            if (
                phrase is not None
                and (_can_stand(symbol) or _echoes(symbol, phrase))
                and len(phrase) <= 60
                and not _POINTERS.search(phrase)
            ):
                votes[symbol_key(symbol)][phrase] += 1
    return {symbol: counter.most_common(1)[0][0] for symbol, counter in votes.items()}


def _can_stand(symbol: str) -> bool:
    unit = "/" in symbol and read_unit(symbol) is not None
    return is_symbol(symbol) and not unit and symbol.rstrip(".") not in _NO_SYMBOL


def _said(text: str) -> Iterator[tuple[str, str]]:
    yield from listed_symbols(text, is_symbol)
    for match in _SAID.finditer(text):
        yield match["symbol"], _CUT.sub("", " " + match["phrase"]).strip()
    for match in _TURNED.finditer(text):
        if not re.fullmatch("[a-z]+", match["symbol"]):
            yield match["symbol"], match["phrase"].strip()
    for match in _BEFORE.finditer(text):
        symbol = match["round"] or match["bare"] or match["comma"]
        if match["unit"] and read_unit(match["unit"]) is None:
            continue
        phrase = match["phrase"]
        if match["comma"] and (head := _OF_THING.match(phrase)):
            phrase = head["head"]
        yield symbol, _last_noun_phrase(_FOUND_BY.sub("", phrase))


def _last_noun_phrase(phrase: str) -> str:
    """The end of a phrase behind its last word that is of no name, or all of a known name: ``reduction in area``."""
    bare = re.sub(r" of$", "", _BREAK.sub("", phrase + " ").strip())
    named = (m for m in Vocabulary.load().find(phrase) if m.end == len(phrase) and not m.symbol)
    return max((bare, *(phrase[m.start :] for m in named)), key=len)


def _bare(phrase: str) -> str:
    while (shorter := _ARTICLES.sub("", phrase)) != phrase:
        phrase = shorter
    return re.split(r" (?:determined|measured|obtained|where|which)\b|\. ", phrase)[0].strip(" .")


def is_formula(text: str) -> bool:
    """Whether a text is made of elements and numbers: ``H2O``."""
    parts = re.findall(r"[A-Z][a-z]?|\d+|.", text)
    return bool(re.search(r"\d", text)) and all(part.isdigit() or part in ELEMENTS for part in parts)


def is_bond(text: str) -> bool:
    """Whether a text is atoms joined by dashes: ``Mg-F``."""
    parts = re.split(r"[-–—−]", text)
    return len(parts) > 1 and all(re.sub(r"[\d(′')]+$", "", part) in ELEMENTS for part in parts)


def is_symbol(text: str) -> bool:
    """Whether a text can be a symbol or an abbreviation: no word, no number, no formula, no element."""
    if is_formula(text) or is_bond(text) or (len(text) == 2 and text in ELEMENTS - _SYMBOLS_TOO):
        return False
    return (
        not _WORD.fullmatch(text)
        and not re.fullmatch(r"[\W\d]+[a-z%]{0,3}|.*\d\.\d.*", text)
        and text[0] not in "<>≤≥~±"
    )

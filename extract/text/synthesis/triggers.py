"""A sentence of a procedure in, the words in it that tell an operation which was carried out."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final, Literal

from ....records.model import Operation

Kind = Literal["done", "held", "doing", "thing"]
"""A participle ("calcined"), one that is a step only with its temperature or time ("kept"), a gerund, a noun."""

NOUNS_BEHIND = re.compile(
    r"\s+(?:powders?|samples?|mixtures?|solutions?|products?|precursors?|pellets?|gels?|films?|suspensions?|slurry|"
    r"materials?|electrodes?|precipitates?|water|state|metals?|oxides?|composites?|particles?|compounds?|substances?|"
    r"rates?|temperatures?|times?|process(?:es)?|method|procedure|media|balls?|jars?|machine|speed|medium|crystals?|"
    r"levels?|concentrations?|densit(?:y|ies)|profiles?|types?|tips?|"
    r"reactions?|"
    r"atmosphere|schedule|profile|step|steps|regime|elements?|heat|amounts?|glass(?:es)?|ceramics?|bodies|disks?|bars?|"
    r"specimens?|alloys?|layers?|graphite|graphene|carbon|agent|aid|curve|experiments?|conditions?|treatments?|"
    r"technique|steels?|ingots?|sheets?|tubes?|furnace|nozzle|equipment|stage|substrates?|structures?|microstructures?|"
    r"matrix|phase|zones?|grains?|martensite|depth|series|cycles?|fibres?|fibers?)\b"
)
AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|be|been|being|had|has|have|then|and|subsequently|finally|further|followed by|after|by|via|"
    r"through|upon|before|using|to be|afterwards?|again|firstly|first|next|or|immediately|directly|successively|"
    r"thoroughly|slowly|naturally|carefully|repeatedly|uniaxially|isostatically|vigorously|quickly|gradually|twice|"
    r"completely|ultrasonically|uniformly|intimately|homogeneously|dropwise|mechanically|manually|initially|"
    r"simultaneously|rapidly|usually|later|just|well|dry|separately|additionally|respectively|eventually|evenly|"
    r"lightly|finely|also|post|air|furnace|water|oil|thus|gently|magnetically|continuously|electrochemically|"
    r"chemically|easily|normally|typically|optically|mirror|hot|cold|each|together|sequentially|thermally|solvent)"
    r"[\s,]*(?:\([^()]{0,40}\)\s*)?$"
)
DETERMINED = re.compile(
    r"\b(?:the|a|an|this|these|each|of|resulting|obtained|as|all|both|no|high|such|in|on|with|from|for)[\s-]+$"
)
RATE_WORDS = re.compile(r"^\s*(?:rates?|ramp|speed)\b")
MEANWHILE = re.compile(
    r"\b(?:under|during|while|constant|vigorous|continuous|magnetic|mechanical|strong|without|gentle|for|"
    r"before|prior to)\s+(?:\w+\s+){0,2}$"
)
FOLLOWED = re.compile(r"\b(?:followed by|and then)\s(?:an?\s)?(?:[\w-]+\s){0,2}$")
"""Before a noun this makes it the next step, whatever stands between: "followed by vigorous stirring"."""
ON_DOING = re.compile(r"\b(?:formed|crystalli[sz]ed|precipitated|separated|appeared|obtained|solidified)\son\s$")
"""Before a gerund this makes it what brought something about: "crystals formed on cooling"."""
WITH = re.compile(r"\bwith\s+(?:\w+\s+){0,2}$")
MEANTIME: Final = frozenset(("stir", "heat", "mix", "cool"))
"""Operations that go on beside another: "with stirring"."""
UNTIL = re.compile(r"\b[Uu]ntil\s(?:[^\s.,;]+\s){1,6}(?:is|are|was|were)\s(?:\w+ly\s)?$")
"""Before a participle this makes it the state in which something else ends: "stirred until the salt was dissolved"."""
ATTRIBUTE = re.compile(r"\b(?:the|an?|these|this|those|each|of|as)\s(?:\w+ly\s)+$")
"""Before a participle this makes it tell which thing is meant: "the ultrasonically agitated nozzle"."""
NOT_DONE = re.compile(
    r"\b(?:not|without|cannot|never|no longer|prior to|before|to avoid|to prevent|in order to|used for|"
    r"for|from)\s+(?:being\s+)?(?:\w+\s+)?$"
)
ARROW_BEFORE = re.compile(r"(?:→|⟶|➔|-->|->)[^→⟶➔.;]{0,40}$")
ARROW_BEHIND = re.compile(r"[^→⟶➔.;>]{0,30}(?:→|⟶|➔|-->|->)")
"""A process told as a chain: "normalizing → rough turning → quenching and tempering"."""
INTO = re.compile(r"\s(?:into|in|on|onto|with|by|to|at|from)$")
LASTED = re.compile(
    r"\b(?:[Aa]fter|[Ff]ollowing|[Uu]pon|[Ff]ollowed by|and|then)\s(?:another\s|further\s|about\s|ca\.\s|~\s?)?"
    r"(?:\d[\d.–-]*|one|two|three|four|five|six|eight|ten|twelve)[\s-]?"
    r"(?:h|hrs?|hours?|min|minutes?|s|d|days?)\s(?:of\s)?(?:(?:continuous|vigorous|magnetic|further|constant)\s)?$"
)
"""Before a noun this makes it a step with its time: "after 30 min of stirring"."""
SWITCHED = re.compile(r"\s(?:off|on and off|on once|out to)\b")
"""Behind a verb this makes it one of switches and results: "turned off"."""
NEXT = re.compile(r"[\w)],?\s(?:before|prior to)\s(?:the\s|being\s)?$")
"""Before an operation this tells what comes next: "stirred for 2 h, before the addition of ..."."""
WITH_CONDITION = re.compile(
    r"\s*(?:again\s|further\s|them\s|it\s)?(?:at|in|for|under|with|to|into|on|by|from|using|onto|until|up|down)\b"
)
PERFORMED = re.compile(
    r"\s*(?:(?:experiments?|runs?|process(?:es)?|procedures?|treatments?|steps?)\s)?(?:\([^()]{0,40}\)\s*)?(?:(?:at|for|in|under|of)\s[^,;]{1,40}\s)?"
    r"(?:was|were)\s(?:\w+ly\s|then\s|also\s|finally\s)?(?:performed|carried out|conducted|"
    r"done|applied|undertaken|employed|accomplished|achieved|repeated|completed|continued|allowed|followed)\b|"
    r"\s*(?:proceeded|lasted|took place|occurred for)\b"
)
"""What makes a noun a step: "the annealing was carried out at 500 °C"."""
RUN_IN = re.compile(r"\s*[:.]\s+[A-Z]")
"""What stands behind a heading at the beginning of its paragraph."""
LINKED = re.compile(
    r"(?:\b(?:after|by|followed by|then|and|via|using|according to|through|upon|or|finally|including|involving|"
    r"subjected to|"
    r"consisting of|undergoing|underwent|submitted to|cycles of|"
    r"an?|the|further|final|subsequent|high-energy|intermediate|conventional|"
    r"thorough|several)\s+(?:[\w-]+\s+){0,2}|[;:]\s|,\s*|^\W*|\bpost-)$",
    re.IGNORECASE,
)
MADE_BY = re.compile(
    r"\b(?:after|upon|by|followed by|then|via|using|through|according to|subjected to|"
    r"submitted to|cycles of|consisting of)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
TIMED = re.compile(r"\s+(?:\w+\s+){0,2}?for\s+(?:another\s+|about\s+|~\s?|at least\s+)?\d")
"""A gerund with its own time is a step even where it goes on meanwhile: ``under stirring for 1 h``."""
SET = re.compile(r"\s+at\s[\d.–−-]+\s?(?:[°◦º]\s?C|oC|℃|K)\sfor\s")
"""What makes a gerund behind "with" a step: ``with stirring at 0 °C for 2 h``."""
IN_LIST = re.compile(r"^[^;:.]{0,80},\s(?:and\s)?$")
"""A participle behind a comma goes on with the verb of the step before it: ``dried, ground, and sintered``."""
MEANS = re.compile(r"^[^\d.;,]{0,25}(?<!followed )\b(?:by|via|through|using|with an?)\s(?:[\w-]+\s){0,2}$")
"""A noun behind a participle tells how that was done: ``dried by rotary evaporation``."""
TREATING: Final = frozenset(("quench", "cool", "calcine", "sinter", "anneal", "filter", "centrifuge", "wash", "dry"))
"""Operations that are steps of their own where they are told behind "before"."""
BY_BEING = re.compile(r"\bby being\s$")
MADE_BY_DOING = re.compile(r"\b(?:prepared|synthesi[sz]ed|obtained|made|produced|fabricated)\s(?:\w+ly\s)?by\s$")
"""Before a gerund this makes what stands behind it its object: "prepared by milling sample A"."""
INFLUENCED = re.compile(
    r"\b(?:influenced|affected|caused|induced|improved|determined|governed|controlled|limited|hindered|suppressed|"
    r"strengthened|accompanied|dominated|explained) by (?:the |an? )?(?:\w+ )?$"
)
"""Before a noun this makes it the cause of something, no step."""
DATA = re.compile(r"normali[sz]", re.IGNORECASE)
HEATED = re.compile(r"\d\s?(?:[°◦º]|K\b|oC)|\b(?:steels?|temper\w*|austeniti\w*|quench\w*|air[- ]cool\w*|roll\w*)\b")
"""What a sentence has in which steel is normalized: elsewhere numbers are."""
DIVIDED = re.compile(r"^\s(?:\([^()]*\)\s)?(?:to|by|with respect|against|for|values?|current|area|mass)\b(?!\s\d)")
"""What stands behind "normalized" where numbers are."""
SHORTHAND = re.compile(r"\d\s?(?:h|min|hours?)\s?[/,+]\s?$")
"""Before an acronym this makes it a step: "1050 °C/1 h/WQ"."""
ALLOYED = re.compile(
    r"\s(?:in order )?to (?:enhance|improve|increase|promote|reduce|stabili[sz]e|suppress|refine|prevent|ensure)\b"
    r"[^.;]*\b(?:austenit|ferrit|martensit|harden|grain|nucleat|strength|ductil|toughness|corrosion|inclusion|precipitat)"
)
"""What is added so is an element of an alloy, for a reason."""
POSSIBLE = re.compile(
    r"\b(?:can|could|may|might|should|would|will|must|expected to|able to|needs? to|likely to)\s"
    r"(?:also\s|not\s|then\s)?be\s(?:\w+ly\s)?$"
)
"""What makes an operation one that may be carried out."""
DESCRIBED = re.compile(
    r"\b(?:samples?|specimens?|films?|steels?|alloys?|layers?|materials?|pellets?|surfaces?|wafers?|thermocouples?|CLs?)\s$|"
    r"\b(?:amounts?|quantit(?:y|ies)|volumes?|contents?|concentrations?)\sof\s(?:[\w-]+\s){1,3}$"
)
"""Before a participle without an auxiliary this makes it tell which sample is meant: "the sample annealed at 673 K"."""
OF_SUBSTRATE = re.compile(r"\bsubstrates?\s$")
"""Before "heated" this makes it tell how hot something was laid down."""
LAID: Final = frozenset(("coat", "deposit", "assemble", "press", "cast"))
"""Operations whose bare participles mostly tell how a thing is built: "films coated on glass"."""
PROCESS = re.compile(r"\s(?:process|procedure|treatment|step|stage)\s(?:at|for|in)\s(?:about\s|~\s?|air at\s)?\d")
"""Behind a gerund this makes it a step with its condition: "a sintering procedure at 1200 °C"."""
ARROW = re.compile(r"\s*(?:→|⟶|➔|-->|->)\s*")
LINK_WORDS: Final = 4
"""Words of a link in a chain, at most."""
SEPARATING: Final = frozenset(("filter", "centrifuge"))
GOT_READY = re.compile(r"pre-?(?:dried|calcined|fired|heated|annealed|sintered)|dried|dehydrated", re.IGNORECASE)
"""What is told of a starting powder in parentheses behind it: "La2O3 (predried at 900 °C)"."""
GENERAL: Final = frozenset(("mix", "heat", "other", "stir"))
"""Operations that give way to the means that is told with them: ``mixed by ball milling``."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words at ``start`` to ``end`` that tell an operation."""

    start: int
    end: int
    operation: Operation
    words: str
    kind: Kind = "done"


@cache
def vocabulary() -> dict[str, Any]:
    """The lists of ``vocabulary.toml``."""
    where = resources.files("matloom.extract.text.synthesis").joinpath("vocabulary.toml")
    return tomllib.loads(where.read_text("utf-8"))


def british(word: str) -> str:
    """A word with the endings that British English gives it."""
    return re.sub(r"(?<=[a-z]{3})([iy])z(?=e|ing|ation)", r"\1s", word)


def key_of(words: str) -> str:
    """Words as the vocabulary is searched for them: in small letters, with blanks for hyphens."""
    return re.sub(r"[\s‐‑–-]", " ", words.lower())


@cache
def trigger_words() -> tuple[re.Pattern[str], dict[str, tuple[Operation, Kind]]]:
    """A pattern of every word of the vocabulary, and what each tells: the operation and the kind of word."""
    found: dict[str, tuple[Operation, Kind]] = {}
    for operation, kinds in vocabulary()["operations"].items():
        for kind, words in kinds.items():
            for word in words:
                for spelled in (word, british(word.lower())):
                    found.setdefault(key_of(spelled), (operation, kind))
    longest_first = sorted(found, key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace("\\ ", r"[\s‐‑–-]") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), found


@cache
def acronyms() -> frozenset[str]:
    """The words of the vocabulary that are written in capitals, in small letters: slm is a flow, SLM a process."""
    kinds = vocabulary()["operations"].values()
    return frozenset(key_of(word) for words in kinds for kind in words.values() for word in kind if word.isupper())


@cache
def contexts() -> tuple[tuple[frozenset[str], re.Pattern[str], Operation], ...]:
    """Words or operations, what has to stand in the clause, and the operation that it then is."""
    return tuple(
        (frozenset(map(key_of, one["of"])), re.compile(one["where"], re.IGNORECASE), one["operation"])
        for one in vocabulary()["context"]
    )


@cache
def only_with() -> dict[str, re.Pattern[str]]:
    """The words that tell an operation only where the sentence has others, and these."""
    return {key_of(word): re.compile(one["where"]) for one in vocabulary()["only"] for word in one["words"]}


def operation_in(trigger: Trigger, clause: str) -> Operation:
    """The operation that the words around make of a trigger: heating in an autoclave is hydrothermal."""
    for of, where, operation in contexts():
        if (trigger.operation in of or key_of(trigger.words) in of) and where.search(clause):
            return operation
    return trigger.operation


def find_triggers(text: str, start: int, end: int) -> list[Trigger]:
    """The words in a sentence that tell an operation which was carried out."""
    pattern, told = trigger_words()
    found: list[Trigger] = []
    for match in pattern.finditer(text, start, end):
        key = key_of(match.group())
        if (key in acronyms() and match.group().islower()) or SWITCHED.match(text, match.end()):
            continue
        if of_numbers(text, start, end, match) or (
            key in only_with() and not only_with()[key].search(text, start, end)
        ):
            continue
        operation, kind = told[key]
        participle = kind in ("done", "held")
        listed = bool(found) and participle and IN_LIST.search(text[found[-1].end : match.start()]) is not None
        trigger = Trigger(match.start(), match.end(), operation, match.group(), kind)
        if listed or carried_out(text, start, trigger, end, follows=bool(found)):
            found.append(trigger)
    return with_links(text, start, end, without_means(text, found))


def of_numbers(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a word tells what was done to numbers: "normalized to the area"."""
    if DATA.match(match.group()) is None:
        return False
    return DIVIDED.match(text[match.end() : end]) is not None or HEATED.search(text, start, end) is None


def with_links(text: str, start: int, end: int, triggers: list[Trigger]) -> list[Trigger]:
    """The triggers of a chain of operations, with those of its links that the vocabulary does not know."""
    arrows = list(ARROW.finditer(text, start, end))
    if len(arrows) < 2:
        return triggers
    first = max(text.rfind(sign, start, arrows[0].start()) for sign in ":(") + 1
    edges = [max(start, first), *(edge for arrow in arrows for edge in arrow.span())]
    last = re.compile(r"[^.;()]*").match(text, edges[-1], end)
    edges.append(last.end() if last is not None else end)
    links = list(triggers)
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        for part in re.finditer(r"[^\s,](?:(?!\sand\s)[^,])*", text[low:high]):
            begin, words = low + part.start(), part.group().removeprefix("and ").strip()
            told = any(begin <= one.start < low + part.end() for one in triggers)
            if not told and words and len(words.split()) <= LINK_WORDS:
                begin = text.index(words, begin)
                links.append(Trigger(begin, begin + len(words), "other", words, "thing"))
    return sorted(links, key=lambda one: one.start)


def carried_out(text: str, sentence: int, trigger: Trigger, limit: int, *, follows: bool) -> bool:
    """Whether a word tells of an operation rather than describing a thing or a rate.

    It ``follows`` where one stands before it in the sentence.
    """
    start, end, kind = trigger.start, trigger.end, trigger.kind
    before, behind = text[max(sentence, start - 60) : start], text[end : min(limit, end + 100)]
    if ARROW_BEFORE.search(before) or ARROW_BEHIND.match(behind):
        return True
    if kind != "done" and LASTED.search(before):
        return True
    next_one = kind == "thing" and trigger.operation != "assemble"
    if NEXT.search(before) and (next_one or (follows and trigger.operation in TREATING)):
        return True
    if RATE_WORDS.match(behind) or any(told.search(before) for told in (NOT_DONE, POSSIBLE, UNTIL)):
        return False
    if kind in ("done", "held"):
        return verb_told(trigger, before, behind)
    return noun_told(trigger, before, behind)


def verb_told(trigger: Trigger, before: str, behind: str) -> bool:
    """Whether a participle is a verb of its sentence, rather than telling which thing is meant."""
    if trigger.words.lower() == "added" and ALLOYED.match(behind):
        return False
    if ATTRIBUTE.search(before) and INTO.search(trigger.words) is None:
        return False
    if AUXILIARY.search(before):
        attribute = NOUNS_BEHIND.match(behind) and not INTO.search(trigger.words)
        return not (attribute and re.search(r"\b(?:and|or|by|via|using)[\s,]*$", before))
    if trigger.operation == "heat" and OF_SUBSTRATE.search(before):
        return False
    built = trigger.operation in LAID and not re.search(r"\d", behind) and " were " not in trigger.words
    if DESCRIBED.search(before) or built:
        return False
    conditioned = WITH_CONDITION.match(behind) is not None
    if before.endswith("("):
        return conditioned and GOT_READY.fullmatch(trigger.words) is not None
    return conditioned and DETERMINED.search(before) is None and not before.rstrip().endswith(("-", "–", "("))


def noun_told(trigger: Trigger, before: str, behind: str) -> bool:
    """Whether a gerund or noun is an operation that was carried out."""
    gerund = trigger.kind == "doing"
    if gerund and (MADE_BY_DOING.search(before) or (LINKED.search(before) and PROCESS.match(behind))):
        return True
    if not gerund and INFLUENCED.search(before):
        return False
    if trigger.words.isupper() and SHORTHAND.search(before):
        return True
    if (gerund and TIMED.match(behind)) or PERFORMED.match(behind) or (not before.strip() and RUN_IN.match(behind)):
        return True
    if NOUNS_BEHIND.match(behind):
        return False
    if FOLLOWED.search(before) or (trigger.operation == "cool" and ON_DOING.search(before)):
        return True
    if MEANWHILE.search(before):
        return False
    if WITH.search(before):
        return trigger.operation not in MEANTIME or SET.match(behind) is not None
    conditioned = WITH_CONDITION.match(behind) is not None
    return LINKED.search(before) is not None and (conditioned or MADE_BY.search(before) is not None)


def without_means(text: str, triggers: list[Trigger]) -> list[Trigger]:
    """Triggers without those that only tell how the one before was done; "mixed by milling" is milling."""
    if not triggers:
        return []
    kept = triggers[:1]
    for before, trigger in pairwise(triggers):
        between = text[before.end : trigger.start]
        noun = trigger.kind in ("doing", "thing") or BY_BEING.search(between) is not None
        if noun and before.kind == "done" and trigger.operation not in SEPARATING and MEANS.search(between):
            if kept[-1].operation in GENERAL:
                kept[-1] = replace(kept[-1], operation=trigger.operation)
            continue
        kept.append(trigger)
    return kept

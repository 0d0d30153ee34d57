"""Passages of a paper in, its recipes as told out: which sentences make up each, its steps, precursors and route."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ...document import Block
from ..mentions.finding import Glossary, find_mentions
from .passages import HARDENED, Kind, Passage, fired_in_full
from .precursors import FoundPrecursor, find_precursors, is_same
from .section_standing import SYNTHESIS, standing
from .steps import FIRINGS, FoundStep, bare
from .targets import MADE, NAMED, heads_products, made_in, treated_in
from .triggers import LAID, vocabulary
from .variants import VARIANT, changed_precursors, changed_steps

INTRODUCES = re.compile(
    r"^(?:For (?:the )?comparison|As a (?:comparison|reference|control)|In comparison|For reference|Similarly|Likewise|"
    r"To (?:prepare|synthesi[sz]e|obtain|fabricate|make)|In (?:a|the) typical|For (?:the )?(?:synthesis|"
    r"preparation|fabrication) of|"
    r"(?:The )?(?:[Ss]ynthesis|[Pp]reparation|[Ff]abrication) of)\b"
)
RUN_IN = re.compile(r"^(?:Synthesis|Preparation|Fabrication|Production|Growth) of [^.:]{3,80}[:.]\s*[A-Z]")
"""A heading that stands at the beginning of its paragraph."""
DETAILS = re.compile(
    r"^(?:Specifically|In detail|Briefly|In brief|In short|Here|In this case|The only difference|Namely)\b"
)
FORMER = re.compile(r"^(?:Before|Prior to)\s(?:the\s)?(?:[\w-]+\s)?(?P<stem>[a-z]{4,6})[a-z]*,", re.IGNORECASE)
"""How a sentence begins that goes back in time, with the stem of the operation that came later."""
AFTERTREATMENT = re.compile(
    r"heat[- ]treat|thermal treat|anneal|sinter|post[- ]treat|ag(?:e)?ing\b|consolidat|densif|shaping|tempering|"
    r"assembl",
    re.IGNORECASE,
)
"""Headings under which a recipe goes on, rather than another beginning."""
SOME = re.compile(r"^(?:Some|Several|Other|A few|One of|Half of)\b")
"""How a sentence begins that speaks of a part of the samples."""
SHAPING: Final = frozenset(
    ("heat", "microwave", "hydrothermal", "calcine", "sinter", "anneal", "quench", "melt", "mill", "press", "cast",
     "deposit", "electrospin", "etch", "coat", "age", "dissolve")
)  # fmt: skip
"""Operations of which a recipe has one at least."""
CELL_ROUTE: Final = "electrode and cell preparation"
IN_STACK = re.compile(r"\s(?:\w+\s)?(?:layers?|contacts?|grids?|buffers?|electrodes?|caps?)\b")
"""Behind a name this makes it a layer of the device that is being built."""
SECTION_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?")
"""What is left of a heading in running text."""
FILM = re.compile(r"\b(?:films?|layers?|coatings?)\d*\b[^.;]*\b(?:deposited|grown|ablated)\b")
COMPACTING: Final = frozenset(("sinter", "press"))
"""Operations that make the target of which a film is deposited."""
READIES = re.compile(r"evacuated|pumped|pre-?sputter|outgassed|degassed", re.IGNORECASE)
"""Operations that get a chamber ready for a deposition."""
AFTER_DOING = re.compile(r"\b(?:[Aa]fter|[Uu]pon|[Dd]uring|[Bb]efore|[Pp]rior to)\s(?:the\s)?(?:[\w-]+\s)?$")
"""What stands before a noun that says when something else was done or seen."""
REACH: Final = 60
"""How many characters before a noun this may begin."""
BOUGHT = re.compile(r"\b(?:purchased|obtained|bought|supplied|received|acquired|provided)\s(?:from|by)\b")
"""How a sentence tells where the chemicals of the paper come from."""
ENOUGH: Final = 2
"""Precursors that steps name themselves, from which on a list of chemicals tells no more of what went in."""
CUTTING: Final = frozenset(("cut", "machined", "sectioned", "sliced"))
"""Operations that are told again with each place or shape."""
FIRED: Final = frozenset(("heat", "calcine", "sinter", "anneal", "quench", "age", "hydrothermal"))
KINDRED: Final = (
    frozenset(("heat", "calcine", "sinter", "anneal", "hydrothermal", "microwave", "melt")),
    frozenset(("mix", "mill", "grind")),
    frozenset(("deposit", "coat")),
)
"""Operations that a summary may call by another's name: "prepared by heat treatment of ..."."""


@dataclass(slots=True)
class Draft:
    """A recipe while its sentences are gathered: pieces of blocks with their steps, names of what they say was made."""

    kind: Kind
    section: str
    pieces: list[tuple[Block, tuple[tuple[int, int], ...], tuple[FoundStep, ...]]] = field(default_factory=list)
    variant: bool = False
    made: set[str] = field(default_factory=set)
    remark: bool = False

    @property
    def steps(self) -> list[FoundStep]:
        """All steps so far."""
        return [step for _, _, steps in self.pieces for step in steps]

    @property
    def operations(self) -> set[str]:
        """The operations of all steps so far."""
        return {step.operation for step in self.steps}

    @property
    def text(self) -> str:
        """The sentences, one behind the other."""
        return " ".join(self.sentences)

    @property
    def sentences(self) -> list[str]:
        """The sentences in the order told."""
        return [block.running[start:end] for block, spans, _ in self.pieces for start, end in spans]


@dataclass(frozen=True, slots=True)
class Told:
    """A recipe as told, each part with its block."""

    draft: Draft
    steps: tuple[tuple[Block, FoundStep], ...]
    precursors: tuple[tuple[Block, FoundPrecursor], ...]
    route: str | None


def worth_telling(told: Told) -> bool:
    """Whether the steps make up a recipe: rinsing a substrate or holding a plate in a test does not."""
    conditions = sum(
        any((step.temperature, step.time, step.atmosphere, step.pressure, step.rate)) for _, step in told.steps
    )
    if told.draft.remark:
        return bool(told.steps)
    if told.draft.kind == "cell" or any(HARDENED.search(sentence) for sentence in told.draft.sentences):
        return len(told.steps) > 1
    if standing(told.draft.section) == "no":
        return any(fired_in_full(step) for _, step in told.steps)
    here = standing(told.draft.section) == "yes"
    if here and SYNTHESIS.search(told.draft.section) is not None:
        return len(told.steps) > 1 or conditions > 0
    operations = {step.operation for _, step in told.steps}
    inputs = any(one.role == "precursor" and one.composition is not None for _, one in told.precursors)
    hot = any(step.temperature is not None and step.operation in FIRED for _, step in told.steps)
    if here and ((len(told.steps) > 1 and "melt" in operations) or hot):
        return True
    if len(told.steps) > 2 and ((here and (operations & SHAPING or inputs)) or "→" in told.draft.text):
        return True
    return (
        bool(operations & SHAPING)
        and len(told.steps) > 1
        and (conditions > 1 or (conditions == 1 and inputs) or (inputs and len(told.steps) > 2))
    )


def drafts(passages: Iterable[Passage], glossary: Glossary) -> list[Draft]:
    """The sentences of all passages, sorted into recipes; a variant holds only the sentences that tell of it."""
    found: list[Draft] = []
    current: Draft | None = None
    for passage in passages:
        section = passage.block.section or ""
        if current is None or passage.apart or not goes_on(current, passage, section, glossary):
            current = Draft(passage.kind, section, remark=passage.remark)
            found.append(current)
        aside: Draft | None = None
        for sentence in passage.sentences:
            text = passage.block.running[sentence[0] : sentence[1]]
            if aside is not None and DETAILS.match(text):
                add_piece(aside, passage, sentence, glossary)
                continue
            aside = None
            if SECTION_NUMBER.fullmatch(text.strip()) and current.steps:
                current = Draft(passage.kind, section)
                found.append(current)
                continue
            if passage.kind == "material" and opens_recipe(text, glossary, current, passage.block):
                opened = Draft(passage.kind, section, variant=VARIANT.search(text) is not None)
                found.append(opened)
                if opened.variant:
                    aside = opened
                    add_piece(aside, passage, sentence, glossary)
                    continue
                current = opened
            add_piece(current, passage, sentence, glossary)
    return [draft for draft in found if draft.pieces]


def goes_on(draft: Draft, passage: Passage, section: str, glossary: Glossary) -> bool:
    """Whether a passage goes on with the recipe before it.

    Under a heading below its own it does where no temperature or time was told; under one beside it where that tells a
    treatment, where nothing was made yet, or where it makes nothing that it names.
    """
    if draft.kind != passage.kind:
        return False
    if draft.section == section or passage.kind == "cell":
        return True
    parent, _, heading = section.rpartition(">")
    if heads_products(heading.strip()):
        return False
    if gets_ready(draft, section):
        return True
    if draft.section.rpartition(">")[0] != parent:
        return False
    return (
        AFTERTREATMENT.search(heading) is not None
        or not any(step.operation in SHAPING for step in draft.steps)
        or not names_product(passage, heading, glossary)
    )


def gets_ready(draft: Draft, section: str) -> bool:
    """Whether a draft introduces the part that a section belongs to, without a temperature or time in any step."""
    plain = all(step.temperature is None and step.time is None for step in draft.steps)
    return draft.section == section.rpartition(">")[0].strip() != "" and plain


def names_product(passage: Passage, heading: str, glossary: Glossary) -> bool:
    """Whether a passage or its heading says what is made in it, or that only some of the samples are treated."""
    texts = [passage.block.running[start:end] for start, end in passage.sentences]
    made = any(spotted.kind != "anaphor" for text in texts for spotted in made_in(text, glossary))
    return (
        made
        or SYNTHESIS.search(heading) is not None
        or bool(find_mentions(heading, glossary))
        or any(SOME.match(text) for text in texts)
    )


def add_piece(draft: Draft, passage: Passage, sentence: tuple[int, int], glossary: Glossary) -> None:
    """Adds a sentence of a passage with the steps that it tells and what it says was made."""
    text = passage.block.running[sentence[0] : sentence[1]]
    draft.made |= {text[spotted.start : spotted.end] for spotted in made_in(text, glossary)}
    steps = tuple(step for step in passage.steps if sentence[0] <= step.start < sentence[1])
    if draft.pieces and draft.pieces[-1][0] is passage.block:
        block, sentences, before = draft.pieces[-1]
        draft.pieces[-1] = (block, (*sentences, sentence), (*before, *steps))
    else:
        draft.pieces.append((passage.block, (sentence,), steps))


def opens_recipe(sentence: str, glossary: Glossary, current: Draft, block: Block) -> bool:
    """Whether a sentence begins another recipe, once one has been told: it says that something else was made."""
    if not current.steps:
        return False
    if FILM.search(sentence) and "target" in current.text and not current.operations.isdisjoint(COMPACTING):
        compacted = max(place for place, step in enumerate(current.steps) if step.operation in COMPACTING)
        return all(step.operation != "deposit" for step in current.steps[compacted:])
    if VARIANT.search(sentence) is not None or RUN_IN.match(sentence):
        return True
    made = [spotted for spotted in made_in(sentence, glossary) if spotted.kind != "anaphor"]
    made = [spotted for spotted in made if not IN_STACK.match(sentence[spotted.end :])]
    if INTRODUCES.match(sentence):
        return bool(made) or bool(find_mentions(sentence, glossary))
    subjects = {sentence[one.start : one.end] for one in made if MADE.match(sentence[one.end :])}
    shaped = bool(current.operations & SHAPING) and not gets_ready(current, block.section or "")
    if not current.made and shaped and all(place is not block for place, _, steps in current.pieces if steps):
        return bool(subjects) or NAMED.search(sentence) is not None
    return bool(current.made) and bool(subjects - current.made)


def tell(draft: Draft, glossary: Glossary, base: Told | None) -> Told:
    """Steps and precursors of a draft; those of a variant are its base's with its own changes."""
    steps = in_order(draft, [(block, step) for block, _, found in draft.pieces for step in found])
    made = set(draft.made) if draft.kind == "material" else set[str]()
    if any(step.operation == "melt" for _, step in steps):
        made |= {
            block.running[start:end][spotted.start : spotted.end]
            for block, sentences, found in draft.pieces
            for start, end in sentences
            for spotted in treated_in(block.running, start, end, found, glossary)
        }
    precursors = tuple(taken(draft, made, glossary))
    if base is None:
        return Told(draft, tuple(steps), precursors, route_of(draft, steps))
    return Told(
        draft,
        changed_steps(base.steps, tuple(steps), draft.text, draft.pieces[0][0]),
        changed_precursors(base.precursors, precursors, draft.text),
        route_of(draft, steps) or base.route,
    )


def taken(draft: Draft, made: set[str], glossary: Glossary) -> list[tuple[Block, FoundPrecursor]]:
    """What goes in, each once; from what is only listed as bought nothing, where steps name what they take of it."""
    named = taken_in(draft, made, glossary, bought=False)
    told = sum(one.role == "precursor" and one.composition is not None for _, one in named)
    return named if told >= ENOUGH else taken_in(draft, made, glossary, bought=True)


def taken_in(draft: Draft, made: set[str], glossary: Glossary, *, bought: bool) -> list[tuple[Block, FoundPrecursor]]:
    """The precursors of a draft's sentences, with or without those that only tell what was bought."""
    found: list[tuple[Block, FoundPrecursor]] = []
    for block, sentences, steps in draft.pieces:
        spans = tuple(span for span in sentences if bought or not only_bought(block, span, steps))
        for one in find_precursors(block.running, spans, list(steps), glossary):
            if one.name not in made and not any(is_same(one, other) for _, other in found):
                found.append((block, one))
    return found


def only_bought(block: Block, span: tuple[int, int], steps: tuple[FoundStep, ...]) -> bool:
    """Whether a sentence tells where chemicals come from, and no step."""
    return BOUGHT.search(block.running, *span) is not None and not any(span[0] <= one.start < span[1] for one in steps)


def in_order(draft: Draft, steps: list[tuple[Block, FoundStep]]) -> list[tuple[Block, FoundStep]]:
    """The steps as done: without those of a summary ("was prepared by milling and sintering"), cells assembled last."""
    if draft.kind == "cell":
        return sorted(steps, key=lambda pair: pair[1].operation == "assemble")
    steps = pumped_first(told_back(draft, steps))
    steps = [pair for place, pair in enumerate(steps) if not announces(pair[1], steps[place + 1 :])]
    steps = [pair for place, pair in enumerate(steps) if not is_retold(pair[1], steps[:place])]
    steps = [(block, step) for block, step in steps if not dates(block.running, step, steps)]
    block, sentences, _ = draft.pieces[0]
    start, end = sentences[0]
    if MADE.match(block.running[start:end]) is None:
        return steps
    rest = [other for there, other in steps if there is not block or other.start >= end]

    def needed(place: Block, step: FoundStep) -> bool:
        if place is not block or not start <= step.start < end:
            return True
        if step.kind == "held":
            return not repeated(step, rest)
        return step.kind not in ("doing", "thing") or not bare(step) or not told_again(step, rest)

    return [(place, step) for place, step in steps if needed(place, step)]


def announces(step: FoundStep, later: Iterable[tuple[Block, FoundStep]]) -> bool:
    """Whether a step only says that a heat treatment was given, which is told with its conditions afterwards."""
    return step.kind == "thing" and step.operation == "heat" and bare(step) and told_again(step, [o for _, o in later])


def dates(text: str, step: FoundStep, steps: Iterable[tuple[Block, FoundStep]]) -> bool:
    """Whether a bare noun only says when something else was done: "after firing", where that is told as done."""
    if step.kind not in ("thing", "doing") or not bare(step):
        return False
    others = [other for _, other in steps if other.kind in ("done", "held")]
    if step.operation == "deposit" and step.kind == "thing":
        return not all(bare(other) for other in others if other.operation == "deposit")
    if AFTER_DOING.search(text, max(0, step.start - REACH), step.start) is None:
        return False
    kindred = FIRINGS if step.operation in FIRINGS else {step.operation}
    return step.operation in FIRED | LAID and any(other.operation in kindred for other in others)


def is_retold(step: FoundStep, before: Iterable[tuple[Block, FoundStep]]) -> bool:
    """Whether a step only tells again where or how often something was cut or machined."""
    return step.words in CUTTING and bare(step) and step.words in {one.words for _, one in before if bare(one)}


def told_back(draft: Draft, steps: list[tuple[Block, FoundStep]]) -> list[tuple[Block, FoundStep]]:
    """The steps, those that are told later than done in their place: "Prior to sintering, the pellets were dried"."""
    ordered = list(steps)
    for block, sentences, found in draft.pieces:
        for start, end in sentences:
            match = FORMER.match(block.running[start:end])
            own = [(block, step) for step in found if start <= step.start < end and step.kind in ("done", "held")]
            if match is None or not own:
                continue
            stem = match.group("stem").lower()
            later = next((pair for pair in ordered if pair not in own and stem in pair[1].words.lower()), None)
            if later is not None and ordered.index(later) < ordered.index(own[0]):
                rest = [pair for pair in ordered if pair not in own]
                place = rest.index(later)
                ordered = [*rest[:place], *own, *rest[place:]]
    return ordered


def pumped_first(steps: list[tuple[Block, FoundStep]]) -> list[tuple[Block, FoundStep]]:
    """The steps, those that get a chamber ready ahead of the deposition that is told before them."""
    ordered: list[tuple[Block, FoundStep]] = []
    for pair in steps:
        place = len(ordered)
        if READIES.match(pair[1].words):
            while place and READIES.match(ordered[place - 1][1].words):
                place -= 1
            place -= bool(place) and ordered[place - 1][1].operation == "deposit"
            place = place if place < len(ordered) and ordered[place][1].operation == "deposit" else len(ordered)
        ordered.insert(place, pair)
    return ordered


def repeated(step: FoundStep, rest: list[FoundStep]) -> bool:
    """Whether a later step has the same temperature."""
    heights = {other.temperature.canonical_value for other in rest if other.temperature is not None}
    return step.temperature is not None and step.temperature.canonical_value in heights


def told_again(step: FoundStep, rest: list[FoundStep]) -> bool:
    """Whether later steps tell an operation, or one of its kind, with its conditions."""
    kindred = next((kind for kind in KINDRED if step.operation in kind), frozenset((step.operation,)))
    return any(other.operation in kindred and not bare(other) for other in rest)


def route_of(draft: Draft, steps: Iterable[tuple[Block, FoundStep]]) -> str | None:
    """The route that the sentences or the heading name, else what the operations tell."""
    if draft.kind == "cell":
        return CELL_ROUTE
    for where in (draft.text, draft.section):
        for pattern, route in vocabulary()["routes"].items():
            if re.search(pattern, where, re.IGNORECASE):
                return str(route)
    operations = {step.operation for _, step in steps}
    if "hydrothermal" in operations:
        return "hydrothermal"
    if operations & {"calcine", "sinter"} and operations & {"mix", "mill", "grind"} and "dissolve" not in operations:
        return "solid-state"
    return None

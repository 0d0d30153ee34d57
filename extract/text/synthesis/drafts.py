"""Passages of a paper in, which of their sentences make up each recipe out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ...document import Block
from ..mentions.finding import Glossary, find_mentions
from .found_steps import FoundStep
from .passages import Kind, Passage
from .section_standing import SYNTHESIS
from .targets import MADE, NAMED, heads_products, made_in
from .variants import VARIANT

INTRODUCES = re.compile(
    r"^(?:For (?:the )?comparison|As a (?:comparison|reference|control)|In comparison|For reference|Similarly|Likewise|"
    r"To (?:prepare|synthesi[sz]e|obtain|fabricate|make)|In (?:a|the) typical|For (?:the )?(?:synthesis|"
    r"preparation|fabrication) of|"
    r"(?:The )?(?:[Ss]ynthesis|[Pp]reparation|[Ff]abrication) of)\b"
)
RUN_IN = re.compile(r"^(?:Synthesis|Preparation|Fabrication|Production|Growth) of [^.:]{3,80}[:.]\s*[A-Z]")
"""A heading that stands at the beginning of its paragraph."""
TREATS = re.compile(
    r"^For (?:the )?(?:[\w-]+ )?(?P<noun>coating|grafting|loading|doping|decoration|functionali[sz]ation|modification|"
    r"impregnation|infiltration)\b[^,]{0,40},"
)
"""How a recipe begins that goes on with what was made before: "For coating, the powder was stirred with ..."."""
PARTLY = re.compile(
    r"^(?:(?:A (?:part|portion|fraction|set)|Parts?|Half|Some|Several) of\b|"
    r"(?:Some|Several) (?:\w+ )?(?:samples|specimens|films|ribbons|pellets|ingots|crystals|alloys|powders|pieces|"
    r"wires)\b)"
)
"""How a sentence begins that tells what was done to some of what was made."""
FITTED = re.compile(
    r"^(?:(?:Finally|Then|Afterwards|Subsequently|Next|For [^,.;]{3,60}|To [^,.;]{3,80}|After [^,.;]{3,60}), )?"
    r"(?:[Tt]he\s)?(?:(?:[A-Z][a-z]?|[Ss]ilver|[Gg]old|[Pp]latinum|[Cc]onductive|[Mm]etal)[\s-](?:[\w-]+\s)?"
    r"(?:electrodes?|contacts?|pastes?|paints?)|[Ee]lectrodes|[Pp]oling|[Ss]ensors?|[Ii]nks?)\b"
)
"""How a sentence begins that tells what a finished material is fitted with, or how it is got ready for use."""
DETAILS = re.compile(
    r"^(?:Specifically|In detail|Briefly|In brief|In short|Here|In this case|The only difference|Namely)\b"
)
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
FINISHING: Final = frozenset(("calcine", "sinter", "anneal", "melt", "press", "hydrothermal"))
"""Operations after which a material is one."""
IN_STACK = re.compile(r"\s(?:\w+\s)?(?:layers?|contacts?|grids?|buffers?|electrodes?|caps?)\b")
"""Behind a name this makes it a layer of the device that is being built."""
ITSELF = re.compile(r"\s(?:\w+\s)?electrodes?\s(?:was|were)\s(?:\w+ly\s)?(?:made|prepared|fabricated)\b")
"""Behind a name this makes an electrode of it what is made."""
SECTION_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?")
"""What is left of a heading in running text."""
FILM = re.compile(r"\b(?:films?|layers?|coatings?)\d*\b[^.;]*\b(?:deposited|grown|ablated)\b")
COMPACTING: Final = frozenset(("sinter", "press"))
"""Operations that make the target of which a film is deposited."""


@dataclass(slots=True)
class Draft:
    """A recipe while its sentences are gathered: pieces of blocks with their steps, names of what they say was made."""

    kind: Kind
    section: str
    pieces: list[tuple[Block, tuple[tuple[int, int], ...], tuple[FoundStep, ...]]] = field(default_factory=list)
    variant: bool = False
    made: set[str] = field(default_factory=set)
    remark: bool = False
    fitted: bool = False
    """Whether it tells what a finished material is fitted with: its electrodes, its poling."""
    partial: bool = False
    """Whether it tells what was done to some of what was made before."""
    treatment: str | None = None
    """The noun for what a material made before is treated with."""

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


def drafts(passages: Iterable[Passage], glossary: Glossary) -> list[Draft]:
    """The sentences of all passages, sorted into recipes; a variant holds only the sentences that tell of it."""
    found: list[Draft] = []
    current: Draft | None = None
    fitting: Draft | None = None
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
            if passage.kind == "material" and finished(current, passage, sentence, text):
                if fitting is None or found[-1] is not fitting:
                    fitting = Draft(passage.kind, section, fitted=True)
                    found.append(fitting)
                add_piece(fitting, passage, sentence, glossary)
                continue
            if SECTION_NUMBER.fullmatch(text.strip()) and current.steps:
                current = Draft(passage.kind, section)
                found.append(current)
                continue
            if passage.kind == "material" and current.steps and PARTLY.match(text) and is_treated(passage, sentence):
                aside = Draft(passage.kind, section, partial=True)
                found.append(aside)
                add_piece(aside, passage, sentence, glossary)
                continue
            treats = TREATS.match(text) if current.steps and passage.kind == "material" else None
            if treats is not None:
                current = Draft(passage.kind, section, treatment=treats["noun"])
                found.append(current)
            elif passage.kind == "material" and opens_recipe(text, glossary, current, passage.block):
                opened = Draft(passage.kind, section, variant=VARIANT.search(text) is not None)
                found.append(opened)
                if opened.variant:
                    aside = opened
                    add_piece(aside, passage, sentence, glossary)
                    continue
                current = opened
            add_piece(current, passage, sentence, glossary)
    return [draft for draft in found if draft.pieces]


def finished(draft: Draft, passage: Passage, sentence: tuple[int, int], text: str) -> bool:
    """Whether a sentence tells what the material of a draft is fitted with, which was fired or grown before."""
    match = FITTED.match(text)
    if match is None or draft.fitted or not any(step.operation in FINISHING for step in draft.steps):
        return False
    noun = match.group().split()[-1].lower().rstrip("s")
    told = any(sentence[0] <= step.start < sentence[1] for step in passage.steps)
    return told and noun not in draft.text.lower()


def is_treated(passage: Passage, sentence: tuple[int, int]) -> bool:
    """Whether a sentence tells a treatment with its temperature."""
    return any(sentence[0] <= step.start < sentence[1] and step.temperature for step in passage.steps)


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
    made += [one for one in find_mentions(sentence, glossary) if ITSELF.match(sentence[one.end :]) and one not in made]
    if INTRODUCES.match(sentence):
        return bool(made) or bool(find_mentions(sentence, glossary))
    subjects = {sentence[one.start : one.end] for one in made if MADE.match(sentence[one.end :])}
    shaped = bool(current.operations & SHAPING) and not gets_ready(current, block.section or "")
    if not current.made and shaped and all(place is not block for place, _, steps in current.pieces if steps):
        return bool(subjects) or NAMED.search(sentence) is not None
    return bool(current.made) and bool(subjects - current.made)

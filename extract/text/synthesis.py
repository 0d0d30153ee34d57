"""A document in, the recipes that it tells out: steps in order, what went in, what came out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final

from ...records.errors import Result
from ...records.model import Precursor, SynthesisStep
from ...records.quantities import Quantity
from ..document import Block, Document
from ..findings import Findings, Mention, Recipe
from ..stage import Inputs, NoOptions
from .mentions import Glossary, Spotted, cite_mention, document_glossary, find_mentions
from .sentences import sentence_at
from .synthesis_passages import SYNTHESIS, Passage, find_passages
from .synthesis_precursors import MADE, PRODUCT, FoundPrecursor, find_precursors
from .synthesis_steps import FoundStep, vocabulary
from .synthesis_variants import VARIANT, changed_precursors, changed_steps

MOST_CHOICES: Final = 12
INTRODUCES = re.compile(
    r"^(?:For (?:the )?comparison|As a (?:comparison|reference|control)|In comparison|For reference|Similarly|Likewise|"
    r"To (?:prepare|synthesi[sz]e|obtain|fabricate|make)|In (?:a|the) typical|For (?:the )?(?:synthesis|"
    r"preparation|fabrication) of|"
    r"(?:The )?(?:[Ss]ynthesis|[Pp]reparation|[Ff]abrication) of)\b"
)
DETAILS = re.compile(
    r"^(?:Specifically|In detail|Briefly|In brief|In short|Here|In this case|The only difference|Namely)\b"
)
SHAPING: Final = frozenset(
    ("heat", "microwave", "hydrothermal", "calcine", "sinter", "anneal", "quench", "melt", "mill", "press", "cast",
     "deposit", "electrospin", "etch", "coat", "age", "dissolve")
)  # fmt: skip
"""Operations of which a recipe has one at least."""
FIRING: Final = frozenset(
    ("heat", "hydrothermal", "calcine", "sinter", "anneal", "deposit", "age", "microwave", "press")
)
"""Operations whose listed temperatures are those of several samples."""
EVERY = re.compile(r"^(?:all|these|both)\b.*s$", re.IGNORECASE)
"""A target that stands for every sample."""
NO_TARGETS: Final = frozenset(("H2O", "N2", "O2", "H2", "CO2"))


@dataclass(slots=True)
class Draft:
    """A recipe while its sentences are gathered: pieces of blocks with their steps."""

    kind: str
    section: str
    pieces: list[tuple[Block, tuple[tuple[int, int], ...], tuple[FoundStep, ...]]] = field(default_factory=list)
    variant: bool = False

    @property
    def steps(self) -> list[FoundStep]:
        """All steps so far."""
        return [step for _, _, steps in self.pieces for step in steps]


@dataclass(frozen=True, slots=True)
class Told:
    """A recipe as told, each part with its block."""

    draft: Draft
    steps: tuple[tuple[Block, FoundStep], ...]
    precursors: tuple[tuple[Block, FoundPrecursor], ...]
    route: str | None


class SynthesisFindings:
    """Recipes of materials, and of the electrodes and cells made of them, each apart."""

    name: ClassVar[str] = "synthesis"
    version: ClassVar[str] = "2"
    needs: ClassVar[tuple[str, ...]] = ("parse",)
    output: ClassVar[Any] = Findings

    def __init__(self, options: NoOptions | None = None) -> None:
        self.options = options or NoOptions()

    def __call__(self, inputs: Inputs) -> Result[Findings]:
        """The recipes of ``inputs["parse"]``, in the order told."""
        document: Document = inputs["parse"]
        return Result(Findings(recipes=tuple(self.recipes(document))))

    def recipes(self, document: Document) -> list[Recipe]:
        """The recipes of a document."""
        glossary = document_glossary(document)
        recipes: list[Recipe] = []
        base: Told | None = None
        family: list[int] = []
        for draft in drafts(find_passages(document), glossary):
            told = tell(draft, glossary, base if draft.variant else None)
            if not worth_telling(told):
                continue
            found = self.written(document, told, glossary)
            if draft.kind == "cell" and not found[0].targets:
                made = {mention.text: mention for recipe in recipes for mention in recipe.targets}
                found = [replace(found[0], targets=tuple(made.values()))]
            if draft.kind == "material" and not draft.variant:
                base, family = told, []
            if draft.kind == "material" and len(found) == 1:
                family.append(len(recipes))
            recipes.extend(found)
            if draft.variant:
                share_targets(recipes, family)
        return recipes

    def written(self, document: Document, told: Told, glossary: Glossary) -> list[Recipe]:
        """The recipe as records; one for each temperature, where a step lists several for several samples."""
        listing = [step for _, step in told.steps if 1 < len(step.choices) <= MOST_CHOICES and step.operation in FIRING]
        targets = self.targets(document, told, glossary)
        steps = tuple(self.step(document, block, step) for block, step in told.steps)
        recipe = Recipe(
            route=told.route,
            precursors=tuple(self.precursor(document, block, one) for block, one in told.precursors),
            steps=steps,
            targets=targets,
            evidence=steps[0].evidence,
        )
        if len(listing) != 1:
            return [recipe]
        place = next(index for index, (_, step) in enumerate(told.steps) if step is listing[0])
        return [
            replace(
                recipe,
                steps=(*steps[:place], replace(steps[place], temperature=choice), *steps[place + 1 :]),
                targets=tuple(
                    replace(mention, processing=f"{listing[0].words} at {with_unit(choice, listing[0])}")
                    for mention in targets
                ),
            )
            for choice in listing[0].choices
        ]

    def step(self, document: Document, block: Block, found: FoundStep) -> SynthesisStep:
        """A step with its sentence as evidence."""
        return SynthesisStep(
            operation=found.operation, words=found.words, temperature=found.temperature, time=found.time,
            rate=found.rate, pressure=found.pressure, atmosphere=found.atmosphere, apparatus=found.apparatus,
            evidence=document.cite(
                block, found.start, found.end, context=sentence_at(block.text, found.start),
                stage=self.name, version=self.version,
            ),
        )  # fmt: skip

    def precursor(self, document: Document, block: Block, found: FoundPrecursor) -> Precursor:
        """A precursor with its sentence as evidence."""
        return Precursor(
            name=found.name, composition=found.composition, amount=found.amount, role=found.role,
            evidence=document.cite(
                block, found.start, found.end, context=sentence_at(block.text, found.start),
                stage=self.name, version=self.version,
            ),
        )  # fmt: skip

    def targets(self, document: Document, told: Told, glossary: Glossary) -> tuple[Mention, ...]:
        """What was made: mentions said to be made, else those of the heading, each text once."""
        found: dict[str, Mention] = {}
        for block, sentences, _ in told.draft.pieces:
            for start, end in sentences:
                for spotted in made_in(block.text[start:end], glossary):
                    placed = replace(spotted, start=spotted.start + start, end=spotted.end + start)
                    mention = cite_mention(document, block, placed, self.name, self.version)
                    found.setdefault(mention.text, mention)
        if told.draft.kind == "cell":
            found = self.active_materials(document, told, glossary)
        elif not found:
            found = self.heading_targets(document, told.draft.section, glossary)
        return tuple(found.values())

    def active_materials(self, document: Document, told: Told, glossary: Glossary) -> dict[str, Mention]:
        """What an electrode is made of: the precursors of its slurry that are no additives."""
        places = {one.start for _, one in told.precursors if one.role == "precursor"}
        found: dict[str, Mention] = {}
        for block, sentences, steps in told.draft.pieces:
            for start, end in sentences:
                slurry = any(start <= step.start < end and step.operation in ("mix", "coat") for step in steps)
                for spotted in find_mentions(block.text[start:end], glossary) if slurry else ():
                    if spotted.start + start in places and spotted.kind != "anaphor":
                        placed = replace(spotted, start=spotted.start + start, end=spotted.end + start)
                        mention = cite_mention(document, block, placed, self.name, self.version)
                        found.setdefault(mention.text, mention)
        return found

    def heading_targets(self, document: Document, section: str, glossary: Glossary) -> dict[str, Mention]:
        """The mentions in the heading over a recipe."""
        last = section.rpartition(">")[2].strip()
        found: dict[str, Mention] = {}
        for block in document.blocks:
            if last and block.type == "heading" and block.text.strip().endswith(last):
                for spotted in find_mentions(block.text, glossary):
                    if spotted.kind in ("formula", "name", "label"):
                        mention = cite_mention(document, block, spotted, self.name, self.version)
                        found.setdefault(mention.text, mention)
                break
        return found


def with_unit(choice: Quantity, step: FoundStep) -> str:
    """One of a step's listed temperatures with the unit that is printed behind the last."""
    unit = re.sub(r"^[\d.,\s]+", "", step.choices[-1].text)
    return choice.text if choice.text.endswith(unit) else f"{choice.text} {unit}"


def share_targets(recipes: list[Recipe], family: list[int]) -> None:
    """Gives a recipe and its unnamed variants a target each, in order, where it names as many as they are.

    "A and B were made as follows. ... For the second, C was replaced by D, and the steps were repeated."
    """
    if len(family) < 2:
        return
    targets = recipes[family[0]].targets
    unnamed = all(not recipes[place].targets for place in family[1:])
    if len(targets) == len(family) and unnamed:
        for place, target in zip(family, targets, strict=True):
            recipes[place] = replace(recipes[place], targets=(target,))


def worth_telling(told: Told) -> bool:
    """Whether the steps make up a recipe: rinsing a substrate or holding a plate in a test does not."""
    conditions = sum(
        any((step.temperature, step.time, step.atmosphere, step.pressure, step.rate)) for _, step in told.steps
    )
    if told.draft.kind == "cell":
        return len(told.steps) > 1
    if SYNTHESIS.search(told.draft.section.rpartition(">")[2]) is not None:
        return len(told.steps) > 1 or conditions > 0
    shaping = any(step.operation in SHAPING for _, step in told.steps)
    inputs = any(one.role == "precursor" and one.composition is not None for _, one in told.precursors)
    return (
        shaping
        and len(told.steps) > 1
        and (conditions > 1 or (conditions == 1 and inputs) or (inputs and len(told.steps) > 2))
    )


def drafts(passages: Iterable[Passage], glossary: Glossary) -> list[Draft]:
    """The sentences of all passages, sorted into recipes; a variant holds only the sentences that tell of it."""
    found: list[Draft] = []
    current: Draft | None = None
    for passage in passages:
        section = passage.block.section or ""
        if current is None or current.kind != passage.kind or current.section != section:
            current = Draft(passage.kind, section)
            found.append(current)
        aside: Draft | None = None
        for sentence in passage.sentences:
            text = passage.block.text[sentence[0] : sentence[1]]
            if aside is not None and DETAILS.match(text):
                add_piece(aside, passage, sentence)
                continue
            aside = None
            if passage.kind == "material" and opens_recipe(text, glossary, bool(current.steps)):
                opened = Draft(passage.kind, section, variant=VARIANT.search(text) is not None)
                found.append(opened)
                if opened.variant:
                    aside = opened
                    add_piece(aside, passage, sentence)
                    continue
                current = opened
            add_piece(current, passage, sentence)
    return [draft for draft in found if draft.pieces]


def add_piece(draft: Draft, passage: Passage, sentence: tuple[int, int]) -> None:
    """Adds a sentence of a passage with the steps that it tells."""
    steps = tuple(step for step in passage.steps if sentence[0] <= step.start < sentence[1])
    if draft.pieces and draft.pieces[-1][0] is passage.block:
        block, sentences, before = draft.pieces[-1]
        draft.pieces[-1] = (block, (*sentences, sentence), (*before, *steps))
    else:
        draft.pieces.append((passage.block, (sentence,), steps))


def opens_recipe(sentence: str, glossary: Glossary, told: bool) -> bool:
    """Whether a sentence begins another recipe, once one has been told."""
    if not told:
        return False
    if VARIANT.search(sentence) is not None:
        return True
    made = [spotted for spotted in made_in(sentence, glossary) if spotted.kind != "anaphor"]
    if INTRODUCES.match(sentence):
        return bool(made) or bool(find_mentions(sentence, glossary))
    return any(MADE.match(sentence[spotted.end :]) for spotted in made)


def made_in(sentence: str, glossary: Glossary) -> list[Spotted]:
    """The mentions that a sentence says were made."""
    found: list[Spotted] = []
    for spotted in find_mentions(sentence, glossary):
        words = sentence[spotted.start : spotted.end]
        if words in NO_TARGETS or "=" in words or (spotted.kind == "anaphor" and not EVERY.match(words)):
            continue
        if MADE.match(sentence[spotted.end :][:100]) or PRODUCT.search(sentence[: spotted.start][-80:]):
            found.append(spotted)
    return found


def tell(draft: Draft, glossary: Glossary, base: Told | None) -> Told:
    """Steps and precursors of a draft; those of a variant are its base's with its own changes."""
    steps = [(block, step) for block, _, found in draft.pieces for step in found]
    precursors: list[tuple[Block, FoundPrecursor]] = []
    made = {
        block.text[start:end][spotted.start : spotted.end]
        for block, sentences, _ in draft.pieces
        for start, end in sentences
        for spotted in (made_in(block.text[start:end], glossary) if draft.kind == "material" else ())
    }
    for block, sentences, found in draft.pieces:
        own = find_precursors(block.text, sentences, list(found), glossary)
        known = {one.name for _, one in precursors} | made
        precursors.extend((block, one) for one in own if one.name not in known)
    if base is None:
        return Told(draft, tuple(steps), tuple(precursors), route_of(draft, steps))
    text = " ".join(block.text[start:end] for block, spans, _ in draft.pieces for start, end in spans)
    return Told(
        draft,
        changed_steps(base.steps, tuple(steps), text, draft.pieces[0][0]),
        changed_precursors(base.precursors, tuple(precursors), text),
        route_of(draft, steps) or base.route,
    )


def route_of(draft: Draft, steps: Iterable[tuple[Block, FoundStep]]) -> str | None:
    """The route that the sentences or the heading name, else what the operations tell."""
    if draft.kind == "cell":
        return "electrode and cell preparation"
    text = " ".join(block.text[start:end] for block, spans, _ in draft.pieces for start, end in spans)
    for where in (text, draft.section):
        for pattern, route in vocabulary()["routes"].items():
            if re.search(pattern, where, re.IGNORECASE):
                return str(route)
    operations = {step.operation for _, step in steps}
    if "hydrothermal" in operations:
        return "hydrothermal"
    if operations & {"calcine", "sinter"} and operations & {"mix", "mill", "grind"} and "dissolve" not in operations:
        return "solid-state"
    return None

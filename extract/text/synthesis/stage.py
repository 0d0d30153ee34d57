"""A document in, the recipes that it tells out: steps in order, what went in, what came out."""

import re
from dataclasses import replace
from typing import Any, ClassVar, Final

from ....records.errors import Result
from ....records.model import Precursor, SynthesisStep
from ....records.quantities import Quantity
from ...document import Block, Document
from ...findings import Findings, Mention, Recipe
from ...stage import Inputs, NoOptions
from ..mentions.finding import Glossary, cite_mention, document_glossary, find_mentions
from ..mentions.formula_tokens import family_of
from ..mentions.spotted import Spotted
from ..sentences import sentence_at
from .drafts import drafts
from .found_steps import TEMPERATURES, Choice, FoundStep
from .full_names import FullNames
from .label_branches import branches_in
from .label_settings import settings_by_sample
from .passages import find_passages
from .precursors import MADE_FROM, FoundPrecursor
from .recipes import Told, tell, worth_telling
from .schedules import coolings, with_coolings
from .starting import with_materials
from .targets import heading_targets, heads_products, made_in, pointed_at, samples_in, treated_in, with_labels

MOST_CHOICES: Final = 12
FIRING: Final = frozenset(
    ("heat", "hydrothermal", "calcine", "sinter", "anneal", "deposit", "age", "microwave", "press", "mill", "stir")
)
"""Operations whose listed temperatures and times are those of several samples."""


class SynthesisFindings:
    """Recipes of materials, and of the electrodes and cells made of them, each apart."""

    name: ClassVar[str] = "synthesis"
    version: ClassVar[str] = "37"
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
        whole: Told | None = None
        family: list[int] = []
        material: tuple[Mention, ...] = ()
        blocks = tuple(document.body())
        for draft in drafts(find_passages(document), glossary):
            further = draft.variant or draft.partial
            told = tell(draft, glossary, whole if draft.partial else base if draft.variant else None)
            told = told if further else with_materials(told, blocks, glossary)
            whole = whole if further or draft.fitted or draft.kind == "cell" else told
            if not worth_telling(told):
                continue
            found = self.written(document, told, glossary)
            if draft.kind == "cell":
                made = {mention.text: mention for recipe in recipes for mention in recipe.targets}
                found = electrodes(found[0], found[0].targets or tuple(made.values()))
            if draft.fitted:
                recipes.extend(replace(one, targets=material) for one in found)
                continue
            if draft.partial:
                recipes.extend(of_part(one) for one in found)
                continue
            material = tuple({mention.text: mention for one in found for mention in one.targets}.values())
            if draft.kind == "material" and not draft.variant:
                base, family = told, []
            if draft.kind == "material" and len(found) == 1:
                family.append(len(recipes))
            recipes.extend(found)
            if draft.variant:
                share_targets(recipes, family)
        names = FullNames.of(document, recipes, self.name, self.version)
        return [names.within(document, recipe) for recipe in recipes]

    def written(self, document: Document, told: Told, glossary: Glossary) -> list[Recipe]:
        """The recipe as records, one for each branch, with the coolings that only a table tells."""
        targets = self.targets(document, told, glossary)
        coded = {target.text for target in targets if target.kind == "label"} if len(targets) > 1 else set[str]()
        steps = tuple(self.step(document, block, step) for block, step in told.steps)
        recipe = Recipe(
            route=told.route,
            precursors=tuple(
                self.precursor(document, block, one)
                for block, one in told.precursors
                if told.draft.kind == "cell" or one.name not in coded
            ),
            steps=steps,
            targets=targets,
            treatment=told.draft.treatment,
            evidence=steps[0].evidence,
        )
        known = coolings(document, self.name, self.version)
        branches = self.branches(document, told, recipe, glossary)
        return [replace(one, steps=with_coolings(one.steps, known)) for one in branches]

    def branches(self, document: Document, told: Told, recipe: Recipe, glossary: Glossary) -> list[Recipe]:
        """A recipe for each temperature, time or treatment of several samples; the recipe itself where it has none."""
        if branches := self.by_treatment(document, told, recipe) or self.by_sample(document, told, recipe, glossary):
            return branches
        listing = [step for _, step in told.steps if 1 < len(step.choices) <= MOST_CHOICES and step.operation in FIRING]
        if len(listing) != 1:
            return [recipe]
        steps = recipe.steps
        place = next(index for index, (_, step) in enumerate(told.steps) if step is listing[0])
        own = targets_of_choices(recipe.targets, listing[0])
        gases = listing[0].gases or (None,) * len(listing[0].choices)
        return [
            replace(
                recipe,
                steps=(*steps[:place], chosen(steps[place], choice, gas), *steps[place + 1 :]),
                targets=own[number],
                precursors=(*recipe.precursors, *reacting(gas, steps[place], recipe)),
            )
            for number, (choice, gas) in enumerate(zip(listing[0].choices, gases, strict=True))
        ]

    def by_sample(self, document: Document, told: Told, recipe: Recipe, glossary: Glossary) -> list[Recipe]:
        """A recipe for each setting that a step's sentence gives some of the samples, and one for the others."""
        for place, (block, step) in enumerate(told.steps):
            start, end = sentence_at(block.running, step.start)
            settings = settings_by_sample(block.running[start:end], glossary) if step.operation in FIRING else ()
            if not any(setting.value in (step.temperature, step.time) for setting in settings):
                continue
            branches: list[Recipe] = []
            own: dict[str, Mention] = {}
            for setting in settings:
                named: dict[str, Mention] = {}
                self.cite(document, block, start, list(setting.samples), named)
                own |= named
                steps = with_setting(recipe.steps, recipe.steps[place], setting.value)
                branches.append(replace(recipe, steps=steps, targets=tuple(named.values())))
            taken = tuple(one for one in recipe.precursors if one.name not in own)
            branches = [replace(branch, precursors=taken) for branch in branches]
            rest = tuple(target for target in recipe.targets if target.text not in own)
            told_of = [setting.others for setting in settings]
            if True in told_of:
                branches[told_of.index(True)] = replace(branches[told_of.index(True)], targets=rest)
            elif rest:
                branches.append(replace(recipe, targets=rest))
            return branches
        return []

    def by_treatment(self, document: Document, told: Told, recipe: Recipe) -> list[Recipe]:
        """A recipe for each sample that a sentence labels behind its treatment; the steps around it are of all."""
        for block, sentences, _ in told.draft.pieces:
            own = {step.start: place for place, (there, step) in enumerate(told.steps) if there is block}
            for start, end in sentences:
                branches = branches_in(
                    block.running, start, end, [step for there, step in told.steps if there is block]
                )
                inside = [place for at, place in own.items() if start <= at < end]
                if not branches or not inside:
                    continue
                around = recipe.steps[: min(inside)], recipe.steps[max(inside) + 1 :]
                found: list[Recipe] = []
                named: dict[str, Mention] = {}
                for branch in branches:
                    target: dict[str, Mention] = {}
                    self.cite(document, block, start, [branch.label], target)
                    named |= target
                    steps = tuple(recipe.steps[own[step.start]] for step in branch.steps)
                    found.append(
                        replace(recipe, steps=(*around[0], *steps, *around[1]), targets=tuple(target.values()))
                    )
                rest = tuple(one for one in recipe.targets if one.text not in named)
                return [*found, *([replace(recipe, targets=rest)] if rest else [])]
        return []

    def step(self, document: Document, block: Block, found: FoundStep) -> SynthesisStep:
        """A step with its sentence as evidence."""
        return SynthesisStep(
            operation=found.operation, words=found.words, temperature=found.temperature, time=found.time,
            rate=found.rate, pressure=found.pressure, atmosphere=found.atmosphere, apparatus=found.apparatus,
            evidence=document.cite(
                block, found.start, found.end, context=sentence_at(block.running, found.start),
                stage=self.name, version=self.version,
            ),
        )  # fmt: skip

    def precursor(self, document: Document, block: Block, found: FoundPrecursor) -> Precursor:
        """A precursor with its sentence as evidence."""
        return Precursor(
            name=found.name, composition=found.composition, amount=found.amount, role=found.role,
            evidence=document.cite(
                block, found.start, found.end, context=sentence_at(block.running, found.start),
                stage=self.name, version=self.version,
            ),
        )  # fmt: skip

    def targets(self, document: Document, told: Told, glossary: Glossary) -> tuple[Mention, ...]:
        """What was made: what is said to be made, else what was treated, else the names in the heading."""
        if told.draft.kind == "cell":
            return self.active_materials(document, told, glossary)
        made: dict[str, Mention] = {}
        treated: dict[str, Mention] = {}
        pointed: dict[str, Mention] = {}
        coded: dict[str, Mention] = {}
        for block, sentences, steps in told.draft.pieces:
            for start, end in sentences:
                self.cite(document, block, start, made_in(block.running[start:end], glossary), made)
                if not made:
                    self.cite(document, block, start, treated_in(block.running, start, end, steps, glossary), treated)
                self.cite(document, block, start, samples_in(block.running[start:end]), coded)
                if not made and not treated and not pointed:
                    self.cite(document, block, start, pointed_at(block.running, start, end, steps, glossary), pointed)
        heading = heading_targets(document, told.draft.section, glossary, self.name, self.version)
        if heads_products(told.draft.section.rpartition(">")[2].strip()):
            return tuple(heading)
        if made:
            return tuple(made.values())
        if len(coded) > 1:
            return tuple((coded | treated).values())
        named = tuple(treated.values()) or tuple({mention.text: mention for mention in heading}.values())
        return named or tuple(pointed.values())

    def cite(
        self, document: Document, block: Block, offset: int, spotted: list[Spotted], found: dict[str, Mention]
    ) -> None:
        """Adds mentions of a sentence that begins at ``offset``, each text once."""
        for one in spotted:
            placed = replace(one, start=one.start + offset, end=one.end + offset)
            mention = cite_mention(document, block, placed, self.name, self.version)
            found.setdefault(mention.text, mention)

    def active_materials(self, document: Document, told: Told, glossary: Glossary) -> tuple[Mention, ...]:
        """What an electrode is made of: the precursors of its slurry that are no additives; else names given to it."""
        places = {one.start for _, one in told.precursors if one.role == "precursor"}
        found: dict[str, Mention] = {}
        named: dict[str, Mention] = {}
        for block, sentences, steps in told.draft.pieces:
            for start, end in sentences:
                self.cite(document, block, start, with_labels(block.running[start:end], []), named)
                slurry = any(start <= step.start < end and step.operation in ("mix", "coat") for step in steps)
                slurry = slurry or MADE_FROM.search(block.running, start, end) is not None
                active = [
                    spotted
                    for spotted in (find_mentions(block.running[start:end], glossary) if slurry else ())
                    if spotted.kind == "label" or (spotted.start + start in places and spotted.kind != "anaphor")
                ]
                self.cite(document, block, start, numbered(block.running[start:end], active), found)
        return tuple(named.values()) if len(named) > 1 else tuple(found.values())


def of_part(recipe: Recipe) -> Recipe:
    """The recipe of some of what was made: of the samples that its sentence labels, else of those so treated."""
    labels = tuple(target for target in recipe.targets if target.kind == "label")
    treated = next((step.words for step in reversed(recipe.steps) if step.temperature is not None), None)
    return replace(recipe, targets=labels, treatment=None if labels else treated)


def electrodes(recipe: Recipe, targets: tuple[Mention, ...]) -> list[Recipe]:
    """The recipe of an electrode for each material, which is what it is made of; without the other materials."""
    names = {mention.text for mention in targets}
    listed = {one.name for one in recipe.precursors}
    bearing = any(named_in(name, label) for name in listed for label in names)
    if not bearing and not any(mention.kind in ("formula", "name") for mention in targets):
        return [replace(recipe, targets=targets)]
    found: list[Recipe] = []
    for target in targets:
        kept = tuple(one for one in recipe.precursors if of_electrode(one.name, target.text, names))
        own = target.kind in ("formula", "name") and target.text not in listed
        family = target.family.compositions[0] if target.family is not None else None
        active = Precursor(name=target.text, composition=target.composition or family, evidence=recipe.evidence)
        found.append(replace(recipe, targets=(target,), precursors=(active, *kept) if own else kept))
    return found


def named_in(name: str, label: str) -> bool:
    """Whether a label is or bears the name of a material: that of Pt/C in MEA-Pt/C."""
    return re.search(rf"(?<![A-Za-z\d]){re.escape(name)}(?![A-Za-z\d])", label) is not None


def of_electrode(name: str, label: str, labels: set[str]) -> bool:
    """Whether a precursor is one of the electrode with a label: it is not, where only others bear its name."""
    return named_in(name, label) or not any(named_in(name, other) for other in labels)


def numbered(sentence: str, labels: list[Spotted]) -> list[Spotted]:
    """Labels that only count, with those of the same series in the sentence: of S1, S2 and S3 all three."""
    stems = {
        sentence[one.start : one.end].rstrip("0123456789") for one in labels if sentence[one.end - 1].isdigit()
    } - {""}
    if not stems:
        return labels
    series = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(stems)))})\d+\b")
    return [Spotted(match.start(), match.end(), "label") for match in series.finditer(sentence)]


def chosen(step: SynthesisStep, choice: Choice, gas: str | None = None) -> SynthesisStep:
    """A step with the temperature, time and gas of one sample."""
    temperature, time = choice
    return replace(
        step, temperature=temperature or step.temperature, time=time or step.time, atmosphere=gas or step.atmosphere
    )


def with_setting(
    steps: tuple[SynthesisStep, ...], changed: SynthesisStep, value: Quantity
) -> tuple[SynthesisStep, ...]:
    """The steps, one of them with the temperature or time of one sample."""
    own = replace(changed, temperature=value) if value.unit in TEMPERATURES else replace(changed, time=value)
    return tuple(own if step is changed else step for step in steps)


def reacting(gas: str | None, step: SynthesisStep, recipe: Recipe) -> tuple[Precursor, ...]:
    """The gas of a branch as what went in: samples that differ by it were treated with it, not only in it."""
    family = family_of(gas) if gas is not None and gas not in ("Ar", "He", "air", "vacuum") else None
    if gas is None or family is None or any(one.name == gas for one in recipe.precursors):
        return ()
    return (Precursor(name=gas, composition=family.compositions[0], evidence=step.evidence),)


def targets_of_choices(targets: tuple[Mention, ...], step: FoundStep) -> list[tuple[Mention, ...]]:
    """For each listed condition its target: as many labels as conditions are theirs in order, else all, so treated."""
    labels = [mention for mention in targets if mention.kind == "label"]
    gases = step.gases or (None,) * len(step.choices)
    branches = list(zip(step.choices, gases, strict=True))
    numbered_so = [
        [
            mention
            for mention in labels
            if any(q is not None and bears(mention.text, q) for q in choice)
            or gas in re.split(r"[^A-Za-z\d]", mention.text)
        ]
        for choice, gas in branches
    ]
    if all(len(own) == 1 for own in numbered_so):
        return [tuple(own) for own in numbered_so]
    if len(labels) == len(step.choices):
        return [(mention,) for mention in labels]
    return [
        tuple(replace(mention, processing=treatment(step, choice, gas)) for mention in targets)
        for choice, gas in branches
    ]


def treatment(step: FoundStep, choice: Choice, gas: str | None) -> str:
    """The words for what makes one of several samples: ``annealed at 900 °C for 2 h in N2``."""
    return f"{step.words} {with_unit(choice, step)}" + (f" in {gas}" if gas is not None else "")


def bears(label: str, quantity: Quantity) -> bool:
    """Whether a label holds the number of a condition: S750."""
    return quantity.value is not None and f"{quantity.value:g}" in re.findall(r"\d+(?:\.\d+)?", label)


def with_unit(choice: Choice, step: FoundStep) -> str:
    """``at 900 °C for 2 h``: one of a step's listed conditions with the units that are printed behind the last."""
    parts: list[str] = []
    for word, own, last in zip(("at", "for"), choice, step.choices[-1], strict=True):
        if own is not None and last is not None:
            unit = re.sub(r"^[\d.,\s]+", "", last.text)
            parts.append(f"{word} {own.text}" if own.text.endswith(unit) else f"{word} {own.text} {unit}")
    return " ".join(parts)


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

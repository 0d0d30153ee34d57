"""Running text in, the mentions of materials and samples in it out, with exact offsets."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ....records.compositions import Composition, CompositionFamily
from ....records.material_names import lookup
from ...document import Block, Document
from ...findings import Definition, Mention, MentionKind
from ..sentences import sentence_at
from .compound_numbers import find_numbers
from .context import form_around, processing_around
from .definitions import paper_definitions
from .elements import element_mentions
from .formula_tokens import (
    LONGEST_TOKEN,
    MOLECULES,
    SUFFIX,
    everyday,
    family_of,
    formula_at,
    trimmed,
)
from .material_words import find_names
from .mixtures import mixtures
from .patterns import (
    ADDITIVE,
    ANAPHOR,
    ARTICLE,
    ASSIGNED,
    DESIGNATION,
    DEVICE,
    DIGITS,
    DOPANTS,
    HINT,
    LIGAND,
    NO_LABEL,
    NO_MATERIAL,
    NUMBERED_LABEL,
    PRONOUN,
    SAMPLE_LABEL,
    SENTENCE_END,
    SPACED_OPERATOR,
    TOKEN,
    VARIABLE_SAMPLE,
    numbers_figure,
)
from .phrase_mentions import with_phrases
from .polymers import polymers
from .sample_phrases import words
from .shared_heads import with_shared_heads
from .spotted import Spotted
from .supports import on_supports


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a paper calls its materials: short names with their compositions, and families by their variable."""

    families: Mapping[str, CompositionFamily | None] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    variable_families: Mapping[str, tuple[CompositionFamily, ...]] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    """What two or more labels have before their number: BT of BT0 and BT100 makes BT48 a label too."""
    carriers: frozenset[str] = frozenset()
    """Abbreviations of what ends in a carrier noun: ``CL`` for catalyst layer."""
    numbers: Mapping[str, CompositionFamily] = field(default_factory=dict)
    """Compounds by the numbers that the paper gives them."""
    elements: frozenset[str] = frozenset()
    """Names and symbols of elements that are what the paper is about: ``copper`` and ``Cu``."""

    @classmethod
    def of(
        cls,
        definitions: tuple[Definition, ...],
        texts: tuple[str, ...] = (),
        names: Iterable[str] = (),
        elements: Iterable[str] = (),
    ) -> "Glossary":
        """The glossary of a paper with these definitions; ``texts`` are searched for families with variables.

        ``names`` are further names of samples, ``elements`` those of its subject (see :mod:`.sample_names`).
        """
        book = cls.of_names(((one.short, one.long, one.kind == "label") for one in definitions), texts, names)
        own = {name: family for name in elements if name not in book.families and (family := family_of(name))}
        short = frozenset(
            one.short.removesuffix("s") for one in definitions if one.kind == "abbreviation" and shortens_carrier(one)
        )
        return replace(book, families={**book.families, **own}, elements=frozenset(own), carriers=short)

    @classmethod
    def of_names(
        cls, names: Iterable[tuple[str, str, bool]], texts: tuple[str, ...], further: Iterable[str] = ()
    ) -> "Glossary":
        """The same from short and long names, each with whether it labels a sample."""
        families: dict[str, CompositionFamily | None] = {}
        labels: set[str] = set()
        told = list(names)
        for short, long, is_label in told:
            family = None if everyday(long) else long_family(long) if is_label else whole_family(long)
            if is_label:
                labels.add(short)
            if family is not None or short not in families:
                families[short] = family
        for short in labels:
            families[short] = families[short] or family_of_parts(short, families)
        for name in sorted(further):
            if families.setdefault(name, None) is None:
                labels.add(name)
        stems = Counter(name.rstrip(DIGITS) for name in labels if NUMBERED_LABEL.match(name))
        shown = {match["label"] for text in texts for match in SAMPLE_LABEL.finditer(text)}
        common = frozenset(stem for stem, count in stems.items() if count > 1) | {
            name.rstrip(DIGITS) for name in shown - MOLECULES if NUMBERED_LABEL.match(name)
        }
        bare = cls(families=families, labels=frozenset(labels), stems=common)
        variables = variable_families(texts, bare)
        members = {
            short: member
            for short, long, is_label in told
            if is_label and families[short] is None and (member := member_of(long, variables)) is not None
        }
        return replace(bare, families={**families, **members}, variable_families=variables)


def member_of(long: str, variables: Mapping[str, tuple[CompositionFamily, ...]]) -> CompositionFamily | None:
    """The member of the paper's one family whose variable a label's explanation gives its value: ``with x = 0.1``."""
    assigned = ASSIGNED.search(long)
    families = variables.get(assigned["name"], ()) if assigned is not None else ()
    return family_of(f"{families[0].text} ({assigned[0]})") if assigned is not None and len(families) == 1 else None


def shortens_carrier(definition: Definition) -> bool:
    """Whether an abbreviation stands for words that end in a carrier noun."""
    last = re.split(r"[\s-]+", definition.long.strip().lower())[-1]
    bare = definition.short.removesuffix("s")
    return bare.isupper() and len(bare) < 5 and {last, last.removesuffix("s")} & words().carriers != set()


def whole_family(long: str) -> CompositionFamily | None:
    """The material that an abbreviation's long form names; None where it names a doped one by its host alone."""
    family = family_of(long)
    if family is None or DEVICE.search(long):
        return None
    named = [text for text in re.split(r"[\s-]+", long.lower()) if text in DOPANTS]
    host = family.compositions[0]
    return family if not named or host.name is not None or DOPANTS[named[0]] in host.amounts else None


def long_family(long: str) -> CompositionFamily | None:
    """The one material that a label's explanation names, with the value of its variable; None for several or none."""
    found = {
        long[one.start : one.end]: one
        for one in find_mentions(long)
        if one.kind in ("formula", "name") and not ADDITIVE.search(long[: one.start])
    }
    if len(found) != 1:
        return None
    text, spotted = next(iter(found.items()))
    told = re.findall(r"\b[a-zδ]\s?=\s?\d+(?:\.\d+)?", long)
    return family_of(f"{text} ({', '.join(told)})") if told else spotted.family


def family_of_parts(label: str, families: Mapping[str, CompositionFamily | None]) -> CompositionFamily | None:
    """``LFP/C`` read part by part, where the paper or the table of names knows each part."""
    parts = re.split(r"([/@])", label)
    if len(parts) < 3:
        return family_of(label) if lookup(label) is not None else None
    named = [families.get(part) for part in parts]
    texts = [
        part if family is None or len(family.compositions) != 1 else family.compositions[0].formula
        for part, family in zip(parts, named, strict=True)
    ]
    return family_of("".join(texts))


@lru_cache(maxsize=2)
def glossary_of_texts(texts: tuple[str, ...]) -> Glossary:
    """The glossary of a paper's body; kept, as several stages ask for that of the same paper."""
    names = [(one.short, one.long, one.kind == "label") for _, one in paper_definitions(texts)]
    return Glossary.of_names(names, texts)


def document_glossary(document: Document) -> Glossary:
    """What a paper calls its materials."""
    return glossary_of_texts(tuple(block.text for block in document.body()))


def variable_families(texts: tuple[str, ...], glossary: Glossary) -> dict[str, tuple[CompositionFamily, ...]]:
    """Families of the paper by the variable that they leave open or list values of."""
    found: dict[str, dict[str, CompositionFamily]] = {}
    for text in texts:
        for spotted in formulas(text, glossary):
            family = spotted.family
            if family is not None and family.compositions[0].variables:
                for name in family.compositions[0].variables:
                    bare = family_of(text[spotted.start : spotted.end])
                    if bare is not None:
                        found.setdefault(name, {}).setdefault(bare.text, bare)
    return {name: tuple(families.values()) for name, families in found.items()}


def find_mentions(
    text: str, glossary: Glossary | None = None, *, chemicals: bool = False, phrases: bool = False
) -> list[Spotted]:
    """The mentions in ``text`` in order, none inside of another; ``chemicals`` adds solvents, gases and reagents.

    ``phrases`` adds noun phrases that name no material, and tells of the others in which phrase they stand.
    """
    book = glossary or Glossary()
    candidates = [
        *labelled(text, book),
        *formulas(text, book),
        *element_mentions(text),
        *(
            Spotted(found.start(), found.end(), "name", family_of(found.group()))
            for pattern in (DESIGNATION, LIGAND)
            for found in pattern.finditer(text)
        ),
        *(
            Spotted(start, end, "name", family_of(text[start:end]))
            for start, end in find_names(text)
            if chemicals or not everyday(text[start:end])
        ),
        *(Spotted(*place, "name") for place in polymers(text)),
        *(Spotted(match.start(), match.end(), "anaphor") for match in ANAPHOR.finditer(text)),
        *(Spotted(match.start(), match.end(), "anaphor") for match in PRONOUN.finditer(text) if phrases),
    ]
    kept: list[Spotted] = []
    told = 0
    for spotted in sorted(candidates, key=lambda one: (one.start, -one.end)):
        if numbers_figure(text, spotted.start, spotted.end, label=spotted.kind == "label"):
            continue
        if (not kept or spotted.start >= kept[-1].end) and (spotted.start >= told or spotted.kind != "label"):
            kept.append(spotted)
            told = max(told, spotted.told)
    kept = [
        replace(one, form=form_around(text, one.start, one.end), processing=processing_around(text, one.start, one.end))
        for one in kept
    ]
    if not phrases:
        return kept
    found = on_supports(text, with_phrases(text, mixtures(text, kept), book.carriers))
    return with_shared_heads(text, found, lambda full: find_mentions(full, book, chemicals=chemicals, phrases=True))


def document_mentions(document: Document, glossary: Glossary, stage: str, version: str) -> tuple[Mention, ...]:
    """All mentions in the body of a paper, each with its sentence as context."""
    return tuple(
        mention for block in document.body() for mention in block_mentions(document, block, glossary, stage, version)
    )


def block_mentions(document: Document, block: Block, glossary: Glossary, stage: str, version: str) -> Iterator[Mention]:
    """The mentions in one block."""
    for spotted in find_mentions(block.running, glossary, phrases=True):
        if not PRONOUN.match(block.running, spotted.start):
            yield cite_mention(document, block, spotted, stage, version)


def cite_mention(document: Document, block: Block, spotted: Spotted, stage: str, version: str) -> Mention:
    """The mention as a value with its evidence."""
    return Mention(
        text=spotted.name or block.running[spotted.start : spotted.end],
        kind=spotted.kind,
        family=spotted.family,
        composition=spotted.composition,
        form=spotted.form,
        processing=spotted.processing,
        phrase=block.running[slice(*spotted.phrase)] if spotted.phrase else spotted.phrase_name,
        distance=None if spotted.distance is None else round(spotted.distance, 1),
        cues=spotted.cues,
        evidence=document.cite(
            block, spotted.start, spotted.end, context=sentence_at(block.running, spotted.start),
            stage=stage, version=version,
        ),
    )  # fmt: skip


def labelled(text: str, glossary: Glossary) -> Iterator[Spotted]:
    """Labels of the paper, ``sample A``, ``x = 0.1``."""
    for match in TOKEN.finditer(text):
        if match.end() - match.start() > LONGEST_TOKEN:
            continue
        start, end = trimmed(text, match.start(), match.end())
        short = text[start:end]
        if HINT.search(short) or short in glossary.families:
            yield from known_name(text, start, short, glossary)
    for name in sorted(one for one in glossary.labels if " " in one):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            yield named(glossary, name, match.start())
    for match in SAMPLE_LABEL.finditer(text):
        if match.group("label") not in NO_LABEL or match.group("label") == "A":
            yield Spotted(match.start("label"), match.end("label"), "label", phrase=match.span())
    for start, end in find_numbers(text, glossary.numbers):
        family = glossary.numbers[text[start:end]]
        yield Spotted(start, end, "label", family, only(family))
    for match in VARIABLE_SAMPLE.finditer(text):
        family = variable_family(text, match, glossary)
        composition = filled(family, match.group("label")) if family is not None else None
        yield Spotted(match.start("label"), match.end("label"), "label", family, composition)


def variable_family(text: str, assigned: re.Match[str], glossary: Glossary) -> CompositionFamily | None:
    """The paper's one family with the variable of an assignment, else the one that stands nearest in its sentence."""
    families = glossary.variable_families.get(assigned.group("name"), ())
    if len(families) < 2:
        return next(iter(families), None)
    start, end = sentence_at(text, assigned.start())
    near = [(abs(at - assigned.start()), one) for one in families if (at := text.find(one.text, start, end)) >= 0]
    return min(near, key=lambda one: one[0], default=(0, None))[1]


def known_name(text: str, start: int, short: str, glossary: Glossary) -> Iterator[Spotted]:
    """The word ``short`` at ``start`` as a name of the glossary, or one of a numbered series of its labels."""
    if ARTICLE.match(text, start) and (start == 0 or SENTENCE_END.search(text[max(0, start - 3) : start])):
        return
    for name in (short, SUFFIX.sub("", short)):
        if len(name) == 1 and name != short:
            return
        if name in glossary.families and (name in glossary.labels or glossary.families[name] is not None):
            if name not in glossary.elements or not NO_MATERIAL.match(text, start + len(name)):
                yield named(glossary, name, start)
            return
        new = name not in glossary.families and name not in MOLECULES
        if new and NUMBERED_LABEL.match(name) and name.rstrip(DIGITS) in glossary.stems:
            yield Spotted(start, start + len(name), "label")
            return


def named(glossary: Glossary, name: str, start: int) -> Spotted:
    """A name of the glossary that stands at ``start``."""
    kind: MentionKind = "label" if name in glossary.labels else "name"
    family = glossary.families[name]
    return Spotted(start, start + len(name), kind, family, only(family))


def only(family: CompositionFamily | None) -> Composition | None:
    """The composition of a family that has one."""
    return family.compositions[0] if family is not None and len(family.compositions) == 1 else None


def filled(family: CompositionFamily, assignment: str) -> Composition | None:
    """The member of a family for ``x = 0.1``."""
    return only(family_of(f"{family.text} ({assignment})"))


def formulas(text: str, glossary: Glossary) -> Iterator[Spotted]:
    """Formulas and known acronyms, token by token; ``Ba1 − xSrxTiO3`` is one token."""
    spaced = {match.start(): match.end() for match in SPACED_OPERATOR.finditer(text)}
    tokens = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
    position = 0
    while position < len(tokens):
        start, end = tokens[position]
        if end not in spaced and not HINT.search(text, start, end):
            position += 1
            continue
        last = position
        while end in spaced and last + 2 < len(tokens) and last - position < 8:
            last += 2
            end = tokens[last][1]
        found = formula_at(text, start, end, glossary.families) if last > position else None
        if found is None:
            last = position
            found = formula_at(text, start, tokens[position][1], glossary.families)
        if found is not None:
            yield Spotted(found.start, found.end, found.kind, found.family, only(found.family), told=found.told)
        position = last + 1

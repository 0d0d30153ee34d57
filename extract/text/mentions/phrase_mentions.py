"""Mentions of a text in, the same out with the noun phrases around them, and the phrases that name no material."""

from collections import deque
from dataclasses import replace

from .context import forms, processing_around
from .patterns import MODIFIES, POINTS
from .sample_phrases import Phrase, find_phrases
from .spotted import Spotted


def with_phrases(text: str, mentions: list[Spotted], short: frozenset[str] = frozenset()) -> list[Spotted]:
    """The mentions with the noun phrases around them, and the phrases that hold none."""
    names = [(one.start, one.end) for one in mentions if one.kind != "anaphor"]
    found: list[Spotted] = []
    inside: list[Spotted] = []
    waiting = deque(mentions)
    for phrase in find_phrases(text, names, short):
        while waiting and waiting[0].start < phrase.end:
            inside.append(waiting.popleft())
        found.extend(one for one in inside if one.end <= phrase.start)
        inside = [one for one in inside if phrase.start < one.end]
        ahead = (one for one in inside if one.kind != "anaphor" and one.start < phrase.end - len(phrase.head) - 1)
        named = [one for one in ahead if not MODIFIES.match(text, one.end)]
        points = next((one for one in inside if one.kind == "anaphor" and POINTS.match(text, one.start)), None)
        if named:
            new = within(named[-1], phrase)
        elif points is not None:
            continue
        else:
            new = described(text, phrase)
        inside = [*named[:-1], new]
    return sorted([*found, *inside, *waiting], key=lambda one: one.start)


def within(mention: Spotted, phrase: Phrase) -> Spotted:
    """A named mention in its phrase, whose words of treatment are the mention's too."""
    told = " ".join(phrase.treatments)
    after = mention.processing if mention.processing and mention.processing.split()[0] not in told else None
    processing = "; ".join(part for part in (told, after) if part) or None
    span = (min(phrase.start, mention.start), max(phrase.end, mention.end))
    return replace(mention, phrase=span, processing=processing, form=mention.form or forms().get(phrase.head))


def described(text: str, phrase: Phrase) -> Spotted:
    """A phrase that names no known material, or that stands for the sample before it ("the resulting film")."""
    start, end = phrase.start, phrase.end
    if phrase.returning and not phrase.telling and not phrase.treated:
        return Spotted(start, end, "anaphor", form=forms().get(phrase.head))
    after = phrase.treated or processing_around(text, phrase.end, phrase.end)
    processing = "; ".join(part for part in (" ".join(phrase.treatments), after) if part) or None
    whole = text.find(phrase.treated, end) + len(phrase.treated) if phrase.treated else end
    return Spotted(start, whole, "phrase", form=forms().get(phrase.head), processing=processing, phrase=(start, end))

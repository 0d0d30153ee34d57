"""Annotated sentences in, how many of their values the rules tie to the annotated property out.

Run: python -m benchmarks.measured_values [train|dev] [-v]

MuLMS ties a value to its property (``propertyValue``), and the property to the words that evoke a measurement, as what
was measured (``measuresProperty``) or as a condition of it (``conditionProperty``). Sentences are read one by one,
without their paper: what a sentence alone does not tell is not to be found. ``-v`` prints what is missed and what is
said besides. Many values of the corpus are tied to a material alone ("no property"): they are neither right nor wrong.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from matloom.extract.text.mentions.finding import Glossary
from matloom.extract.text.statements.sentence_view import sentences
from matloom.extract.text.statements.values import Statement, statements_by_rule
from matloom.records.vocabulary import Vocabulary

from .text import TEXT, read

Row = dict[str, Any]
Role = Literal["measured", "condition", "other"]
SPOKEN = ("measured", "condition", "other", "no property", "not annotated")


@dataclass(frozen=True, slots=True)
class Pair:
    """A value at ``value`` with the words of its property at ``words``, and what the measurement makes of it."""

    value: tuple[int, int]
    words: tuple[int, int]
    role: Role


@dataclass(slots=True)
class Tally:
    """Counts over all sentences, and a line for each miss and each value besides."""

    annotated: Counter[str] = field(default_factory=Counter[str])
    found: Counter[str] = field(default_factory=Counter[str])
    worded: Counter[str] = field(default_factory=Counter[str])
    said: Counter[str] = field(default_factory=Counter[str])
    lines: list[str] = field(default_factory=list[str])


def overlap(one: tuple[int, int] | None, other: tuple[int, int]) -> bool:
    """Whether two ranges share a character."""
    return one is not None and one[0] < other[1] and other[0] < one[1]


def pairs(row: Row) -> Iterator[Pair]:
    """The annotated pairs of a sentence."""
    place = [(entity["start"], entity["end"]) for entity in row["entities"]]
    tails = {
        name: {r["tail"] for r in row["relations"] if r["label"] == name}
        for name in ("measuresProperty", "conditionProperty")
    }
    for relation in row["relations"]:
        if relation["label"] == "propertyValue" and any(
            one.isdigit() for one in row["text"][slice(*place[relation["tail"]])]
        ):
            name = relation["head"]
            measured, condition = (name in tails[one] for one in ("measuresProperty", "conditionProperty"))
            role: Role = "measured" if measured else "condition" if condition else "other"
            yield Pair(place[relation["tail"]], place[name], role)


def statements(text: str) -> list[Statement]:
    """What the rules say of a sentence that stands alone."""
    vocabulary = Vocabulary.load()
    found = sentences(text, "", "paragraph", Glossary(), vocabulary)
    return [one for sentence in found for one in statements_by_rule(sentence, vocabulary)[0]]


def count(row: Row, tally: Tally) -> None:
    """Add a sentence to the tally."""
    text: str = row["text"]
    wanted, said = list(pairs(row)), statements(text)
    for pair in wanted:
        own = [one for one in said if overlap((one.start, one.end), pair.value)]
        worded = any(overlap(one.words, pair.words) for one in own)
        tally.annotated[pair.role] += 1
        tally.found[pair.role] += bool(own)
        tally.worded[pair.role] += worded
        if pair.role == "measured" and not worded:
            told = f" (said: {', '.join(one.property.name for one in own)})" if own else ""
            tally.lines.append(
                f"missed {text[slice(*pair.words)]!r} {text[slice(*pair.value)]!r}{told} « {row['id']} {text}"
            )
    values = [(e["start"], e["end"]) for e in row["entities"] if e["label"] == "VALUE"]
    for one in said:
        mine = (one.start, one.end)
        roles = [pair.role for pair in wanted if overlap(mine, pair.value)]
        bare = "no property" if any(overlap(mine, value) for value in values) else "not annotated"
        role = min(roles, key=SPOKEN.index, default=bare)
        tally.said[role] += 1
        if role != "measured":
            words = text[slice(*one.words)] if one.words else one.property.name
            tally.lines.append(f"said of {role}: {words!r} {text[one.start : one.end]!r} « {row['id']} {text}")


def main() -> None:
    """Read the annotated sentences and print what was counted."""
    words = [word for word in sys.argv[1:] if word != "-v"]
    tally = Tally()
    for row in read(TEXT / f"mulms.{words[0] if words else 'dev'}.jsonl"):
        count(row, tally)
    for role in ("measured", "condition", "other"):
        print(
            f"{role:10s} annotated {tally.annotated[role]:5d}   said {tally.found[role]:5d} "
            f"({tally.found[role] / max(1, tally.annotated[role]):.3f})   with these words {tally.worded[role]:5d}"
        )
    print("values said: " + ", ".join(f"{role} {tally.said[role]}" for role in SPOKEN))
    if "-v" in sys.argv:
        print(*sorted(tally.lines), sep="\n")


if __name__ == "__main__":
    main()

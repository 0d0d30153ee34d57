"""Records and gold records in, what is missed and what is said besides out: a line a value, with the level it reached.

The comparison is the scorer's own, whose functions are read from its file.
"""

from collections.abc import Iterator
from typing import Any

from . import SHARED

Row = dict[str, Any]


def scorer() -> dict[str, Any]:
    """The names of the scorer, without its last line that runs it."""
    path = SHARED / "bench/score_records.py"
    source = path.read_text(encoding="utf-8").rstrip().removesuffix("main()")
    names: dict[str, Any] = {"__name__": "score_records"}
    exec(compile(source, str(path), "exec"), names)
    return names


def compared(records: list[Row], gold: Row) -> Iterator[str]:
    """What is wrong with one paper's measurements, kind of evidence by kind, then its recipes."""
    rules = scorer()
    samples = {sample["id"]: sample for sample in gold["samples"]}
    mine = [record for record in records if record["doc"] == gold["doc"]]
    said = [
        {**value, "_s": record["sample"], "_id": record["sample"]["id"]}
        for record in mine
        for value in record["measurements"]
        if value["origin"] != "read-off"
    ]
    wanted = [
        {**value, "_s": samples[value["sample"]], "_id": value["sample"]}
        for value in gold["measurements"]
        if value.get("origin") != "read-off"
    ]
    said, wanted = rules["unique"](said), rules["unique"](wanted)
    matches = _matches(rules, said, wanted)
    for place, value in enumerate(wanted):
        level, other = matches.get(place, ("missed", None))
        if level != "sample":
            yield f"{level:9s} {_told(value)}" + (
                f"\n{'':9s}   said: {_told(said[other])}" if other is not None else ""
            )
    used = {other for _, other in matches.values()}
    for place, value in enumerate(said):
        if place not in used:
            yield f"{'besides':9s} {_told(value)}  « {(value['evidence'].get('quote') or '')[:140]}"
    for recipe in gold.get("synthesis", []):
        yield from _recipes(rules, mine, recipe, samples[recipe["sample"]])


def _matches(rules: Row, said: list[Row], wanted: list[Row]) -> dict[int, tuple[str, int]]:
    """For each wanted value the one said that fits it best, the surest fits first."""
    tests = {
        "sample": lambda p, g: (
            rules["same_value"](p, g) and rules["same_property"](p, g) and rules["same_sample"](p["_s"], g["_s"])
        ),
        "property": lambda p, g: rules["same_value"](p, g) and rules["same_property"](p, g),
        "value": rules["same_value"],
    }
    found: dict[int, tuple[str, int]] = {}
    used: set[int] = set()
    for level, fits in tests.items():
        for place, value in enumerate(wanted):
            if place in found:
                continue
            other = next((i for i, one in enumerate(said) if i not in used and fits(one, value)), None)
            if other is not None:
                found[place] = (level, other)
                used.add(other)
    return found


def _told(value: Row) -> str:
    number = value["value"] if value["value"] is not None else f"{value['low']}..{value['high']}"
    sample = value["_s"]
    names = " / ".join(sample.get("labels") or []) or sample.get("composition") or "?"
    words = value.get("words")
    called = f"{value['property']} ({words})" if words else value["property"]
    quote = "" if words else f"  « {(value['evidence'].get('quote') or '')[:200]}"
    return f"[{value['evidence']['kind']}] {called} {value['relation']} {number} {value['unit']} | {names[:80]}{quote}"


def _recipes(rules: Row, mine: list[Row], recipe: Row, sample: Row) -> Iterator[str]:
    """The steps and precursors of a recipe beside those of the record that has most of them."""
    own = [one.get("synthesis") or {} for one in mine if rules["same_sample"](one["sample"], sample)]
    best = max(own, key=lambda one: rules["lcs"](one.get("steps", []), recipe["steps"], rules["same_step"]), default={})
    yield f"recipe of {' / '.join(sample['labels'])[:70]} ({len(own)} said)"
    for name, steps in (("wanted", recipe["steps"]), ("said", best.get("steps", []))):
        yield f"  {name:6s} " + "; ".join(_step(step) for step in steps)
    for name, parts in (("wanted", recipe.get("precursors", [])), ("said", best.get("precursors", []))):
        yield f"  {name:6s} " + ", ".join(str(part.get("formula") or part.get("name")) for part in parts)


def _step(step: Row) -> str:
    settings = [step[name] for name in ("temperature", "time") if step.get(name)]
    return " ".join([step["operation"], *(f"{one.get('value')} {one.get('unit')}" for one in settings)])

"""Real papers in, how a language model's statements fare against them out: true ones kept, altered ones turned away.

The statements are the rules' own findings, written as a model would write them: each has its sentence, words, number,
unit and sample as the paper prints them. What the check turns away of these is its own fault. Then one part of each is
altered to something that its passage does not print.

Run: python -m benchmarks.language_model
"""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from matloom.extract.findings import Finding
from matloom.extract.pipeline import Pipeline, PipelineConfig
from matloom.extract.text.llm.grounding import Grounded, Text, ground
from matloom.extract.text.llm.passages import Passage, batches, passages
from matloom.extract.text.llm.schema import Claim, question
from matloom.extract.text.stage import TextFindings
from matloom.records.quantity_grammar import find_quantities
from msgspec.structs import replace

from . import SHARED

PAPERS = 40
ALTERED = {
    "value": ("731.93", "0.0417", "88.6"),
    "unit": ("lm/W", "cd", "barn"),
    "sample": ("Pr2Ni7Sb3O11", "TmLuF9", "KHo3Te8"),
    "property_words": ("Verdet constant", "Auger yield", "betweenness"),
    "quote": ("It amounts to that.",),
}


def claim(value: Finding, passage: Passage) -> Claim | None:
    """The finding as a model would state it; None where its place is not in this passage."""
    start, end = (value.evidence.start or 0) - passage.start, (value.evidence.end or 0) - passage.start
    if value.evidence.block != passage.block or not 0 <= start < end <= len(passage.text):
        return None
    spans = [span for span in find_quantities(passage.text) if span.start <= start and end <= span.end]
    parts = [part for span in spans for part in (span, *span.items) if part.start >= start and part.end <= end]
    units = [span.unit for span in spans if span.unit is not None]
    if not parts or value.words not in passage.text:
        return None
    sample = next((one.text for one in value.subjects if one.kind != "anaphor" and one.text in passage.text), None)
    return Claim(
        passage=1, quote=value.evidence.quote, property=value.property, property_words=value.words,
        value=passage.text[slice(*parts[0].number)], unit=passage.text[slice(*units[-1])] if units else None,
        sample=sample,
    )  # fmt: skip


def altered(true: Claim, text: str, chance: random.Random) -> Iterator[tuple[str, Claim]]:
    """The claim with one part that the passage does not print."""
    for part, others in ALTERED.items():
        other = chance.choice(others)
        if other not in text and (part != "sample" or true.sample):
            yield part, replace(true, **{part: other})


def main() -> None:
    """Reads the papers, states their values, and counts what the check keeps."""
    files = sorted(path for path in (SHARED / "data/xml").rglob("*") if path.suffix in (".xml", ".nxml"))
    pipeline, rules, chance = Pipeline.build(PipelineConfig()), TextFindings(), random.Random(0)
    kept, faults, let_through, tried = 0, Counter[str](), Counter[str](), Counter[str]()
    asked, characters, requests = 0, 0, 0
    for path in files[:PAPERS]:
        document, _ = pipeline.value("parse", Path(path).read_bytes(), str(path), path.name)
        values = rules({"parse": document}).value.values
        found = passages(document)
        asked += len(found)
        made = batches(found, 4000)
        requests += len(made)
        characters += sum(len(message["content"]) for batch in made for message in question(batch))
        for passage in found:
            text = Text(passage.text)
            for value in values:
                true = claim(value, passage)
                if true is None:
                    continue
                outcome = ground(true, text)
                kept += isinstance(outcome, Grounded)
                faults[outcome if isinstance(outcome, str) else "none"] += 1
                for part, wrong in altered(true, passage.text, chance):
                    tried[part] += 1
                    let_through[part] += isinstance(ground(wrong, text), Grounded)
    total = faults.total()
    told = f"{len(files[:PAPERS])} papers, {asked} passages, {requests} requests"
    print(f"{told} of {characters / max(1, requests):.0f} characters")
    print(f"true statements kept: {kept} of {total} = {kept / max(1, total):.3f}; turned away: {dict(faults)}")
    for part, number in tried.items():
        print(f"altered {part}: {let_through[part]} of {number} let through")


if __name__ == "__main__":
    main()

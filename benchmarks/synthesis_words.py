"""Synthesis procedures with marked operations in, how many of them are found as steps out."""

import json
from collections import Counter

from matloom.extract.text.sentences import sentence_spans
from matloom.extract.text.synthesis_steps import find_triggers

from . import SHARED

FILES = ("mspt.train", "pcmsp.train")


def main() -> None:
    """Prints precision and recall by overlap, and the operations missed most often."""
    for name in FILES:
        found = right = marked = 0
        missed: Counter[str] = Counter()
        for line in (SHARED / "data" / "text" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = row["text"]
            gold = [(one["start"], one["end"]) for one in row["entities"] if one["label"] == "Operation"]
            own = [
                (trigger.start, trigger.end)
                for start, end in sentence_spans(text)
                for trigger in find_triggers(text, start, end)
            ]
            left = set(gold)
            for start, end in own:
                hit = next((span for span in sorted(left) if span[0] < end and start < span[1]), None)
                if hit is not None:
                    left.remove(hit)
            found, right, marked = found + len(own), right + len(set(gold)) - len(left), marked + len(set(gold))
            missed.update(text[start:end].lower() for start, end in left)
        print(f"{name}: precision {right / found:.3f}, recall {right / marked:.3f} of {marked} marked operations")
        print("  missed most:", ", ".join(f"{word} {count}" for word, count in missed.most_common(12)))


if __name__ == "__main__":
    main()

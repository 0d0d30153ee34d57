"""The paragraphs that tell of making in, recipes out: steps in order, precursors, targets, variants."""

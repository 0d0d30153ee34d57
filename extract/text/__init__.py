"""Running text in, quantities, formulas, entities and findings out."""

"""What the text of a header, a stub or a caption says: words, unit, symbols, property."""

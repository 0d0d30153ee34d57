"""The words and rules of one table in, its grid of cells out."""

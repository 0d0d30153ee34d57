"""Glyphs and drawings of PDF pages in, blocks in reading order out; knows no PDF library."""

"""Annotated corpora in, the shipped text model out."""

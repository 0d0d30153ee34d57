"""Annotated corpora as their authors publish them, read into one form: JSON Lines of texts, spans and relations."""

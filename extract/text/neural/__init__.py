"""Text in, spans and relations of an annotation scheme out, by the shipped encoder."""

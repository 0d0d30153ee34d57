"""A language model behind an OpenAI-compatible endpoint as one more finder of values; off unless it is asked for."""

"""Two short papers of our own writing, built as PDF by ``python -m demo.build``."""

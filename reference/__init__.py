"""Reference structures in, beside the records; the structure that a paper speaks of found among them."""

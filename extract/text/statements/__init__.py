"""A sentence in, what it states out: quantities as values of properties, with their subjects and conditions."""

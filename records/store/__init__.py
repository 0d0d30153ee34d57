"""The store: records of papers in, a DuckDB database out, and back."""

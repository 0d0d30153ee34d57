"""Findings in, samples with their measurements, synthesis and structures out."""

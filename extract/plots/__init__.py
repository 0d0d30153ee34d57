"""Drawn or pictured plots in, curves in data units out."""

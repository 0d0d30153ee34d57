"""Figures in, panels with a kind and a caption out."""

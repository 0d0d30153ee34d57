"""Inputs of one modality in, features out: one file a family of encoders."""

"""Text in, crystal structures out: space groups, crystal systems and lattice parameters."""

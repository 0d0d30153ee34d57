"""The pages of a PDF in, its tables out: areas found, and the best grid of each."""

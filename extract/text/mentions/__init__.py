"""Words of a paper in, what they name out: materials, samples, labels and what the paper says that they stand for."""

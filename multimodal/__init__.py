"""Dataset rows in, embeddings out: a modality each, their encoders, the joint model and its losses."""

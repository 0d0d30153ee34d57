"""Papers in, records out: readers, stages and the pipeline that orders them."""

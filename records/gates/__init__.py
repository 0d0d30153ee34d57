"""The records of a paper in, what physics and chemistry do not allow of them out: rules that flag and never delete."""

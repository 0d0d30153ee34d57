"""Records of many papers in; what is one thing across them out: materials, facts, versions, contradictions, a graph."""

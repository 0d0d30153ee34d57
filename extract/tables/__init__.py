"""Tables in, cells with a meaning out."""

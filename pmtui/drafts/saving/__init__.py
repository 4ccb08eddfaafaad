"""How an open draft gets to its file: one lock, one writer, and what is told of it."""

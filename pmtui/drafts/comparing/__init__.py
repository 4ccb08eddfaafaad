"""Two versions of a document: what differs, and how they are brought together."""

"""The list of drafts, and what was trashed from it."""

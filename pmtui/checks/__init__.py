"""Pure functions from a document to findings and hints."""

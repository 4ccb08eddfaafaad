"""Screens that show all of a draft: the document, what is missing, its hints."""

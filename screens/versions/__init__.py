"""Screens about a draft’s versions: earlier ones, unsaved ones, one from elsewhere, and files that cannot be read."""

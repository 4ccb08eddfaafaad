"""Drafts on disk: the file format, the list, the live draft and its saver."""

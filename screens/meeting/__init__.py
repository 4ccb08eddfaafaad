"""The review meeting: its room, and the dialogs it opens."""

"""The folder of drafts: the list, new drafts, copies beside them, the trash."""

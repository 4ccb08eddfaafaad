"""Earlier versions of a draft, and text that a session could not save."""

"""Parts of the app itself: leaving, settings, themes, and the words for its keys."""

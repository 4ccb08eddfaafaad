"""Dialogs: boxes above a screen that ask for something and answer by being dismissed."""

"""Reads the wording of a text: what blames, leaves a figure out or promises nothing, with a better question."""

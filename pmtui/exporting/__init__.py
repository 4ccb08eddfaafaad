"""Documents out: Markdown and HTML."""

"""Parts of screens that draw or take input."""

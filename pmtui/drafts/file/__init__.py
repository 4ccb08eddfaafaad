"""What a draft's file holds: a document as TOML and back, within limits, and its head alone."""

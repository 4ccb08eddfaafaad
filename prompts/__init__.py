"""What the product says: sections, questions, templates, rules and examples, as TOML with one typed loader."""

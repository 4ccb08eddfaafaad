"""What a person sees: one screen per file, widgets beside them. No rule of the domain lives here."""

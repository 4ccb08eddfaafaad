"""Work-arounds for faults of Textual 8.2.8: of the app, of what it reads from the terminal, of the prose editor.

Every one has a test that also shows the stock class failing, so that an upgrade of Textual tells when it can go.
"""

"""What the meeting shows: widgets that are handed everything and know nothing of the room."""

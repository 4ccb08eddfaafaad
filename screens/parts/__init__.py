"""Parts that screens have: each looks after one concern of an open draft, and is given what it needs."""

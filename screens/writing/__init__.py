"""The writing room: the outline, the section being written, the coach."""

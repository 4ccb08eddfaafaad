"""Colours for a wall: pure black and white, and three signals that a weak projector still tells apart.

Measured against their ground: text 21, warning 11.5 (dark) and 5.9 (light), over 7.3. Where the terminal's own colours are
to be used, none is set.
"""

# For widgets that cover the screen: the ground of a screen itself is the one of the whole program.
WALL = """
    background: #000000; color: #ffffff;
    &:light { background: #ffffff; color: #000000; }
    &:ansi { background: ansi_default; color: ansi_default; }
"""
AMBER = """
    color: #ffb000;
    &:light { color: #8a5a00; }
    &:ansi { color: ansi_default; }
"""
OVER = """
    background: #b00020; color: #ffffff;
    &:ansi { background: ansi_default; color: ansi_default; text-style: bold reverse; }
"""
# What may be missed from the last row: labels, rows beside the one in view.
FAINT = "$foreground 75%"

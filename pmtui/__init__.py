"""pmtui: write blameless incident postmortems in the terminal."""

__version__ = "0.2.0"

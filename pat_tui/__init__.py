"""pat-tui: GitHub's personal access token settings in a terminal, over a store of one's own."""

__version__ = "0.1.0"

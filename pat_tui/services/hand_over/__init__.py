"""Handing a new secret straight to where it is needed, so that nobody has to copy and paste it."""

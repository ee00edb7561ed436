"""GitHub's facts as data files, and their loader."""

"""End-to-end tests: the real program in a real terminal, and nothing replaced in it that a test does not name."""

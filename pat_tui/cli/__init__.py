"""The command line: one module a noun; data on stdout, talk on stderr."""

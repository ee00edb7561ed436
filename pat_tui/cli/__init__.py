"""The command line: one module a noun; data on stdout, talk on stderr."""

from pat_tui.cli.click_words import install

install()  # before any command is defined: its options ask click for words

"""Tests of the facts that come as data files."""

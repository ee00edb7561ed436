"""Tests of pat-tui."""

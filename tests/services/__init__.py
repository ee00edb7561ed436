"""Tests of the use cases, and of what builds them."""

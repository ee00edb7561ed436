"""Measurements, in ratios within one run. Not part of the test suite: a timed assertion is a flaky test."""

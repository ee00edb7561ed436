"""Measurements, each run by hand: `python tests/benchmarks/first_paint.py`. pytest does not collect them."""

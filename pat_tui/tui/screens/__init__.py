"""One file for each page, its stylesheet beside it."""

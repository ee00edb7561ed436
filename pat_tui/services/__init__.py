"""Use cases, one verb each, given a store, a clock and a source of secrets."""

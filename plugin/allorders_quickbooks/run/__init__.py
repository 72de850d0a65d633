"""A run: the lease, the phases in order, one set at a time, until nothing is left to do or something ends it."""

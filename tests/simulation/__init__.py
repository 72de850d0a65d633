"""Deterministic simulation: a seed owns the clock, the chance and the schedule of everything that runs together."""

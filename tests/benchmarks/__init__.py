"""Measurements: each a ratio against something measured in the same run, on the same machine. No test is timed."""

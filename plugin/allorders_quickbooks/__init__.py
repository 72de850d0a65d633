"""Keeps an order system and QuickBooks Desktop in step: every document exactly once."""

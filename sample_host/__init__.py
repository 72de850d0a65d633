"""A small order system: it keeps customers, items, orders, ship docs and payments, and loads plugins."""

"""Alembic's migrations of the plugin's tables."""

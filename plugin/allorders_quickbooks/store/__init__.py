"""The plugin's tables in the host's own database: outbox rows, bindings, message sets, runs, journal.

Statements are SQLAlchemy Core; noting a save goes through the host's enlistment as one prepared statement.
Every table name begins with `qb_`. SQLite and PostgreSQL behave alike.
"""

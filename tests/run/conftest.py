"""Runs are tried in a world that is set up, or on a database alone."""

from __future__ import annotations

from tests.scenarios.conftest import world
from tests.store.conftest import database

__all__ = ["database", "world"]

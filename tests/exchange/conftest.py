"""The exchange keeps everything in the database, so it is tried on both."""

from __future__ import annotations

from tests.store.conftest import database

__all__ = ["database"]

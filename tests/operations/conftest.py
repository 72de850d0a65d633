"""Operations are tried in a world that is set up and has one customer and one item."""

from __future__ import annotations

from tests.scenarios.conftest import world

__all__ = ["world"]

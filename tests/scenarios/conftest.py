"""Every scenario begins in a world of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import World, a_customer, an_item, new_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A company file that is set up, with one customer and one item in it and in the host."""
    world = new_world(tmp_path)
    world.save(a_customer())
    world.save(an_item())
    world.settle()
    return world

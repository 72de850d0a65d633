"""A company that the Web Connector comes to: as it is on the first day, and once its company file has a fence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web_connector.house import House, copied_house, new_house


@pytest.fixture(scope="session")
def model_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the model of a house at rest lies once somebody has asked for a copy."""
    return tmp_path_factory.mktemp("web-connector") / "model"


@pytest.fixture
def house(model_at: Path, tmp_path: Path) -> Iterator[House]:
    """At rest, with a fence, a customer and an item."""
    house = copied_house(model_at, tmp_path)
    yield house
    _close(house)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[House]:
    """Nobody has worked on it yet."""
    house = new_house(tmp_path)
    yield house
    _close(house)


def _close(house: House) -> None:
    house.world.file.close()
    house.world.database.close()

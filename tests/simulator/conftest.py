"""A company file for each test, in memory, on a clock that stands still unless somebody works."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from allorders_quickbooks.simulator import CompanyFile, Features, ManualClock, Readings

from .sending import SUMMER, Company
from .trading import Trader


@pytest.fixture
def company() -> Iterator[Company]:
    """A company file with a customer, an item and the readings that are held the likelier."""
    made = _company(Readings(), Features())
    yield made
    made.file.close()


@pytest.fixture
def company_with() -> Iterator[Callable[..., Company]]:
    """Makes one with other readings: `company_with(memory_keeps_all=False)`."""
    made: list[Company] = []

    def make(features: Features = Features(), **readings: object) -> Company:  # noqa: B008 frozen
        made.append(_company(Readings(**readings), features))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.file.close()


@pytest.fixture
def trader(company: Company) -> Trader:
    return Trader(company)


def _company(readings: Readings, features: Features) -> Company:
    file = CompanyFile.create(":memory:", readings=readings, clock=ManualClock(SUMMER), features=features)
    return Company(file)

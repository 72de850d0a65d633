"""A trader under way: what the rounds of the demonstration are drawn from, and what they go on with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from sample_host import queries
from sample_host.database import Database
from sample_host.everything_lists import Lists
from sample_host.orders import OrderDesk

FIRST_DAY = date(2026, 1, 5)
A_DAY = 6  # rounds
OPENING = 12  # rounds in which the shelves are filled
KEPT_OUT = 0.02  # of all documents are NC Only


@dataclass
class Trade:
    """What the rounds are drawn from, and what they have saved that later ones go on with."""

    chance: Random
    desk: OrderDesk
    database: Database
    lists: Lists
    rounds: int = 0
    open_orders: list[int] = field(default_factory=list)
    shipped: list[int] = field(default_factory=list)
    payments: list[int] = field(default_factory=list)
    returns: list[int] = field(default_factory=list)
    receivers: list[int] = field(default_factory=list)

    @property
    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.rounds // A_DAY)

    def head(self, **fields: Any) -> dict[str, Any]:
        """What a document begins with."""
        memo = self.chance.choice(("", "", "Counted twice", "As agreed on the telephone"))
        return {"txn_date": self.day, "nc_only": self.chance.random() < KEPT_OUT, "memo": memo, **fields}

    def one_of(self, model: type[Any], keys: list[int]) -> Any:
        """One of the newest of those, as far as they have not been deleted meanwhile."""
        with self.database.reading() as session:
            there = select(model.id).where(model.id.in_(keys[-20:]), model.deleted.is_(False)).order_by(model.id)
            return self.loaded(model, self.chance.choice(list(session.scalars(there))))

    def loaded(self, model: type[Any], key: int) -> Any:
        with self.database.reading() as session:
            row = session.scalar(select(model).where(model.id == key).options(*queries.WHOLE.get(model, ())))
        if row is None:
            raise LookupError(f"{model.__name__} {key} was saved a moment ago and is gone")
        return row

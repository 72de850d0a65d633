"""Demonstration data of every kind: what a ship chandler buys, makes, stores, sells, takes back and pays back.

Drawn by rounds from a seed: each round saves one document of every kind, on purpose in all the ways there are, with
back orders, deposits, payments on several orders, lots, expenses, work orders that are taken apart again.
"""

from __future__ import annotations

from random import Random

from sample_host.database import Database
from sample_host.everything_buying import adjust, buy, make, send_back, transfer
from sample_host.everything_lists import save_lists
from sample_host.everything_selling import be_paid, pay_back, sell, take_back
from sample_host.everything_trade import Trade
from sample_host.orders import OrderDesk

_STEPS = (buy, send_back, adjust, make, transfer, sell, take_back, be_paid, pay_back)


def opened(database: Database, seed: int) -> Trade:
    """The lists, saved: customers, vendors, items of all types, accounts, classes, types, methods."""
    chance, desk = Random(seed), OrderDesk(database)  # noqa: S311
    return Trade(chance, desk, database, save_lists(desk, chance))


def one_round(trade: Trade) -> None:
    """Save one document of every kind."""
    for step in _STEPS:
        step(trade)
    trade.rounds += 1

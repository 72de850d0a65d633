"""The way around: every page that people begin at, grouped as their work is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_GROUPS = (
    (
        "Sales",
        (
            ("/orders", "Orders"),
            ("/shipdocs", "Ship docs"),
            ("/returns", "Returns"),
            ("/payments", "Payments"),
            ("/refunds", "Refunds"),
            ("/customers", "Customers"),
        ),
    ),
    (
        "Purchasing",
        (
            ("/purchase-orders", "Purchase orders"),
            ("/receivers", "Receivers"),
            ("/vendor-returns", "Vendor returns"),
            ("/vendors", "Vendors"),
        ),
    ),
    (
        "Inventory",
        (
            ("/stock", "Stock"),
            ("/items", "Items"),
            ("/adjustments", "Adjustments"),
            ("/work-orders", "Work orders"),
            ("/transfers", "Transfers"),
        ),
    ),
    (
        "Lists",
        (
            ("/accounts", "Accounts"),
            ("/classes", "Classes"),
            ("/customer-types", "Customer types"),
            ("/vendor-types", "Vendor types"),
            ("/ship-methods", "Ship methods"),
            ("/payment-methods", "Payment methods"),
        ),
    ),
    (
        "QuickBooks",
        (("/settings", "Settings"), ("/books", "Company file"), ("/ledger", "Ledger"), ("/messages", "Messages")),
    ),
)


class Place(NamedTuple):
    """A page to begin at; `here` where it, or one that belongs to it, is open."""

    path: str
    caption: str
    here: bool


class Group(NamedTuple):
    caption: str
    pages: tuple[Place, ...]
    here: bool


def navigation(path: str, added: Sequence[tuple[str, str]] = ()) -> tuple[Group, ...]:
    """All groups, seen from the page of that path. `added` are the pages of plugins, (path, caption), which come first
    in the last group. A page that belongs to none of the places belongs to the one that its address begins with."""
    groups = (*_GROUPS[:-1], (_GROUPS[-1][0], (*added, *_GROUPS[-1][1])))
    fitting = [place for _, pages in groups for place, _ in pages if _is_below(path, place)]
    here = max(fitting, key=len, default="")
    return tuple(_group(caption, pages, here) for caption, pages in groups)


def _is_below(path: str, place: str) -> bool:
    return f"{path.rstrip('/')}/".startswith(f"{place.rstrip('/')}/")


def _group(caption: str, pages: tuple[tuple[str, str], ...], here: str) -> Group:
    places = tuple(Place(path, name, path == here) for path, name in pages)
    return Group(caption, places, any(place.here for place in places))

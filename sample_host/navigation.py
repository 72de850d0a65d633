"""The way around: every page that people begin at, grouped as their work is."""

from __future__ import annotations

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
        (("/sync", "Synchronize"), ("/settings", "Settings"), ("/books", "Company file"), ("/ledger", "Ledger")),
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


def navigation(path: str) -> tuple[Group, ...]:
    """All groups, seen from the page of that path."""
    first = "/" + path.strip("/").partition("/")[0]
    return tuple(_group(caption, pages, first) for caption, pages in _GROUPS)


def _group(caption: str, pages: tuple[tuple[str, str], ...], first: str) -> Group:
    places = tuple(Place(path, name, path == first) for path, name in pages)
    return Group(caption, places, any(place.here for place in places))

"""Makes the pictures of docs/pictures anew: `python -m tests.pictures`. It needs a Chromium on the path."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from sample_host.demonstration import populate
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.sample_host.browsing import CHROMIUM, browser_at, served, synchronize

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HEIGHT = 860
SEED = 8  # its newest orders stand in different ways, and no name needs letters that a machine may lack
SHOWN = {
    "orders": "/orders",
    "ship-doc": "/shipdocs/3",
    "settings": "/settings/quickbooks/preferences",
    "company": "/settings/quickbooks/company",
    "synchronize": "/sync",
    "quickbooks": "/books",
}


def take(page: Page, directory: Path) -> None:
    """One picture a screen, of what fits into the window."""
    for name, path in SHOWN.items():
        page.goto(path)
        page.screenshot(path=directory / f"{name}.png")


def main() -> int:
    if CHROMIUM is None:
        print("There is no Chromium on the path.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        place = workplace(Path(directory), None)
        with running(place.database, place.books) as shop:
            populate(shop.host.orders, 120, SEED, lambda *_: None)
            connect_to_books(shop)
            with served(shop) as address, browser_at(address, height=HEIGHT) as page:
                synchronize(page)
                take(page, PICTURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes the pictures of docs/pictures anew: `python -m tests.pictures`. It needs a Chromium on the path."""

from __future__ import annotations

import re
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
    "company": "/settings/quickbooks/company",
    "synchronize": "/quickbooks/",
    "quickbooks": "/books",
}


PREFERENCES = "/settings/quickbooks/preferences"


def take_tabs(page: Page, directory: Path) -> None:
    """One picture a tab of the preferences; the first one bears no tab's name."""
    page.goto(PREFERENCES)
    for number, tab in enumerate(page.get_by_role("tab").all()):
        tab.click()
        words = re.findall(r"[a-z]+", tab.inner_text().lower())
        page.screenshot(path=directory / f"{'-'.join(('settings', *words)) if number else 'settings'}.png")


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
            with served(shop) as address, browser_at(address, height=HEIGHT) as page:
                page.goto("/settings")
                page.screenshot(path=PICTURES / "first-time.png")
                connect_to_books(shop)
                synchronize(page)
                take(page, PICTURES)
                take_tabs(page, PICTURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())

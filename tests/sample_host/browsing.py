"""A served order system and a real browser in front of it, for the browser tests and the pictures."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright
from waitress import create_server  # type: ignore[import-untyped]

from sample_host.app import create_app
from sample_host.current import Shop

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 60_000  # milliseconds that a condition may take on a busy machine
expect.set_options(timeout=PATIENCE)


@contextmanager
def served(shop: Shop) -> Iterator[str]:
    """The shop's pages, on a port of this machine that is free; the address of them."""
    server: Any = create_server(create_app(shop), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(10)


@contextmanager
def browser_at(address: str, width: int = 1280, height: int = 900, *, script: bool = True) -> Iterator[Page]:
    """A page of a browser, which runs the pages' scripts or none; paths are opened relative to the address."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        try:
            viewport: ViewportSize = {"width": width, "height": height}
            page = browser.new_page(base_url=address, viewport=viewport, java_script_enabled=script)
            page.set_default_timeout(PATIENCE)
            yield page
        finally:
            browser.close()


def synchronize(page: Page) -> None:
    """Press Synchronize now and wait until the page says that the run is over."""
    page.goto("/quickbooks/")
    before = page.locator("[data-run]").get_attribute("data-run") if page.locator("[data-run]").count() else ""
    page.get_by_role("button", name="Synchronize now").click()
    page.locator(f"[data-run]:not([data-run='{before}']):not([data-running])").wait_for()

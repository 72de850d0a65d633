"""What the pages of plugins are told about this site, and how they are mounted in it."""

from __future__ import annotations

from typing import cast

from allorders_hooks.documents import DocumentRef
from flask import Blueprint, Flask, current_app, url_for

from sample_host.announce import COMPANY
from sample_host.current import Shop, user
from sample_host.links import page_of
from sample_host.protection import FIELD, csrf_token

_ENTRIES = "plugin_entries"


class Site:
    """The frame of all of them."""

    layout = "layout.html"

    def company(self) -> str:
        return COMPANY

    def user(self) -> str:
        return user()

    def token(self) -> tuple[str, str]:
        return FIELD, csrf_token()

    def page_of(self, ref: DocumentRef) -> str | None:
        return page_of(ref) if ref.company == COMPANY else None

    def settings_page(self, screen: str) -> str:
        return url_for("settings.named", name=screen)


def mount(app: Flask, running: Shop) -> None:
    """Mount the pages of every plugin that has some, each below its own name."""
    entries: list[tuple[str, str]] = []
    for plugin, pages in running.plugins.pages(Site()).items():
        app.register_blueprint(cast(Blueprint, pages.blueprint), url_prefix=f"/{plugin}")
        entries += pages.entries
    app.extensions[_ENTRIES] = tuple(entries)


def places() -> list[tuple[str, str]]:
    """(path, caption) of the plugins' pages that the navigation leads to."""
    entries: tuple[tuple[str, str], ...] = current_app.extensions[_ENTRIES]
    return [(url_for(endpoint), caption) for endpoint, caption in entries]

"""What a page works with: the host, its plugins, the simulated company file, and the person at the screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from allorders_hooks.plugins import PluginManager
from allorders_hooks.status import Panel
from flask import current_app, session

from sample_host import people
from sample_host.announce import ref_of
from sample_host.models import Saved
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost

KEY = "sample_host"


@dataclass(frozen=True)
class Shop:
    """One running order system. `books` is the path of the simulated company file, where there is one."""

    host: SampleHost
    plugins: PluginManager
    books: Path | None = None


def shop() -> Shop:
    return cast(Shop, current_app.extensions[KEY])


def user() -> str:
    """Who is at the screen: the sample believes whoever says so, a real host asks for a password."""
    return cast(str, session.get("user", people.ADMINISTRATOR))


def desk() -> OrderDesk:
    return OrderDesk(shop().host.orders, user())


def panels(row: Saved) -> list[tuple[str, Panel]]:
    """(plugin, panel) of each plugin that has something to say about that row."""
    return shop().plugins.document_panel(ref_of(row))

"""A host's documents from outside the host: for workers, scheduled commands and support tools.

A host installs a function `open(url) -> HostServices` under its name in the entry-point group `allorders.hosts`:

    [options.entry_points]
    allorders.hosts =
        sample = sample_host.services:open_host

A command that was told `--host sample --database sqlite:///orders.sqlite3` calls `open_host` with the two. What
the URL means is the host's affair; it should be the one that `HostServices.database` gives.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import cast

from allorders_hooks.errors import HostNotFound
from allorders_hooks.host import HostServices

GROUP = "allorders.hosts"


def installed_hosts() -> tuple[str, ...]:
    """The names that `open_host` knows."""
    return tuple(sorted(entry_points(group=GROUP).names))


def open_host(name: str, url: str) -> HostServices:
    """The services of the host of that name, for the data behind the URL.

    Raises HostNotFound where no such host is installed or it cannot be imported; what the host itself raises,
    for instance since there is no such database, comes through.
    """
    found = entry_points(group=GROUP, name=name)
    if not found:
        known = ", ".join(installed_hosts()) or "none"
        raise HostNotFound(f"There is no installed host {name!r}. Installed: {known}.")
    try:
        opens = cast("Callable[[str], HostServices]", found[name].load())
    except Exception as error:
        raise HostNotFound(f"The host {name!r} cannot be imported: {error}") from error
    return opens(url)

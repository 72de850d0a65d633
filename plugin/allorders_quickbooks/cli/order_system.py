"""Which order system a command works for: the options that name it, and its services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from allorders_hooks.errors import HostNotFound
from allorders_hooks.host import HostServices
from allorders_hooks.hosts import installed_hosts, open_host


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options --order-system and --host."""
    url = click.option("--order-system", "url", metavar="URL", required=True, help="The order system's database.")
    host = click.option("--host", metavar="NAME", help="Its kind, where several are installed.")
    return url(host(command))


def opened(url: str, host: str | None) -> HostServices:
    """The services of that order system. Raises click.ClickException with a sentence."""
    installed = installed_hosts()
    if host is None and len(installed) != 1:
        raise click.UsageError(f"Say by --host which order system it is. Installed: {', '.join(installed) or 'none'}.")
    try:
        return open_host(host or installed[0], url)
    except HostNotFound as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        # Not with its text: that may hold the URL, and the URL a password.
        raise click.ClickException(f"The order system cannot be opened ({type(error).__name__}).") from error

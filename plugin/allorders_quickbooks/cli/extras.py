"""Commands that need an extra: where it is not installed, a sentence says which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def of_extra(extra: str) -> Iterator[None]:
    """Around the imports of what that extra brings."""
    try:
        yield
    except ModuleNotFoundError as lacking:
        raise click.ClickException(
            f"{lacking.name} is not installed. Install allorders-quickbooks[{extra}]."
        ) from lacking

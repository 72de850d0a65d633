"""The plugin's one logger: structured lines that go where the host's logging sends them, and nowhere by themselves.

What is bound while a run is at work, its company and its number, is in every line that is logged meanwhile.
"""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from typing import Any

import structlog

_FIRST = ["event", "company", "run", "document", "set"]

log: Any = structlog.wrap_logger(
    logging.getLogger("allorders_quickbooks"),
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
        structlog.processors.LogfmtRenderer(key_order=_FIRST, drop_missing=True, bool_as_flag=False),
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
)


def at_work(company: str, run: int) -> AbstractContextManager[None]:
    """Bind both to all that is logged inside the block, by whatever code."""
    return structlog.contextvars.bound_contextvars(company=company, run=run)


def bind(company: str, run: int) -> None:
    """The same, for as long as the present context (`contextvars`) lasts."""
    structlog.contextvars.bind_contextvars(company=company, run=run)

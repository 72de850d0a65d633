"""The plugin's one logger: structured lines that go where the host's logging sends them, and nowhere by themselves."""

from __future__ import annotations

import logging
from typing import Any

import structlog

log: Any = structlog.wrap_logger(
    logging.getLogger("allorders_quickbooks"),
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.processors.format_exc_info,
        structlog.processors.LogfmtRenderer(key_order=["event"], bool_as_flag=False),
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
)

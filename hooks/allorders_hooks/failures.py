"""What becomes of a plugin that fails: it is logged and recorded, and everybody else goes on.

The host shows `PluginManager.failures` on a screen of its own. Only TransactionLost is let through, since there
the host's save must fail too.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from allorders_hooks.errors import TransactionLost
from allorders_hooks.events import SAVES

T = TypeVar("T")
log = logging.getLogger("allorders_hooks")

LOADING = "loading"
AFTER_COMMIT = "after_commit"
_ENOUGH = 2000  # characters of an exception's text; the whole of it is in the log


@dataclass(frozen=True)
class Failure:
    """One failure of one plugin. `hook` is the hook's name, `LOADING` or `AFTER_COMMIT`; `company` is "" where
    none is concerned.

    `sentence` is for the user; `error` is the exception's class and `technical` its text, for support.
    """

    plugin: str
    hook: str
    company: str
    at: datetime
    sentence: str
    error: str
    technical: str


class Containment:
    """Runs what plugins do, and keeps their failures, the newest last."""

    def __init__(self, keep: int) -> None:
        self.failures: deque[Failure] = deque(maxlen=keep)

    def run(self, plugin: str, hook: str, company: str, call: Callable[[], T]) -> T | Failure:
        """What the call answers, or how it failed."""
        try:
            return call()
        except TransactionLost as lost:
            self.record(plugin, hook, company, lost)
            raise
        except Exception as error:
            return self.record(plugin, hook, company, error)

    def record(self, plugin: str, hook: str, company: str, error: Exception) -> Failure:
        """Log and keep a failure."""
        failure = Failure(
            plugin=plugin,
            hook=hook,
            company=company,
            at=datetime.now(UTC),
            sentence=_sentence(plugin, hook),
            error=type(error).__name__,
            technical=str(error)[:_ENOUGH],
        )
        log.error("%s (%s, company %r)", failure.sentence, hook, company, exc_info=error)
        self.failures.append(failure)
        return failure


def _sentence(plugin: str, hook: str) -> str:
    if hook == LOADING:
        return f"The plugin {plugin} cannot be used."
    if hook in SAVES:
        return f"The plugin {plugin} could not note what was saved. The save itself is not affected."
    return f"The plugin {plugin} failed. Nothing else is affected."

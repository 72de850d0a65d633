"""Enlistment: the host's open transaction, and all that a plugin may do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol


class Enlistment(Protocol):
    """A plugin may add statements to the host's transaction and ask to be woken after it. No commit, no rollback.

    `dialect` decides the parameter mark: `?` for "sqlite", `%s` for "postgresql".
    """

    dialect: Literal["sqlite", "postgresql"]

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run one statement inside the host's transaction."""

    def after_commit(self, wake: Callable[[], None]) -> None:
        """Call `wake` once the transaction has been committed; never when it was rolled back."""

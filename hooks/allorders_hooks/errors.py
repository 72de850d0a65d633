"""The contract's exceptions.

    HooksError                  something between a host and its plugins is not as the contract has it
    |-- PluginRefused           a plugin that cannot be loaded or does not fit the hooks
    |-- HostNotFound            no installed host of that name, or it cannot be opened
    |-- ConnectionUnknown       `enlist` was given something that it cannot write through
    |-- StatementRefused        a plugin asked for what is not its business in the host's transaction
    `-- TransactionLost         the host's transaction is gone: its save must fail

What a plugin raises inside a hook never reaches the host: it becomes a `Failure` (see `allorders_hooks.failures`).
TransactionLost alone does, since carrying on would commit half a save.
"""

from __future__ import annotations


class HooksError(Exception):
    """Something between a host and its plugins is not as the contract has it. Its text is a full sentence."""


class PluginRefused(HooksError):
    """The plugin cannot be imported, or implements a hook that does not exist, or with other arguments."""


class HostNotFound(HooksError):
    """No entry point of the group `allorders.hosts` has that name, or the host behind it cannot be opened."""


class ConnectionUnknown(HooksError, TypeError):
    """The connection is none of sqlite3, psycopg or SQLAlchemy."""


class StatementRefused(HooksError):
    """The statement would do more than read or write rows, or it came after the host's save was over."""


class TransactionLost(HooksError):
    """The host's transaction cannot be brought back to where it was before a plugin was called. The host must
    let this exception end its save, and roll back."""

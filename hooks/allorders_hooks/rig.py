"""How a conformance test drives a host, and what it watches it with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from unittest import SkipTest

from allorders_hooks.documents import DocumentRef
from allorders_hooks.doubles import NOTES, NotingPlugin
from allorders_hooks.host import HostServices
from allorders_hooks.plugins import PluginManager

if TYPE_CHECKING:
    from sqlalchemy import Engine


class HostUnderTest(Protocol):
    """How the suite drives a host. Each verb is one whole save as a user would make it: it begins, writes, sends
    its signal and commits, and raises when that fails."""

    @property
    def host(self) -> HostServices:
        """The services that plugins get."""

    @property
    def company(self) -> str:
        """A company of that host, with nothing in it but what the verbs put there."""

    @property
    def administrator(self) -> str:
        """A person who holds every right on the company."""

    @property
    def stranger(self) -> str:
        """A person who holds none."""

    @property
    def transactional(self) -> bool:
        """Whether the host's saves are database transactions, so that its signals carry an enlistment."""

    def start(self) -> None:
        """Announce that the application has started."""

    def stop(self) -> None:
        """Announce that the application is about to stop."""

    def save_document(self, number: str) -> DocumentRef:
        """Save a new ship doc of that number with a line or more, not shipped yet."""

    def abandon_document(self, number: str) -> None:
        """The same, but roll back at the very end, after the signal."""

    def ship(self, document: DocumentRef) -> None:
        """Mark the ship doc shipped and save it."""

    def delete_document(self, document: DocumentRef) -> None:
        """Delete the ship doc."""

    def record_payment(self, document: DocumentRef) -> DocumentRef:
        """Record a payment on the sales order of that ship doc."""

    def save_record(self, name: str) -> DocumentRef:
        """Save a new customer of that name."""

    def rename_record(self, record: DocumentRef, name: str) -> None:
        """Give the customer another name."""

    def delete_record(self, record: DocumentRef) -> None:
        """Delete a customer that no document names."""


def check(kept: bool, rule: str) -> None:
    """Fail with the rule that was broken."""
    __tracebackhide__ = True
    if not kept:
        raise AssertionError(f"The host breaks the contract: {rule}.")


@contextmanager
def plugins(rig: HostUnderTest, *registered: object) -> Iterator[PluginManager]:
    """A manager with these plugins, named plugin0, plugin1 ..., which hears the host while the block lasts."""
    manager = PluginManager(rig.host)
    for number, plugin in enumerate(registered):
        manager.register(plugin, f"plugin{number}")
    try:
        yield manager
    finally:
        manager.close()


@contextmanager
def database(rig: HostUnderTest) -> Iterator[Engine]:
    """A second way into the company's database, as a plugin's own connections are."""
    from sqlalchemy import NullPool, create_engine

    engine = create_engine(rig.host.database(rig.company), poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def notes(rig: HostUnderTest) -> Iterator[Engine]:
    """The same, with the table of the noting plugin. Skips where the host has no transactions."""
    if not rig.transactional:
        raise SkipTest("the host's saves are not transactions")
    with database(rig) as engine:
        with engine.begin() as connection:
            connection.exec_driver_sql(NotingPlugin.CREATE_NOTES)
        yield engine


def noted(engine: Engine) -> list[str]:
    """The documents that have been noted and committed."""
    with engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql(f"SELECT document FROM {NOTES}")]  # noqa: S608


def strangers(ref: DocumentRef) -> Sequence[DocumentRef]:
    """Refs that nothing has, made from one that something had."""
    return [ref.model_copy(update={name: "none such"}) for name in ("company", "kind", "key")]

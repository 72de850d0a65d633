"""The conformance suite accepts the tiny host in every way of saving, and finds out hosts that break a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.enlist import HostTransaction
from allorders_hooks.events import SaveEvent
from allorders_hooks.host import Change, Right
from allorders_hooks.status import Message
from allorders_hooks.testing import HostConformance
from sqlalchemy.exc import OperationalError

from tests.hooks import tiny_host
from tests.hooks.tiny_host import Run, TinyHost, TinyRig, Way

WAYS: dict[str, Way] = {
    "sqlite-sqlite3": tiny_host.by_sqlite3,
    "sqlite-connection": tiny_host.by_connection,
    "sqlite-session": tiny_host.by_session,
    "sqlite-without_transaction": tiny_host.without_transaction,
    "postgresql-psycopg": tiny_host.by_psycopg,
    "postgresql-session": tiny_host.by_session,
}


class TestTinyHost(HostConformance):
    @pytest.fixture(params=WAYS)
    def rig(self, request: pytest.FixtureRequest) -> TinyRig:
        dialect = request.param.partition("-")[0]
        return TinyRig(request.getfixturevalue(f"{dialect}_url"), WAYS[request.param])


# Hosts that break a rule


class Forgetful(TinyHost):
    def changed(self, company: str, after: datetime | None) -> Iterator[Change]:
        return (change for change in super().changed(company, after) if not change.deleted)


class NewestFirst(TinyHost):
    def changed(self, company: str, after: datetime | None) -> Iterator[Change]:
        return iter(sorted(super().changed(company, after), key=lambda change: change.saved_at, reverse=True))


class AlwaysEverything(TinyHost):
    def changed(self, company: str, after: datetime | None) -> Iterator[Change]:
        return super().changed(company, None)


class OneAtATime(TinyHost):
    def documents(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        return super().documents(list(refs)[:1])


class Outdated(TinyHost):
    def documents(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        found = super().documents(refs)
        return {ref: document.model_copy(update={"shipped": False}) for ref, document in found.items()}


class Generous(TinyHost):
    def may(self, user: str, right: Right, company: str) -> bool:
        return True


class Speechless(TinyHost):
    def tell(self, message: Message) -> None:
        raise ValueError(message.company)


class Elsewhere(TinyHost):
    def database(self, company: str) -> str:
        return "sqlite:////there/is/no/such/directory/orders.sqlite3"


class Mute(TinyRig):
    def _send(self, event: SaveEvent, transaction: HostTransaction | None) -> None:
        """Tell nobody."""


class Chatterbox(TinyRig):
    def _send(self, event: SaveEvent, transaction: HostTransaction | None) -> None:
        super()._send(event, transaction)
        super()._send(event, transaction)


class Rigid(TinyRig):
    def _send(self, event: SaveEvent, transaction: HostTransaction | None) -> None:
        super()._send(event.model_copy(update={"revision": 1}), transaction)


class Detached(TinyRig):
    def _send(self, event: SaveEvent, transaction: HostTransaction | None) -> None:
        super()._send(event, None)


@contextmanager
def without_telling(url: str) -> Iterator[tuple[Run, HostTransaction | None]]:
    """Commits, and does not say so to those who wait for it."""
    with tiny_host.by_sqlite3(url) as (run, transaction):
        yield run, transaction
        run("COMMIT", ())
        transaction.committed = lambda: None  # type: ignore[method-assign]


@contextmanager
def telling_early(url: str) -> Iterator[tuple[Run, HostTransaction | None]]:
    """Says that it has committed before it has."""
    with tiny_host.by_sqlite3(url) as (run, transaction):
        yield run, transaction
        transaction.committed()


Case = tuple[str, Callable[[str], TinyRig], str]


def host(kind: type[TinyHost]) -> Callable[[str], TinyRig]:
    def build(url: str) -> TinyRig:
        rig = TinyRig(url, tiny_host.by_sqlite3)
        rig.host = kind(url)
        return rig

    return build


def rig(kind: type[TinyRig]) -> Callable[[str], TinyRig]:
    return lambda url: kind(url, tiny_host.by_sqlite3)


def way(saving: Any) -> Callable[[str], TinyRig]:
    return lambda url: TinyRig(url, saving)


BROKEN: list[Case] = [
    ("the_sweep_gives_every_change_in_order", host(NewestFirst), "the oldest first"),
    ("the_sweep_gives_every_change_in_order", host(Forgetful), "everything that was ever saved"),
    ("the_sweep_starts_at_the_moment_that_it_is_given", host(AlwaysEverything), "leave out what was before"),
    ("documents_come_in_bulk_with_their_newest_content", host(OneAtATime), "all that it was asked for"),
    ("documents_come_in_bulk_with_their_newest_content", host(Outdated), "the newest content"),
    ("rights_are_the_hosts_decision", host(Generous), "none"),
    ("a_stranger_can_do_nothing", host(Generous), "must be refused"),
    ("each_save_of_a_document_is_told_with_a_greater_revision", rig(Mute), "twice"),
    ("each_save_of_a_document_is_told_with_a_greater_revision", rig(Rigid), "must grow"),
    ("deleting_a_document_is_told", rig(Mute), "once"),
    ("deleting_a_document_is_told", rig(Chatterbox), "once"),
    ("a_payment_is_told_as_a_payment_only", rig(Chatterbox), "once"),
    ("saving_and_deleting_a_record_is_told", rig(Mute), "once"),
    ("what_a_plugin_notes_is_kept_with_the_save", rig(Detached), "must be in the database"),
    ("a_plugin_is_woken_after_the_commit", way(without_telling), "wake must be called"),
    ("a_plugin_is_woken_after_the_commit", way(telling_early), "when others can see"),
]


@pytest.mark.parametrize(("test", "broken", "rule"), BROKEN)
def test_a_host_that_breaks_a_rule_is_found_out(
    test: str, broken: Callable[[str], TinyRig], rule: str, sqlite_url: str
) -> None:
    with pytest.raises(AssertionError, match=rf"The host breaks the contract: .*{rule}"):
        getattr(HostConformance(), f"test_{test}")(broken(sqlite_url))


@pytest.mark.parametrize(
    ("test", "kind", "error"),
    [("telling_never_fails", Speechless, ValueError), ("the_database_opens", Elsewhere, OperationalError)],
)
def test_what_a_host_must_not_raise_ends_the_test(
    test: str, kind: type[TinyHost], error: type[Exception], sqlite_url: str
) -> None:
    with pytest.raises(error):
        getattr(HostConformance(), f"test_{test}")(host(kind)(sqlite_url))

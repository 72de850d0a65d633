"""Extensions of third parties: a real package beside the tests, found by its entry point, and some that misbehave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import pluggy
import pytest
from allorders_quickbooks import extensions
from allorders_quickbooks.extensions import Extensions, hookimpl
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import KINDS, RECORD_KINDS, TRANSACTION_KINDS, mapper
from allorders_quickbooks.qbxml.codes import Next, judge_status
from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import AddMessage, Element, Message, Text
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd
from allorders_quickbooks.qbxml.object_types import ObjectType
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.mapping.documents import CUSTOMER, GUID, TEA, context, ship_doc
from tests.mapping.documents import ref as a_ref
from tests.world import World, a_customer, an_item, new_world

HERE = Path(__file__).parent
CONSIGNED = a_ref("consignment", "K1")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Extensions]:
    """The extension package is installed, and found like any other."""
    monkeypatch.syspath_prepend(str(HERE))
    active = extensions.active()
    active.load()
    assert "consignment" in active.names
    yield active
    active.unregister("consignment")


@pytest.fixture
def world(tmp_path: Path, installed: Extensions) -> World:
    world = new_world(tmp_path)
    world.save(a_customer(CUSTOMER.key, "Alfreds Futterkiste"))
    world.save(an_item(TEA.key, "Chai"))
    world.save(an_item("2", "Coffee"))
    world.settle()
    return world


def invoice() -> InvoiceAdd:
    message = mapper("ship_doc").add(ship_doc(), context(), GUID)
    assert isinstance(message, InvoiceAdd)
    return message


def test_a_further_kind_of_document_goes_like_the_plugins_own(world: World) -> None:
    world.save(ship_doc(ref=CONSIGNED, number="K-1"))
    world.settle()
    (sent,) = world.invoices()
    assert sent.memo == "Consignment K-1"
    assert sent.fields.get("Other") == "Consignment"
    before = sent.edit_sequence
    world.save(ship_doc(ref=CONSIGNED, number="K-1"))
    world.settle()
    assert world.invoices()[0].edit_sequence == before
    world.delete(CONSIGNED)
    world.settle()
    assert world.invoices() == []


def test_a_veto_holds_the_document_with_both_sentences_and_no_other(world: World) -> None:
    ref = world.save(ship_doc(memo="embargo"))
    other = world.save(ship_doc(ref=a_ref("ship_doc", "8"), number="1043"))
    world.settle()
    row = world.row(ref)
    assert (row.state, row.reason) == (RowState.HELD, Reason.VETOED)
    assert "under embargo" in row.detail and "embargo is lifted" in row.detail
    assert world.row(other).state is RowState.IDLE
    world.save(ship_doc())
    world.settle()
    assert len(world.invoices()) == 2


def test_a_status_is_judged_by_the_extension_where_it_says_something(installed: Extensions) -> None:
    assert judge_status(3270).next is not Next.RETRY
    assert installed.judged(3270, "x").next is Next.RETRY
    assert installed.judged(3140, "x") == judge_status(3140, "x")


def test_its_kinds_are_in_force_as_long_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    active = extensions.active()
    assert "consignment" not in KINDS
    active.load()
    active.load()
    assert "consignment" in KINDS and "consignment" in TRANSACTION_KINDS and "consignment" not in RECORD_KINDS
    active.unregister("consignment")
    assert "consignment" not in KINDS and "ship_doc" in KINDS


def test_whoever_asks_while_somebody_else_loads_them_gets_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on = threading.Event(), threading.Event()
    loads: list[Extensions] = []

    def load(self: Extensions) -> None:
        began.set()
        assert go_on.wait(10)
        loads.append(self)

    def ask() -> list[Extensions]:
        found.load_once()
        return list(loads)

    monkeypatch.setattr(Extensions, "load", load)
    found = Extensions()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask)
        assert began.wait(10)
        second = pool.submit(ask)
        assert not second.done()
        go_on.set()
        assert first.result(10) == second.result(10) == [found]


class Broken:
    @hookimpl
    def map_request(self, source: Any, message: Message) -> Message | None:
        raise ZeroDivisionError

    @hookimpl
    def classify_status(self, code: int, message: str) -> None:
        raise ZeroDivisionError


class OfAnotherKind:
    @hookimpl
    def map_request(self, source: Any, message: Message) -> Message | None:
        return message_class("CustomerQuery")()


class Misspelt:
    @hookimpl
    def map_requests(self, source: Any) -> None:
        """No such hook."""


class Greedy:
    @hookimpl
    def mappers(self) -> list[Any]:
        return [mapper("ship_doc")]


@pytest.mark.parametrize("extension", [Broken(), OfAnotherKind()])
def test_an_extension_that_fails_holds_the_document_it_was_asked_about(extension: object) -> None:
    own = Extensions()
    own.register(extension, "broken")
    with pytest.raises(Unmappable) as raised:
        own.mapped("Ship doc 1042", ship_doc(), invoice())
    assert raised.value.reason is Reason.VETOED
    assert "Ship doc 1042" in raised.value.sentence and "broken" in raised.value.sentence
    assert own.judged(3140, "x") == judge_status(3140, "x")


def test_a_misspelt_hook_and_a_kind_that_is_served_are_refused() -> None:
    own = Extensions()
    with pytest.raises(pluggy.PluginValidationError):
        own.register(Misspelt(), "misspelt")
    with pytest.raises(ValueError, match="ship_doc is served already"):
        own.register(Greedy(), "greedy")
    assert own.names == ()
    assert own.mapped("x", ship_doc(), invoice()) == invoice()


class JournalEntryAdd(AddMessage):
    memo: Annotated[Text, Element("Memo")] = None


class Journals:
    @hookimpl
    def messages(self) -> list[type[Message]]:
        return [JournalEntryAdd]

    @hookimpl
    def object_types(self) -> list[ObjectType]:
        return [ObjectType("JournalEntry", is_list=False, number_tag="RefNumber", line_tags=("JournalDebitLineRet",))]


def test_messages_and_objects_of_an_extension_are_known_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(OBJECTS, "JournalEntry", raising=False)
    Extensions().register(Journals(), "journals")
    assert message_class("JournalEntryAdd") is JournalEntryAdd
    assert OBJECTS["JournalEntry"].ret == "JournalEntryRet"
    OBJECTS.pop("JournalEntry")

"""NC Only by a button: offered where people choose and the host lets it be set, and a save of the document's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from allorders_hooks.documents import Document, DocumentRef
from allorders_quickbooks.operations import keeping_out, panel, verbs

from tests.world import COMPANY, Books, World, a_customer, a_ref, a_ship_doc

S1 = a_ref("ship_doc", "S1")


@dataclass
class Marking(Books):
    """A host whose marks a plugin may set, but for those of documents that do not exist."""

    world: World | None = None

    def keep_out(self, ref: DocumentRef, kept_out: bool, user: str) -> str:
        document = self.kept.get(ref)
        if not isinstance(document, Document) or self.world is None:
            return "There is no such document."
        self.world.save(document.model_copy(update={"nc_only": kept_out}))
        return ""


@pytest.fixture
def marking(world: World) -> World:
    host = Marking(world.clock, world.books.kept, world.books.changes, world.books.told, world=world)
    world.books = host
    world.ports = replace(world.ports, host=host)
    return world


def offered(world: World) -> set[str]:
    shown = panel.panel(world.ports, S1)
    assert shown is not None
    return {action for action, _ in shown.actions} & set(keeping_out.CAPTIONS)


def do(world: World, action: str, *refs: DocumentRef) -> str:
    return verbs.do(world.ports, COMPANY, action, refs or [S1], "Ada").sentence


def test_a_document_is_kept_out_and_let_in_again(marking: World) -> None:
    marking.save(a_ship_doc("S1"))
    assert offered(marking) == {keeping_out.OUT}
    assert do(marking, keeping_out.OUT) == "1 kept out of QuickBooks."
    assert offered(marking) == {keeping_out.IN}
    marking.settle()
    assert not marking.invoices()
    assert do(marking, keeping_out.IN) == "1 no longer NC Only."
    marking.settle()
    assert len(marking.invoices()) == 1 and offered(marking) == set()
    assert "asked: nc_only" in marking.journal(S1)


@pytest.mark.parametrize("preference", ["disabled", "all"])
def test_where_nobody_chooses_nothing_is_offered_and_nothing_done(marking: World, preference: str) -> None:
    marking.prefer(nc_only=preference)
    marking.save(a_ship_doc("S1"))
    assert offered(marking) == set()
    assert "cannot be set" in do(marking, keeping_out.OUT)


def test_a_host_that_keeps_its_marks_to_itself_is_not_asked(world: World) -> None:
    world.save(a_ship_doc("S1"))
    assert offered(world) == set()
    assert "cannot be set" in do(world, keeping_out.OUT)


def test_what_the_host_refuses_is_said(marking: World) -> None:
    customer = marking.save(a_customer())
    assert do(marking, keeping_out.OUT, a_ref("ship_doc", "none")) == "There is no such document."
    assert do(marking, keeping_out.OUT, customer) == "Choose documents, not records."

"""Simple lists: an entry that a document mentions is there when the document goes, and only once, come what may."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from allorders_hooks.documents import Kind
from allorders_hooks.records import Choice
from allorders_quickbooks.mapping.internal import TERMS, choice
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan
from allorders_quickbooks.terms import RowState

from tests.mapping.documents import line
from tests.mapping.purchases import account, receiver, vendor
from tests.world import COMPANY, World, a_customer, a_ref, a_ship_doc, new_world


def _names(world: World, kind: str) -> list[str]:
    return sorted(record.name for record in world.file.records(kind))


def test_a_ship_method_that_quickbooks_has_is_used_and_not_made_again(world: World) -> None:
    before = _names(world, "ShipMethod")
    world.save(a_ship_doc(ship_method="ups"))
    world.settle()
    assert _names(world, "ShipMethod") == before
    assert len(world.invoices()) == 1


def test_a_ship_method_that_quickbooks_lacks_is_made_for_the_document(world: World) -> None:
    world.save(a_ship_doc("S1", ship_method="Bicycle courier"))
    world.save(a_ship_doc("S2", ship_method="bicycle  courier"))
    run = world.run()
    assert run.complete
    assert _names(world, "ShipMethod").count("Bicycle courie") == 0
    (made,) = set(_names(world, "ShipMethod")) - {"DHL", "Federal Express", "UPS", "US Mail"}
    assert made == "Bicycle courier"
    assert len(world.invoices()) == 2


def test_terms_that_quickbooks_lacks_hold_the_document_until_somebody_adds_them(world: World) -> None:
    ref = world.save(a_ship_doc(terms="Net 90"))
    world.run()
    terms = choice(COMPANY, TERMS, "Net 90")
    row = world.row(terms)
    assert (row.state, row.reason, "Net 90" in row.detail) == (RowState.HELD, Reason.CONFIGURATION, True)
    assert (world.row(ref).state, world.row(ref).waits_for) == (RowState.HELD, terms)
    assert world.invoices() == []


def test_what_is_missing_is_looked_for_again_in_every_run_and_once_in_each(world: World) -> None:
    ref = world.save(a_ship_doc(ship_method="", terms="Net 90"))
    world.run()
    world.clock.sleep(60)
    assert world.run().complete
    world.save(a_ship_doc(terms="Net 30"))
    world.settle()
    assert world.row(ref).state is RowState.IDLE and len(world.invoices()) == 1


def test_a_host_entry_and_a_mention_of_its_name_are_one_entry(world: World) -> None:
    own = world.save(Choice(ref=a_ref("ship_method", "7"), name="Bicycle courier", revision=0))
    world.save(a_ship_doc(ship_method="Bicycle Courier"))
    world.settle()
    mentioned = world.binding(choice(COMPANY, Kind.SHIP_METHOD, "Bicycle Courier"))
    bound = world.binding(own)
    assert bound is not None and mentioned is not None and bound.qb_id == mentioned.qb_id
    assert [name.casefold() for name in _names(world, "ShipMethod")].count("bicycle courier") == 1


def test_an_entry_that_is_deleted_here_is_made_again_when_a_document_mentions_it(world: World) -> None:
    own = world.save(Choice(ref=a_ref("ship_method", "7"), name="Balloon", revision=0))
    world.settle()
    world.delete(own)
    world.settle()
    assert "Balloon" not in _names(world, "ShipMethod")
    world.save(a_ship_doc(ship_method="Balloon"))
    world.settle()
    assert "Balloon" in _names(world, "ShipMethod") and len(world.invoices()) == 1


def test_an_entry_whose_add_was_answered_by_nobody_is_found_by_its_name(world: World) -> None:
    own = world.save(Choice(ref=a_ref("customer_type", "7"), name="Trade:Wine bars", revision=0))
    for _ in range(2):  # the entry, and the one above it
        world.run(FaultPlan([Fault(FaultKind.REPLY_LOST, when=lambda seen: seen.new_id is not None)]))
        world.clock.sleep(5)
    world.settle()
    assert world.row(own).state is RowState.IDLE
    assert [record.full_name for record in world.file.records("CustomerType")] == ["Trade", "Trade:Wine bars"]


def test_a_class_is_made_below_the_one_that_it_belongs_to_and_never_deleted(world: World) -> None:
    own = world.save(Choice(ref=a_ref("class", "7"), name="East:Boston", revision=0))
    world.settle()
    assert sorted(record.full_name for record in world.file.records("Class")) == ["East", "East:Boston"]
    world.delete(own)
    world.settle()
    assert len(world.file.records("Class")) == 2
    assert world.binding(own) is None and world.row(own).state is RowState.IDLE


def test_an_account_that_the_host_added_is_made_with_its_type(world: World) -> None:
    world.save(account("Duty and customs", "CostOfGoodsSold", number="5010"))
    world.settle()
    assert "Duty and customs" in _names(world, "Account")


def test_a_vendor_is_made_with_its_type_and_changed_and_shares_no_name_with_a_customer(world: World) -> None:
    world.save(a_customer("C2", "Exotic Liquids"))
    ref = world.save(vendor("Exotic Liquids", vendor_type="Importers", terms="Net 30"))
    world.settle()
    assert len(world.file.records("Vendor")) == 1 and "Importers" in _names(world, "VendorType")
    (made,) = world.file.records("Vendor")
    assert made.name.startswith("Exotic Liquids~")
    world.save(vendor("Exotic Liquids", vendor_type="Importers", phone="030-1"))
    world.settle()
    bound = world.binding(ref)
    assert bound is not None and bound.version == 2


@pytest.mark.parametrize("terms", ["Net 30", "2% 10 Net 30"])
def test_terms_of_both_kinds_are_found(tmp_path: Path, terms: str) -> None:
    world = new_world(tmp_path)
    world.save(a_customer("C1").model_copy(update={"terms": terms}))
    world.settle()
    assert world.row(a_ref("customer", "C1")).state is RowState.IDLE
    assert Decimal(len(world.file.records("Customer"))) == 1


def test_a_vendor_in_use_is_made_inactive_where_the_host_deletes_it_and_comes_back_with_it(world: World) -> None:
    ref = world.save(vendor())
    world.save(receiver(line(a_ref("item", "I1"), "1", "2")))
    world.settle()
    world.delete(ref)
    world.settle()
    (left,) = world.file.records("Vendor")
    assert not left.active and world.row(ref).state is RowState.IDLE
    for _ in range(3):  # the host's revisions go on where the deletion left them
        world.save(vendor())
    world.settle()
    (back,) = world.file.records("Vendor")
    assert back.active


def test_an_inactive_entry_holds_the_document_until_somebody_makes_it_active(world: World) -> None:
    (ups,) = (record for record in world.file.records("ShipMethod") if record.name == "UPS")
    world.file.bookkeeper.inactivate("ShipMethod", ups.id)
    ref = world.save(a_ship_doc(ship_method="UPS"))
    world.settle()
    held = world.row(choice(COMPANY, Kind.SHIP_METHOD, "UPS"))
    assert (held.reason, "inactive" in held.detail) == (Reason.NAME_CONFLICT, True)
    world.file.bookkeeper.activate("ShipMethod", ups.id)
    world.settle()
    assert world.row(ref).state is RowState.IDLE and len(world.invoices()) == 1

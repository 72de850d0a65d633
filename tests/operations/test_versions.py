"""Both versions of what QuickBooks has, field by field, in words; and who has changed what."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_quickbooks.operations import problems
from allorders_quickbooks.operations.versions import Changed, Field, Versions, versions
from allorders_quickbooks.reasons import Reason

from tests.world import COMPANY, World, a_customer, a_line, a_ref, a_ship_doc, an_item

S1, C1 = a_ref("ship_doc", "S1"), a_ref("customer", "C1")


@pytest.fixture
def sent(world: World, tmp_path: Path) -> World:
    """An invoice that both sides have."""
    world.save(a_customer())
    world.save(an_item())
    world.save(a_ship_doc("S1", memo="as it was"))
    world.settle()
    world.clock.sleep(60)
    return world


def of(world: World) -> Versions:
    return versions(world.ports, COMPANY, [S1])[S1]


def named(found: Versions, caption: str) -> Field:
    return next(field for field in found.fields if field.caption == caption)


def theirs(world: World, **fields: str) -> None:
    bound = world.binding(S1)
    assert bound is not None
    world.file.bookkeeper.edit_transaction(bound.qb_id, **fields)


def test_both_sides_have_the_same_where_nothing_was_changed(sent: World) -> None:
    found = of(sent)
    assert found.differing == ()
    assert named(found, "Customer").here == named(found, "Customer").there == "Blauer See Delikatessen"
    assert named(found, "Line 1: item").here == "Chai"
    assert not any("[[" in text for field in found.fields for text in (field.before, field.here, field.there))


def test_a_conflict_is_shown_field_by_field_with_what_was_sent_last(sent: World) -> None:
    theirs(sent, memo="theirs")
    sent.save(a_ship_doc("S1", a_line(quantity="3"), memo="ours"))
    sent.settle()
    assert sent.row(S1).reason is Reason.CONFLICT
    found = of(sent)
    assert named(found, "Memo") == Field(
        "Memo", "Ship doc 101: as it was", "Ship doc 101: ours", "theirs", Changed.BOTH
    )
    assert named(found, "Line 1: quantity").changed is Changed.HERE
    assert found.read_at is not None
    (listed,) = problems.documents(sent.ports, COMPANY, Reason.CONFLICT.code, "review")
    assert listed.versions == found


def test_an_edit_there_is_shown_as_the_audit_has_read_it(sent: World) -> None:
    theirs(sent, memo="theirs")
    sent.settle()
    found = of(sent)
    assert [(each.caption, each.there, each.changed) for each in found.differing] == [("Memo", "theirs", Changed.THERE)]
    assert found.read_at is not None


def test_what_was_saved_here_alone_is_said_to_be_changed_here(sent: World) -> None:
    sent.save(a_ship_doc("S1", memo="ours"))
    assert [(each.caption, each.changed) for each in of(sent).differing] == [("Memo", Changed.HERE)]


def test_what_the_host_has_lost_is_shown_as_it_was_sent(sent: World) -> None:
    sent.delete(S1)
    assert named(of(sent), "Memo").here == "Ship doc 101: as it was"


def test_of_what_quickbooks_does_not_have_there_are_no_versions(world: World) -> None:
    world.save(a_ship_doc("S1"))
    assert versions(world.ports, COMPANY, [S1]) == {}

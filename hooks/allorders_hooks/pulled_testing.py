"""The conformance suite about records that a host takes over from the books; skipped where it takes none."""

from __future__ import annotations

from unittest import SkipTest

from allorders_hooks.documents import DocumentRef
from allorders_hooks.doubles import RecordingPlugin
from allorders_hooks.pulled import Happened, ListChange, Taken, TakesRecords
from allorders_hooks.records import AnyRecord, Customer
from allorders_hooks.rig import HostUnderTest, check, plugins


class TakenRecordsConformance:
    """See `testing.HostConformance`, which these tests belong to."""

    def test_a_created_record_is_taken_once_and_told(self, rig: HostUnderTest) -> None:
        plugin, change = RecordingPlugin(), created(rig, "Blondel père et fils")
        with plugins(rig, plugin):
            first, again = taken(rig, change), taken(rig, change)
        check(first.ref is not None and not first.was_there, "a created record must be saved")
        check(again == first, "a key that was applied before must give the same answer")
        told = [event.revision for event in plugin.events("record_saved") if event.ref == first.ref]
        check(told == [first.revision], "what is taken over must be told like any other save, once")

    def test_of_a_changed_record_only_the_named_fields_are_taken(self, rig: HostUnderTest) -> None:
        record = rig.save_record("Aux Joyeux")
        known = rig.host.records([record])[record]
        wanted = known.model_copy(update={"name": "Nobody asked for this", "phone": "030 1234"})
        answer = taken(rig, changed(record, wanted, "phone"))
        found = rig.host.records([record])[record]
        check(isinstance(found, Customer) and found.phone == "030 1234", "a named field must be taken over")
        check(found.name == "Aux Joyeux", "a field that is not named must stay as it is")
        check(answer.revision == found.revision > known.revision, "the answer must give the record's revision")

    def test_a_change_that_was_taken_is_not_taken_again_over_a_later_save(self, rig: HostUnderTest) -> None:
        record = rig.save_record("Aux Joyeux")
        change = changed(record, rig.host.records([record])[record].model_copy(update={"name": "Joyeux & Co"}), "name")
        taken(rig, change)
        rig.rename_record(record, "Aux Joyeux ecclésiastiques")
        taken(rig, change)
        check(rig.host.records([record])[record].name == "Aux Joyeux ecclésiastiques", "a later save must stay")

    def test_a_record_of_a_name_that_is_there_is_not_made_again(self, rig: HostUnderTest) -> None:
        record = rig.save_record("Aux Joyeux")
        answer = taken(rig, created(rig, "AUX JOYEUX"))
        check(answer.was_there and answer.ref == record, "the record of that name must be answered")
        check(rig.host.records([record])[record].name == "Aux Joyeux", "and be left as it is")

    def test_a_deleted_record_goes_and_a_missing_one_is_refused(self, rig: HostUnderTest) -> None:
        record = rig.save_record("Aux Joyeux")
        taken(rig, ListChange(key="gone 1", what=Happened.DELETED, ref=record))
        check(record not in rig.host.records([record]), "a record that nothing rests on must be deleted")
        answer = taken(rig, ListChange(key="gone 2", what=Happened.DELETED, ref=record))
        check(bool(answer.refused), "what cannot be done must be refused with a sentence")


def created(rig: HostUnderTest, name: str) -> ListChange:
    """A customer that the books have and the host has not."""
    ref = DocumentRef(company=rig.company, kind="customer", key="")
    record = Customer(ref=ref, name=name, revision=0)
    return ListChange(key=f"created {name}", what=Happened.CREATED, ref=ref, record=record, fields=("name", "active"))


def changed(ref: DocumentRef, record: AnyRecord, *fields: str) -> ListChange:
    """Another content of a record that both have."""
    return ListChange(key=f"changed {ref}", what=Happened.CHANGED, ref=ref, record=record, fields=fields)


def taken(rig: HostUnderTest, change: ListChange) -> Taken:
    """What the host makes of one change. Skips where it takes none."""
    host: object = rig.host
    if not isinstance(host, TakesRecords):
        raise SkipTest("the host takes no records")
    (answer,) = host.apply(rig.company, [change])
    check(answer.key == change.key, "an answer must name the change that it is to")
    return answer

"""What has become of a list record in QuickBooks, and what the host is to be told of it. Pure.

What waits to be sent wins: a record with a save that has not gone yet is left alone. The push merges the two by
element, and where both sides have changed one element a person decides. Whatever QuickBooks holds otherwise than a
record at rest has come to be so there, since nothing of the host's waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from allorders_hooks.documents import DocumentRef
from allorders_hooks.pulled import Happened, ListChange
from allorders_hooks.records import AnyRecord

from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.listed import ListRecord
from allorders_quickbooks.mapping import taken
from allorders_quickbooks.mapping.internal import SIMPLE_LISTS, is_internal
from allorders_quickbooks.phases import merge
from allorders_quickbooks.phases.binding import JOINED
from allorders_quickbooks.phases.pull import Gone
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding, DocumentRow, RowState, WallTime

MERGED = "merged"
"""The flag of a record that QuickBooks has merged into another: `twin` is that one's id, UNKNOWN where nobody knows it,
and empty once a person has decided."""

UNKNOWN = "?"
_SHIPPING = "ship_to"
_ADDRESSES = ("BillAddress", "ShipAddress", "VendorAddress")  # an empty one is not mentioned by a change


@dataclass(frozen=True)
class Case:
    """A record of QuickBooks as it is now and as it was read `before`, with the host's record that is bound to it.
    `said` is what that comes to, as a Ret; None where nothing of it can be changed from here."""

    ret: Ret
    now: ListRecord
    before: ListRecord | None = None
    binding: Binding | None = None
    row: DocumentRow | None = None
    record: AnyRecord | None = None
    said: Ret | None = None

    @property
    def is_resting(self) -> bool:
        """Whether nothing of the host's record waits to be sent or to be decided."""
        return self.row is None or (not self.row.due and self.row.state is RowState.IDLE)


def new(case: Case, company: str, installation: str, facts: CompanyFacts) -> ListChange | None:
    """A record that the host has nothing of; None for one of a list that no host has, and for an inactive one."""
    kind = taken.kind_of(case.now.qb_type)
    if kind is None or not case.now.active:
        return None
    ref = DocumentRef(company=company, kind=kind, key="")
    found = taken.created(ref, case.ret, facts)
    if found is None:
        return None
    record, fields = found
    key = f"{installation}/{case.now.listed}/{case.now.qb_id}"
    return ListChange(key=key, what=Happened.CREATED, ref=ref, record=record, fields=fields)


def change(case: Case, installation: str, preferences: SyncPreferences) -> ListChange | None:
    """What the host has to take over of a record that it has; None where it has it all."""
    if case.record is None:
        return None
    differing = _differing(case)
    shipping = preferences.update_shipping_contact
    values = taken.changes(case.record, case.ret, differing, shipping=shipping)
    if not values:
        return None
    now, fields = case.now, tuple(values)
    return ListChange(
        key=f"{installation}/{now.listed}/{now.qb_id}/{now.edit_sequence}/{now.digest[:8]}/{'+'.join(fields)}",
        what=_happened(values),
        ref=case.record.ref,
        record=case.record.model_copy(update=values),
        fields=fields,
    )


def _differing(case: Case) -> frozenset[str]:
    if case.record is not None and case.record.ref.kind in SIMPLE_LISTS:
        return _entry_differing(case, case.record)
    if case.said is None:
        return frozenset()
    unsaid = {each for each in _ADDRESSES if case.said.find(each) is None and case.ret.find(each) is not None}
    differing = objects.differences(case.said, case.ret) | unsaid
    if case.binding is not None and case.binding.flag == JOINED:
        now = objects.contents(case.ret)
        return differing & merge.differing(case.binding.seen or now, now)
    return differing


def _entry_differing(case: Case, record: AnyRecord) -> frozenset[str]:
    """An entry of a simple list is never changed from here, so only what has happened there since its last reading."""
    known = case.before.full_name if case.before is not None else case.binding.name if case.binding is not None else ""
    renamed = _folded(known) != _folded(case.now.full_name) and _folded(known) == _folded(record.name)
    turned = case.before is not None and case.before.active != case.now.active
    return frozenset({"Name"} if renamed else ()) | frozenset({"IsActive"} if turned else ())


def _happened(values: Mapping[str, object]) -> Happened:
    if "name" in values:
        return Happened.RENAMED
    return Happened.INACTIVATED if values.get("active") is False else Happened.CHANGED


def bound(case: Case, ref: DocumentRef, base: Mapping[str, str], *, is_ahead: bool = False) -> Binding:
    """The record as both sides have it now. `is_ahead`: its shipping address has followed the billing address, and has
    still to go to QuickBooks, so what that was given stays remembered."""
    before = case.binding
    kept = {"ShipAddress": before.base.get("ShipAddress", "")} if is_ahead and before is not None else {}
    known = before or Binding(ref, case.row.generation if case.row is not None else 0, case.now.qb_type, case.now.qb_id,
                              "", objects.guid(case.ret), "", "", None, 0)  # fmt: skip
    return replace(
        known,
        edit_sequence=case.now.edit_sequence,
        name=case.now.full_name,
        version=case.row.done if case.row is not None else 0,
        time_modified=WallTime.parse(case.now.modified) if case.now.modified else None,
        base={**base, **kept},
        seen=objects.contents(case.ret),
        fresh=None,
    )


def follows_billing(told: ListChange, preferences: SyncPreferences) -> bool:
    """Whether that change has given the record a shipping address which QuickBooks does not have."""
    return preferences.update_shipping_contact and _SHIPPING in told.fields


def merged_into(each: Gone, qb_type: str, candidates: Sequence[ListRecord]) -> str | None:
    """The id of the record that a deleted one has probably become: one of its type that was changed in the very second,
    as a merge does; UNKNOWN where there are several, None where there is none."""
    same = {found.qb_id for found in candidates if found.qb_type == qb_type and found.modified == each.at}
    same.discard(each.qb_id)
    return None if not same else same.pop() if len(same) == 1 else UNKNOWN


def asked_about(binding: Binding, each: Gone, into: ListRecord | None) -> list[Effect]:
    """A person decides about a merge: until then nothing is sent to either record for this one."""
    there = f"“{into.full_name}”" if into is not None else "another record"
    detail = f"“{each.full_name}” is not there any more; it was probably merged into {there}."
    twin = into.qb_id if into is not None else UNKNOWN
    return [
        effects.Bind(replace(binding, flag=MERGED, twin=twin, fresh=None)),
        effects.Review(binding.ref, Reason.MERGED, detail),
    ]


def is_undecided(binding: Binding) -> bool:
    """Whether a person has to decide what has become of it: nothing may refer to it before."""
    return binding.flag == MERGED and bool(binding.twin)


def of_the_host(binding: Binding) -> bool:
    """Whether it binds a record of the host's own that a pull may say something about."""
    return not is_internal(binding.ref) and binding.flag != MERGED


def _folded(name: str) -> str:
    return name.strip().casefold()

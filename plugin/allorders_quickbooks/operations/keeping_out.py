"""NC Only by a button: the document's own mark that it shall stay out of QuickBooks, where the host lets it be set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import HostServices
from allorders_hooks.keeping_out import KeepsOut
from allorders_hooks.status import ActionResult

from allorders_quickbooks.mapping.registry import RECORD_KINDS
from allorders_quickbooks.preferences import NcOnly, SyncPreferences
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, journal
from allorders_quickbooks.terms import Binding, DocumentRow, RowState

OUT, IN = "nc_only", "not_nc_only"
CAPTIONS: Mapping[str, str] = {OUT: "NC Only: keep it out of QuickBooks", IN: "Clear NC Only"}
_NOBODY = "The NC Only mark of documents cannot be set from here."
_SAID = {OUT: "{} kept out of QuickBooks.", IN: "{} no longer NC Only."}


def is_possible(host: HostServices, preferences: SyncPreferences) -> bool:
    """Whether people choose, document by document, and the host lets it be done from here."""
    return preferences.nc_only is NcOnly.USER_CHOICE and isinstance(host, KeepsOut)


def offered(row: DocumentRow, bound: Binding | None) -> tuple[tuple[str, str], ...]:
    """The button for a document, where it is possible at all: what QuickBooks has already is taken out instead."""
    if row.ref.kind in RECORD_KINDS or row.state is RowState.IN_FLIGHT:
        return ()
    if row.reason is Reason.NC_ONLY:
        return ((IN, CAPTIONS[IN]),)
    return ((OUT, CAPTIONS[OUT]),) if bound is None and row.due else ()


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult | None:
    """Set or clear the mark of these documents, as a save of theirs; None for the name of another action."""
    if action not in CAPTIONS:
        return None
    with ports.database.read() as connection:
        preferences = companies.load(connection, key).preferences
    host = ports.host
    if not isinstance(host, KeepsOut) or not is_possible(host, preferences):
        return ActionResult(done=False, sentence=_NOBODY)
    wanted = [ref for ref in refs if ref.company == key and ref.kind not in RECORD_KINDS]
    refused = {ref: why for ref in wanted if (why := host.keep_out(ref, action == OUT, user))}
    done = [ref for ref in wanted if ref not in refused]
    with ports.database.write() as connection:
        lines = [journal.Line(f"asked: {action}", ref) for ref in done]
        journal.write(connection, key, lines, now=ports.database.now(connection), who=user)
        if done and action == IN:
            companies.ask_for_run(connection, key)
    if not done:
        return ActionResult(done=False, sentence=next(iter(refused.values()), "Choose documents, not records."))
    return ActionResult(done=True, sentence=" ".join((_SAID[action].format(len(done)), *refused.values())))

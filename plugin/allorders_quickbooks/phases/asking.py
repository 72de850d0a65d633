"""The requests of a push: what is wanted of a document, and the queries that read what it needs first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allorders_hooks.documents import DocumentRef, SalesOrderPayment

from allorders_quickbooks.exchange.batch import Planned
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.registry import BuysFrom, able, guid, mapper
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases.reads import VENDOR
from allorders_quickbooks.phases.view import Source, View
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.terms import Action, Binding, DocumentRow

NUMBERS = "numbers "
OBJECTS_READ = "read "


def request(view: View, context: Context, row: DocumentRow, action: Action, source: Source) -> Request:
    """What is wanted of that document, without its message: whoever answers it, it is known what was asked."""
    kind = mapper(row.ref.kind)
    generation = _generation(view, row)
    return Request(
        id="",
        action=action,
        qb_type=kind.qb_type(source, context),
        ref=row.ref,
        revision=row.wanted,
        generation=generation,
        guid=guid(view.installation, row.ref, generation),
        number=kind.number(source, context) or "",
        name=view.names.get(row.ref, ""),
        expects=kind.total(source),
        targets=targets(view, source),
        awaits=awaited(view, source),
    )


def _generation(view: View, row: DocumentRow) -> int:
    """What was sent, or may have been, keeps its generation; what is new begins with the first that nothing bears."""
    was_sent = row.guid is not None or (row.look_first and row.look_from is not None)
    return row.generation if was_sent else max(row.generation, view.facts.first_generation)


def awaited(view: View, source: Source) -> DocumentRef | None:
    """The first of the invoices that a payment may pay and that are not in QuickBooks yet."""
    pays = source.ship_docs if isinstance(source, SalesOrderPayment) else ()
    return next((ref for ref in pays if ref not in view.bindings), None)


def targets(view: View, source: Source) -> dict[str, str]:
    """The invoices that a payment may pay, by their id in QuickBooks; the vendor whose number a document bears."""
    buyer = able(mapper(source.ref.kind), BuysFrom)
    if buyer is not None:
        vendor = view.bindings.get(buyer.vendor(source))
        return {VENDOR: vendor.qb_id if vendor is not None else ""}
    if not isinstance(source, SalesOrderPayment):
        return {}
    bound = {ref: view.bindings[ref] for ref in source.ship_docs if ref in view.bindings}
    return {binding.qb_id: f"{ref.kind} {ref.key}" for ref, binding in bound.items()}


def number_queries(checks: Iterable[Request]) -> Iterator[Planned]:
    """Whether those numbers, or the names of simple lists, are taken."""
    numbers: dict[str, set[str]] = {}
    for check in checks:
        numbers.setdefault(check.qb_type, set()).add(check.number or check.name)
    for qb_type, wanted in numbers.items():
        if OBJECTS[qb_type].goes_by_name:
            yield _read(NUMBERS + qb_type, qb_type, queries.by_name(qb_type, sorted(wanted)))
            continue
        yield _read(NUMBERS + qb_type, qb_type, queries.by_numbers(qb_type, sorted(wanted), lines=False))


def object_queries(reads: Iterable[tuple[Request, Binding]]) -> Iterator[Planned]:
    """Those objects as they are now, with their lines."""
    ids: dict[str, list[str]] = {}
    for read, binding in reads:
        ids.setdefault(read.qb_type, []).append(binding.qb_id)
    for qb_type, wanted in ids.items():
        yield _read(OBJECTS_READ + qb_type, qb_type, queries.by_ids(qb_type, wanted, lines=True))


def _read(name: str, qb_type: str, message: Message) -> Planned:
    return Planned(Request(name, Action.QUERY, qb_type), message)

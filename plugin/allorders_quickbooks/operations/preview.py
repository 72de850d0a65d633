"""What the next run would send, in order: each document in words, what becomes of it, and the qbXML that it comes to.

The run's own planning decides, on a copy of what it would look at, and nothing is written down. Of a change the whole
new content is shown; what goes is what of it differs from what QuickBooks holds then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks import effects
from allorders_quickbooks.cards.masking import masked
from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.operations.naming import title
from allorders_quickbooks.phases import asking, push, saying
from allorders_quickbooks.phases.view import Source, View
from allorders_quickbooks.policy import kinds_sent_unasked
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.versions import OLDEST
from allorders_quickbooks.qbxml.writer import message_set
from allorders_quickbooks.run.loading import LOOKAHEAD, load_view
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, rows
from allorders_quickbooks.terms import Action, Binding, DocumentRow, Want

MOST = 300
"""Documents that are foreseen at once."""


class Becomes(StrEnum):
    """What the next run does about a document."""

    ADDED = "goes as a new one"
    CHANGED = "is changed in QuickBooks"
    REMOVED = "is taken out of QuickBooks"
    LOOKED_FOR = "is looked for first"
    HELD = "stays, for a reason"
    WAITS = "waits for something else"
    NOTHING = "has nothing to send"


@dataclass(frozen=True)
class Foreseen:
    """One document. `because` says why it stays or waits, `facts` are (caption, value) of it in words, `lines` its
    lines, and `qbxml` the request that it comes to, '' where there is none yet."""

    ref: DocumentRef
    title: str
    becomes: Becomes
    because: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    qbxml: str


@dataclass(frozen=True)
class Preview:
    """`total` is how many would go or be decided, of which the first are `documents`."""

    total: int
    documents: tuple[Foreseen, ...]


def foresee(ports: Ports, key: str, limit: int = MOST) -> Preview:
    """What the next run does, in its order, as far as it can be known without asking QuickBooks."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        allowed = kinds_sent_unasked(company.preferences, company.setup)
        run = company.run_counter + 1
        total = rows.count_due(connection, key, run, allowed)
    view = load_view(ports, key, run, allowed, -(-min(limit, MOST) // LOOKAHEAD))
    return Preview(total, tuple(_foreseen(replace(view, size=len(view.rows) + 1)))[:limit])


def _foreseen(view: View) -> Iterator[Foreseen]:
    planned = push.plan(view, Phase.PUSH)
    decided = {change.ref: change for change in planned.changes if isinstance(change, effects.Held | effects.Waits)}
    written = {each.request.ref: each.message for each in planned.batch.planned} if planned.batch is not None else {}
    resting = {change.ref for change in planned.changes if isinstance(change, effects.Done)}
    for row in view.rows:
        source, bound = view.sources.get(row.ref), view.bindings.get(row.ref)
        becomes, because = _becomes(row, bound, decided.get(row.ref), row.ref in resting)
        message = written.get(row.ref) or _message(view, row, source, bound, becomes)
        shown = _qbxml(message, view.facts.version or OLDEST) if message is not None else ""
        yield Foreseen(row.ref, title(row), becomes, because, tuple(_facts(source)), tuple(_lines(source)), shown)


def _becomes(
    row: DocumentRow, bound: Binding | None, decided: effects.Held | effects.Waits | None, is_resting: bool
) -> tuple[Becomes, str]:
    if isinstance(decided, effects.Waits):
        return Becomes.WAITS, decided.detail
    if decided is not None:
        return Becomes.HELD, f"{decided.reason.value.user} {decided.detail}".strip()
    if is_resting:
        return Becomes.NOTHING, "QuickBooks has it as it is."
    if row.look_first and bound is None:
        return Becomes.LOOKED_FOR, "QuickBooks may have it already: nothing is sent before that is known."
    if row.want is Want.ABSENT:
        return Becomes.REMOVED, ""
    return (Becomes.CHANGED, "It is read first.") if bound is not None else (Becomes.ADDED, "")


def _message(
    view: View, row: DocumentRow, source: Source | None, bound: Binding | None, becomes: Becomes
) -> Message | None:
    """The request of one whose number has to be looked up first, or which has to be read before it is changed."""
    if source is None or becomes not in (Becomes.ADDED, Becomes.CHANGED):
        return None
    kind = mapper(row.ref.kind)
    context = Context(view.preferences, view.setup, view.facts, view.bindings, view.names)
    try:
        if bound is not None:
            changed = saying.change(kind, source, context, bound)
            return None if changed is None else changed.message
        return saying.add(kind, source, context, asking.request(view, context, row, Action.ADD, source)).message
    except Unmappable:
        return None


def _qbxml(message: Message, version: str) -> str:
    return masked(message_set([("1", message)], version)).decode()


def _facts(source: Any) -> Iterator[tuple[str, str]]:
    """What a person knows a document or record by."""
    for caption, name in (
        ("Number", "number"),
        ("Date", "txn_date"),
        ("Name", "name"),
        ("Memo", "memo"),
        ("Total", "total"),
        ("Amount", "amount"),
    ):
        value = getattr(source, name, None)
        if value not in (None, ""):
            yield caption, f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _lines(source: Any) -> Iterator[str]:
    for line in getattr(source, "lines", ()):
        quantity, text = getattr(line, "quantity", None), getattr(line, "description", "")
        item = getattr(line, "item", None)
        what = text or (item.key if item is not None else "")
        amount = getattr(line, "amount", None)
        yield " ".join(
            part for part in (_figure(quantity), what, f"({amount:,.2f})" if amount is not None else "") if part
        )


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"

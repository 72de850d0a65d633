"""Ship docs of customers that QuickBooks has, of which some were invoiced there by hand before the file was joined."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import Item
from allorders_quickbooks.matching.sides import Choice
from allorders_quickbooks.operations import matching

from tests.joining.northwind import Known
from tests.joining.outcome import Outcome
from tests.joining.planting import How, Planted
from tests.world import COMPANY, World, a_line, a_ship_doc

_FIRST = date(2026, 3, 2)
_SHIPMENTS = 10


class ByHand(StrEnum):
    """How a ship doc was invoiced by hand. DEAR: with another total, so nobody can be sure; NOT: it was not."""

    NUMBERED = "numbered"
    SAME_DAY = "same day"
    DAYS_APART = "days apart"
    DEAR = "dear"
    NOT = "not"


@dataclass
class Invoiced:
    """The truth: how each ship doc was invoiced, and as which invoice. `others` are invoices that are nobody's."""

    how: dict[DocumentRef, ByHand] = field(default_factory=dict)
    ids: dict[DocumentRef, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)


def invoice(world: World, records: Sequence[Known], planted: Planted, seed: int) -> Invoiced:
    """Ship, and invoice by hand; each ship doc of a customer is worth something else than the others."""
    draw, found = random.Random(f"invoices {seed}"), Invoiced()
    names = {each.id: each.full_name for each in world.file.records("Customer") if each.active}
    there = [ref for ref, qb_id in planted.ids.items() if ref.kind == "customer" and qb_id in names]
    items = [record.ref for record in records if isinstance(record, Item)
             and planted.how[record.ref] in (How.EXACT, How.NEAR, How.ABSENT)]  # fmt: skip
    if not there or not items:
        return found
    for number in range(_SHIPMENTS):
        customer, item = draw.choice(there), draw.choice(items)
        day = _FIRST + timedelta(days=draw.randint(0, 10))
        line = a_line(item.key, str(number + 2))
        document = a_ship_doc(f"H{number}", line, customer=customer.key, number=f"H{number}", txn_date=day)
        how = draw.choice(list(ByHand))
        found.how[document.ref] = how
        if how is not ByHand.NOT:
            made = _write(world, draw, how, names[planted.ids[customer]], f"H{number}", day, document.total)
            found.ids |= {document.ref: made} if how is not ByHand.DEAR else {}
            found.others |= {made} if how is ByHand.DEAR else set()
        world.save(document, noted=False)
    return found


def _write(
    world: World, draw: random.Random, how: ByHand, customer: str, number: str, day: date, total: Decimal
) -> str:
    apart = draw.choice((-3, -2, 2, 3)) if how is ByHand.DAYS_APART else 0
    return world.file.bookkeeper.add_invoice_by_hand(
        customer,
        total + 7 if how is ByHand.DEAR else total,
        number=number if how is ByHand.NUMBERED else f"M{number}",
        txn_date=day + timedelta(days=apart),
    )


def decide(world: World, truth: Invoiced, outcome: Outcome) -> None:
    """What is proposed is judged; what is sure is accepted, the rest decided by whoever knows."""
    if not matching.propose(world.ports, COMPANY, "Invoice").done:
        outcome.said["missed"].append("no invoice was looked for")
        return
    found = {match.ref: match for page in matching.pages(world.ports, COMPANY, "Invoice") for match in page}
    for ref, qb_id in truth.ids.items():
        best = found[ref].best if ref in found else None
        sentence = f"{truth.how[ref]} {ref}: {best.reason if best else 'nothing'} was proposed"
        outcome.count("invoiced", right=best is not None and best.qb_id == qb_id, sentence=sentence)
    matching.accept(world.ports, COMPANY, "Invoice", "Ada")
    for page in matching.pages(world.ports, COMPANY, "Invoice"):
        for match in page:
            wanted = truth.ids.get(match.ref, "")
            if match.decision is Choice.BIND and match.qb_id != wanted:
                outcome.said["wrong_binds"].append(f"{match.ref} was bound to the invoice {match.qb_id}")
            elif match.decision is Choice.UNDECIDED:
                choice = Choice.BIND if wanted else Choice.CREATE
                matching.decide(world.ports, COMPANY, [match.ref], choice, "Ada", wanted)
    matching.confirm(world.ports, COMPANY, "Invoice", "Ada")


def judge(world: World, truth: Invoiced, outcome: Outcome) -> None:
    """Each ship doc is one invoice: the one that was made by hand, or one of its own."""
    there = {each.id for each in world.invoices()}
    ours = set[str]()
    for ref, how in truth.how.items():
        binding = world.binding(ref)
        if binding is None or (ref in truth.ids and binding.qb_id != truth.ids[ref]):
            row = world.row(ref)
            outcome.said["duplicates"].append(f"{ref} ({how}) is no invoice of its own: {row.reason} {row.detail}")
        else:
            ours.add(binding.qb_id)
    if there != ours | truth.others or len(ours) != len(truth.how):
        outcome.said["duplicates"].append(f"QuickBooks has {len(there)} invoices, not {len(ours | truth.others)}")

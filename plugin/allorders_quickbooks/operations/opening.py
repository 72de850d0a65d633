"""The opening reconciliation of a new company file, guided: what has to be done, in order, and what of it is done.

Two files that have never agreed differ in everything that happened before. So a start date is chosen, the lists are
pulled, names that both sides have are settled, the stock is compared, and what nothing explains is adjusted once, on
one side. From then on nothing but news makes a difference.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from allorders_quickbooks.mapping.registry import RECORD_KINDS
from allorders_quickbooks.operations import adjustments, pulling
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import is_set_up
from allorders_quickbooks.store import adjusted, companies, pulled, stock
from allorders_quickbooks.store.adjusted import State
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.tables import document
from allorders_quickbooks.terms import RowState

_STUCK = (RowState.HELD.value, RowState.REVIEW.value)


@dataclass(frozen=True)
class Step:
    """One step: what it is for, whether it is done, and the action that does it ('' where a person does it on a
    screen)."""

    name: str
    sentence: str
    done: bool
    action: str = ""


def steps(ports: Ports, key: str) -> tuple[Step, ...]:
    """All steps in their order, as they stand at this moment."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        last = stock.history(connection, key, 1)
        stuck = _stuck_records(connection, key)
        open_ones = adjusted.in_state(connection, key, State.PROPOSED, State.PLANNED)
        return (
            Step("connect", "Connect the company file, and agree to the record that guards it.",
                 is_set_up(company.setup)),
            Step("start date", "Choose the day from which on documents are sent: QuickBooks has what was before.",
                 company.setup.start_date is not None),
            Step("lists", "Pull the lists of QuickBooks, so that customers, vendors and items are the same ones.",
                 _has_pulled(connection, company), pulling.FULL),
            Step("names", f"Settle the {stuck} records that are held or wait for a decision." if stuck else
                 "No record is held, and none waits for a decision.", not stuck),
            Step("compare", "Compare the stock of both sides, item by item, with the reason of each difference.",
                 bool(last), adjustments.COMPARE),
            Step("adjust", _left(last[0].unexplained if last else 0, len(open_ones)),
                 bool(last) and not open_ones and not last[0].unexplained),
        )  # fmt: skip


def next_step(ports: Ports, key: str) -> Step | None:
    """The first step that is not done; None where both sides have agreed."""
    return next((step for step in steps(ports, key) if not step.done), None)


def _left(unexplained: int, proposed: int) -> str:
    if proposed:
        return f"Look at the {proposed} adjustments that are proposed, and accept or dismiss them."
    if unexplained:
        return f"{unexplained} items differ for no known reason: choose the side that is right, and adjust the other."
    return "Whatever still differs is adjusted on one side, once."


def _has_pulled(connection: Connection, company: Company) -> bool:
    """Whether every list was read to its end at least once."""
    known = pulled.positions(connection, company.key)
    wanted = pulling.lists(company)
    return all(listed in known and known[listed].read_at is not None for listed in wanted)


def _stuck_records(connection: Connection, key: str) -> int:
    condition = (document.c.company == key) & document.c.state.in_(_STUCK) & document.c.kind.in_(tuple(RECORD_KINDS))
    return connection.execute(select(func.count()).where(condition)).scalar_one()

"""What a person does about stock that nothing explains: propose, look at the lines, accept, dismiss, take back.

The plugin's door asks the host for OPERATE before each verb; taking back asks here for UNDO.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import Right
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection

from allorders_quickbooks.effects import ItemStock
from allorders_quickbooks.operations import reconcile
from allorders_quickbooks.run import adjusting
from allorders_quickbooks.run.adjusting import Booked
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import adjusted, companies, journal, pulled, stock
from allorders_quickbooks.store.adjusted import Adjusted, State
from allorders_quickbooks.store.companies import Company

COMPARE, PROPOSE_HERE, PROPOSE_THERE = "reconcile", "propose_here", "propose_in_quickbooks"
ACCEPT, DISMISS, UNDO = "accept_adjustment", "dismiss_adjustment", "undo_adjustment"
PAGE = 30
_NOTHING = Decimal(0)
_NAME = 159  # characters that a full name may have (qbXML reference, AccountRef and ClassRef)
_NO_MORE = "That is not proposed any more."


@dataclass(frozen=True)
class Moved:
    """One item of an adjustment: `before` and `after` on the side that is adjusted, by the last comparison, while it is
    only proposed. `worth` is the quantity at QuickBooks' average cost, with its sign."""

    item: DocumentRef
    name: str
    before: Decimal | None
    quantity: Decimal
    worth: Decimal

    @property
    def after(self) -> Decimal | None:
        return None if self.before is None else self.before + self.quantity


@dataclass(frozen=True)
class LookedAt:
    """An adjustment, line by line. `worth` is what its lines come to, signs kept."""

    adjustment: Adjusted
    lines: Sequence[Moved]

    @property
    def worth(self) -> Decimal:
        return sum((line.worth for line in self.lines), _NOTHING)


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult | None:
    """Carry the action out for adjustments, named as `adjusted.own_ref` names them; None where it is none of these."""
    numbers = [number for ref in refs if ref.company == key and (number := adjusted.number_of(ref)) is not None]
    match action:
        case _ if action == COMPARE:
            return reconcile.compare(ports, key, user)
        case _ if action in (PROPOSE_HERE, PROPOSE_THERE):
            return propose(ports, key, user, made_here=action == PROPOSE_HERE)
        case _ if action == ACCEPT:
            return accept(ports, key, numbers, user)
        case _ if action == DISMISS:
            return dismiss(ports, key, numbers, user)
        case _ if action == UNDO:
            return undo(ports, key, numbers, user)
    return None


def latest(ports: Ports, key: str, before: int | None = None) -> list[Adjusted]:
    """The adjustments, newest first, a page of them."""
    with ports.database.read() as connection:
        return adjusted.latest(connection, key, PAGE, before)


def look(ports: Ports, key: str, numbers: Sequence[int]) -> list[LookedAt]:
    """These adjustments line by line, in that order; one that is not there is left out."""
    with ports.database.read() as connection:
        found = [each for number in numbers if (each := adjusted.load(connection, key, number)) is not None]
        shown = [each for each in found if each.state is not State.FORGOTTEN]
        return [_looked_at(each, stock.of_items(connection, key, each.lines)) for each in shown]


def _looked_at(each: Adjusted, seen: dict[str, ItemStock]) -> LookedAt:
    is_open = each.state is State.PROPOSED
    lines = []
    for item, quantity in each.items.items():
        known = seen.get(item.key)
        if known is None:
            lines.append(Moved(item, item.key, None, quantity, _NOTHING))
            continue
        before = (known.here if each.made_here else known.there) if is_open else None
        lines.append(Moved(item, known.name or item.key, before, quantity, quantity * known.cost + _NOTHING))
    return LookedAt(each, lines)


def propose(ports: Ports, key: str, user: str, *, made_here: bool, booked: Booked | None = None) -> ActionResult:
    """Propose adjustments for what the last comparison left unexplained: in the host, or in QuickBooks. Without an
    account and a class they are booked as the company screen says."""
    with ports.database.write() as connection:
        company, now = companies.load(connection, key), ports.database.now(connection)
        booked = booked or adjusting.usual(company)
        last = stock.history(connection, key, 1)
        refusal = _refusal(connection, company, booked, made_here)
        if last and adjusted.decided_since(connection, key, last[0].started):
            refusal = "Something was adjusted since. Compare the stock again first."
        if refusal:
            return ActionResult(done=False, sentence=refusal)
        numbers = adjusting.propose(connection, company, now, made_here=made_here, booked=booked)
        where = "in the order system" if made_here else "in QuickBooks"
        if numbers:
            line = journal.Line("adjustments proposed", None, f"{len(numbers)} {where}, on {booked.account or 'none'}")
            journal.write(connection, key, [line], now=now, who=user)
    if not numbers:
        return ActionResult(done=False, sentence="Nothing is unexplained, so there is nothing to adjust.")
    if len(numbers) == 1:
        return ActionResult(done=True, sentence="One adjustment is proposed. Look at it, then accept it.")
    return ActionResult(done=True, sentence=f"{len(numbers)} adjustments are proposed. Look at them, then accept them.")


def _refusal(connection: Connection, company: Company, booked: Booked, made_here: bool) -> str:
    """Why QuickBooks would refuse it, as far as its lists were read; '' where nothing is known against it."""
    if max(len(booked.account), len(booked.class_name)) > _NAME:
        return f"An account or a class has a name of at most {_NAME} characters."
    if made_here:
        return ""
    if not booked.account:
        return "Name the account that the adjustment is booked on in QuickBooks."
    for listed, name in (("Account", booked.account), ("Class", booked.class_name)):
        if name and not _is_there(connection, company.key, listed, name):
            return f"QuickBooks has no {listed.lower()} “{name}” that is active."
    return ""


def _is_there(connection: Connection, key: str, listed: str, name: str) -> bool:
    position = pulled.positions(connection, key).get(listed)
    if position is None or position.read_at is None:
        return True  # nobody has looked yet: QuickBooks says it, and the document is held
    return any(record.active for record in pulled.called(connection, key, listed, name))


def accept(ports: Ports, key: str, numbers: Sequence[int], user: str) -> ActionResult:
    """Carry proposals out with the next run, which compares once more."""
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        done = [number for number in numbers if adjusting.accept(connection, key, number, now, who=user)]
        if done:
            stock.ask(connection, key, now, user)
            companies.ask_for_run(connection, key)
    if not done:
        return ActionResult(done=False, sentence=_NO_MORE)
    going = "One adjustment goes" if len(done) == 1 else f"{len(done)} adjustments go"
    return ActionResult(done=True, sentence=f"{going} with the next run, which starts now.")


def dismiss(ports: Ports, key: str, numbers: Sequence[int], user: str) -> ActionResult:
    """Forget these proposals."""
    with ports.database.write() as connection:
        many = adjusted.forget(connection, key, numbers)
        if many:
            line = journal.Line("proposals dismissed", None, ", ".join(map(str, numbers)))
            journal.write(connection, key, [line], now=ports.database.now(connection), who=user)
    if not many:
        return ActionResult(done=False, sentence=_NO_MORE)
    if many == 1:
        return ActionResult(done=True, sentence="One proposal is dismissed; nothing is adjusted by it.")
    return ActionResult(done=True, sentence=f"{many} proposals are dismissed; nothing is adjusted by them.")


def undo(ports: Ports, key: str, numbers: Sequence[int], user: str) -> ActionResult:
    """Take adjustments back. From then on nothing is adjusted without asking, until somebody accepts again."""
    if not ports.host.may(user, Right.UNDO, key):
        return ActionResult(done=False, sentence="You may not take adjustments back.")
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        done = [number for number in numbers if adjusting.undo(connection, key, number, now, who=user)]
        if done:
            stock.ask(connection, key, now, user)
            companies.ask_for_run(connection, key)
    if not done:
        return ActionResult(done=False, sentence="That was not made, or was taken back before.")
    return ActionResult(done=True, sentence=f"{len(done)} taken back with the next run, which starts now.")

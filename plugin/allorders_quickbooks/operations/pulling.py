"""What a person does about the lists: pull everything, what came since, chosen lists from a date, or chosen records.

Each verb checks nothing of who may: the plugin's door asks the host for OPERATE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from allorders_hooks.documents import DocumentRef
from allorders_hooks.settings import Action
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection

from allorders_quickbooks.company import FILE_TAB
from allorders_quickbooks.listed import DELETED, Asked
from allorders_quickbooks.phases import pull
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, journal, pulled
from allorders_quickbooks.store.companies import Company

FULL, SINCE, CHOSEN = "pull_all", "pull_since", "pull_chosen"
CAPTIONS = {
    FULL: "Pull all lists from QuickBooks",
    SINCE: "Pull what was changed in QuickBooks",
    CHOSEN: "Pull the selected records from QuickBooks",
}
_ASKED = "They are pulled in the next run, which starts now."


def buttons() -> tuple[Action, ...]:
    """Those of the company screen."""
    return tuple(Action(name=name, caption=CAPTIONS[name], tab=FILE_TAB) for name in (SINCE, FULL))


def lists(company: Company) -> tuple[str, ...]:
    """The lists that this company file has, and that synchronize."""
    return pull.lists_of(company.preferences, company.facts)


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult | None:
    """Carry out the action of that name; None for a name that is none of these."""
    match action:
        case _ if action == FULL:
            return full(ports, key, user)
        case _ if action == SINCE:
            return since_last(ports, key, user)
        case _ if action == CHOSEN:
            return chosen(ports, key, refs, user)
    return None


def full(ports: Ports, key: str, user: str) -> ActionResult:
    """Have the next run read every list whole, compare every record, and see what is missing."""
    with ports.database.write() as connection:
        company = companies.load(connection, key)
        _ask(ports, connection, key, lists(company), Asked.ALL, "", user, "all lists")
    return ActionResult(done=True, sentence=_ASKED)


def since_last(ports: Ports, key: str, user: str) -> ActionResult:
    """Have a run pull what was changed since the last one."""
    with ports.database.write() as connection:
        company = companies.load(connection, key)
        _ask(ports, connection, key, lists(company), Asked.SINCE, "", user, "what came since the last time")
    return ActionResult(done=True, sentence=_ASKED)


def selective(ports: Ports, key: str, wanted: Sequence[str], since: date | None, user: str) -> ActionResult:
    """Have the next run read these lists ("Customer", "Item" ...) from that day on; without a day, whole."""
    unknown = [listed for listed in wanted if listed not in pull.LISTS]
    if unknown or not wanted:
        sentence = f"There is no list {', '.join(unknown)}." if unknown else "Choose a list."
        return ActionResult(done=False, sentence=sentence)
    asked, day = (Asked.SINCE, since.isoformat()) if since is not None else (Asked.ALL, "")
    with ports.database.write() as connection:
        _ask(ports, connection, key, wanted, asked, day, user, f"{', '.join(wanted)} from {day or 'the beginning'}")
    return ActionResult(done=True, sentence=_ASKED)


def chosen(ports: Ports, key: str, refs: Iterable[DocumentRef], user: str) -> ActionResult:
    """Have the next run read what QuickBooks has of these records now."""
    with ports.database.write() as connection:
        bound = bindings.by_ref(connection, [ref for ref in refs if ref.company == key])
        records = {ref: each for ref, each in bound.items() if OBJECTS[each.qb_type].is_list}
        for each in records.values():
            pulled.want_again(connection, key, pull.list_of(each.qb_type), [each.qb_id])
        lines = [journal.Line("asked: pull", ref) for ref in records]
        journal.write(connection, key, lines, now=ports.database.now(connection), who=user)
        if records:
            pulled.place(connection, key, DELETED, asked=Asked.SINCE.value)
            companies.ask_for_run(connection, key)
    if not records:
        return ActionResult(done=False, sentence="QuickBooks has none of these records yet.")
    return ActionResult(done=True, sentence=f"{len(records)} records are pulled in the next run, which starts now.")


def names(ports: Ports, key: str, qb_type: str) -> list[str]:
    """The full names of the active records of that type, as QuickBooks was last read."""
    with ports.database.read() as connection:
        return pulled.active_names(connection, key, (qb_type,))


def to_choose_from(ports: Ports, key: str, kind: str, begins: str, limit: int) -> list[tuple[DocumentRef, str]]:
    """Records of that kind that QuickBooks has, by the beginning of their name there: ref and name."""
    with ports.database.read() as connection:
        return bindings.beginning(connection, key, kind, begins, limit)


def _ask(
    ports: Ports, connection: Connection, key: str, wanted: Iterable[str], asked: Asked, day: str, user: str, what: str
) -> None:
    for listed in (*wanted, DELETED):
        pulled.place(connection, key, listed, asked=asked.value, asked_from=day if listed != DELETED else "")
    line = journal.Line("asked: pull", None, what)
    journal.write(connection, key, [line], now=ports.database.now(connection), who=user)
    companies.ask_for_run(connection, key)

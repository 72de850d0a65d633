"""The lists that drop-downs of the preferences offer: the custom fields of the company file, read when somebody asks.

The question is small, belongs to no run and writes nothing to QuickBooks. What it brings is kept, so that the lists are
filled while QuickBooks is closed; every run keeps them up to date as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from allorders_hooks.settings import Action, Choice
from allorders_hooks.status import ActionResult

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.errors import AnswerUnreadable, ConfigurationError, ProcessorFault
from allorders_quickbooks.exchange import answer as answers
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import FENCE_ID
from allorders_quickbooks.exchange.fence import Verdict, seen_by
from allorders_quickbooks.phases.check import OTHER_COMPANY, OTHER_FILE
from allorders_quickbooks.preferences import CUSTOM_FIELDS_TAB
from allorders_quickbooks.qbxml import features, queries, versions
from allorders_quickbooks.qbxml.writer import message_set
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import require_setup
from allorders_quickbooks.store import companies, journal
from allorders_quickbooks.store.companies import Company

REFRESH = "refresh_custom_fields"
_LISTS = ("item_fields", "customer_fields")
_COMPANY_ID = "company"


def action(facts: CompanyFacts) -> Action:
    """The button above the drop-downs, and how old their lists are."""
    read = f"Last read {facts.read_at:%Y-%m-%d %H:%M} UTC." if facts.read_at else "They were not read yet."
    return Action(name=REFRESH, caption="Refresh the custom fields from QuickBooks", help=read, tab=CUSTOM_FIELDS_TAB)


def lists(facts: CompanyFacts) -> dict[str, tuple[Choice, ...]]:
    """The choices by the name of their list, as QuickBooks had them when it was last asked."""
    return {name: tuple(Choice(value=field, caption=field) for field in getattr(facts, name)) for name in _LISTS}


def refresh(ports: Ports, key: str, user: str) -> ActionResult:
    """Ask QuickBooks for the custom fields that it has now; says why where it cannot be asked."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        busy = company.lease_until is not None and company.lease_until > ports.database.now(connection)
    try:
        require_setup(company.setup)
        if company.setup.polled:
            return _when_it_comes(ports, key)
        if busy:
            return _unread("QuickBooks is being synchronized at this moment.", "Ask again in a moment.")
        with ports.connect(company.setup).session() as processor:
            told = answers.read(BytesIO(processor.process(_questions(company.facts))))
    except ConfigurationError as error:
        return _unread(error.sentence, error.remedy)
    except (ProcessorFault, AnswerUnreadable) as fault:
        return _unread(f"QuickBooks cannot be reached. {fault.sentence}", fault.remedy)
    return _kept(ports, company, told, user)


def _unread(why: str, remedy: str) -> ActionResult:
    return ActionResult(done=False, sentence=f"The custom fields were not read. {why}", remedy=remedy)


def _when_it_comes(ports: Ports, key: str) -> ActionResult:
    with ports.database.write() as connection:
        companies.ask_for_run(connection, key)
    sentence = "QuickBooks cannot be asked from here: the Web Connector brings the custom fields when it comes next."
    return ActionResult(done=True, sentence=sentence)


def _questions(facts: CompanyFacts) -> bytes:
    """The fence goes first: another company file has other fields."""
    fence = [(FENCE_ID, queries.fence_read(facts.fence))] if facts.fence else []
    asked = [*fence, (_COMPANY_ID, queries.company()), features.custom_fields()]
    return message_set(asked, facts.version or versions.OLDEST)


def _kept(ports: Ports, company: Company, told: Answer, user: str) -> ActionResult:
    wrong = _other_file(told, company.facts)
    if wrong is not None:
        return _unread(wrong, "Open the right company file in QuickBooks.")
    found: Mapping[str, Any] = features.read_features(told.all())
    if not found.keys() >= set(_LISTS):
        return _unread("QuickBooks did not answer that question.", "Ask again.")
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        companies.change_facts(connection, company.key, {**{name: found[name] for name in _LISTS}, "read_at": now})
        detail = ", ".join(_named(found)) or "there are none"
        journal.write(connection, company.key, [journal.Line("custom fields read", None, detail)], now=now, who=user)
    number = sum(1 for _ in _named(found))
    return ActionResult(done=True, sentence=f"Custom fields of items and customers in QuickBooks: {number}.")


def _named(found: Mapping[str, Any]) -> Iterable[str]:
    return (field for name in _LISTS for field in found[name])


def _other_file(told: Answer, facts: CompanyFacts) -> str | None:
    if facts.fence:
        return None if seen_by(told, facts).verdict is Verdict.MOVED else OTHER_FILE
    reply = told.first(_COMPANY_ID)
    name = reply.ret.value("CompanyName") if reply is not None and reply.ret is not None else ""
    return None if facts.company_name in ("", name) else OTHER_COMPANY.format(name, facts.company_name)

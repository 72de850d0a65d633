"""Writing saved settings down: what may not be, what follows from them, and a journal line for each that changed."""

from __future__ import annotations

from allorders_hooks.status import ActionResult
from pydantic import BaseModel
from sqlalchemy import Connection

from allorders_quickbooks.alerts import AlertSettings
from allorders_quickbooks.cards import keys
from allorders_quickbooks.company import CompanySetup, FenceStep
from allorders_quickbooks.company import Connection as Way
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, journal
from allorders_quickbooks.store.companies import Company

MEANWHILE = ActionResult(
    done=False,
    sentence="Somebody else has saved these settings since you opened them.",
    remedy="Open the screen again: it shows what they are now.",
)
SAVED = ActionResult(done=True, sentence="The settings are saved.")
_NAMES: dict[type[BaseModel], str] = {SyncPreferences: "preferences", CompanySetup: "setup", AlertSettings: "alerts"}


def wrong(errors: dict[str, str]) -> ActionResult:
    """Refused, by field."""
    return ActionResult(done=False, sentence="Some settings cannot be saved as they are.", errors=errors)


def refused(connection: Connection, company: Company, after: BaseModel) -> ActionResult | None:
    """Card data without a key to seal it with; and a company with documents in a real QuickBooks file is never pointed
    at a simulated one."""
    if isinstance(after, SyncPreferences) and after.credit_cards:
        return _unsealable()
    to_simulator = isinstance(after, CompanySetup) and after.connection is Way.SIMULATOR
    if not to_simulator or company.setup.connection is Way.SIMULATOR or not _is_in_use(connection, company.key):
        return None
    sentence = "This company has documents in a real QuickBooks file; it cannot be switched to the simulated one."
    return ActionResult(done=False, sentence=sentence, errors={"connection": sentence})


def _is_in_use(connection: Connection, key: str) -> bool:
    """Whether the company file holds more than entries of simple lists, which any two files may share."""
    return any(not OBJECTS[qb_type].goes_by_name for qb_type in bindings.types(connection, key))


def _unsealable() -> ActionResult | None:
    try:
        keys.require()
    except keys.CardKeyMissing as missing:
        return wrong({"credit_cards": f"{missing.sentence} {missing.remedy}"})
    return None


def _look_anew(connection: Connection, company: Company) -> None:
    """A person has looked at the company screen: the file may lie elsewhere now, one without a fence may have another
    name, and one whose fence was of no use is tried again."""
    facts: dict[str, object] = {"path": ""} if company.facts.fence else {"path": "", "company_name": ""}
    if company.facts.fence_step is FenceStep.UNUSABLE:
        facts["fence_step"] = FenceStep.ADDED
    companies.change_facts(connection, company.key, facts)


def kept(company: Company, model: type[BaseModel]) -> tuple[BaseModel, int]:
    """The settings of that kind as they hold now, and their version."""
    name = _NAMES[model]
    return getattr(company, name), getattr(company, f"{name}_version")


def store(connection: Connection, ports: Ports, company: Company, after: BaseModel, user: str) -> None:
    """Keep them whole, under the next version, and let them take effect."""
    values = after.model_dump(mode="json")
    now = ports.database.now(connection)
    name = _NAMES[type(after)]
    before, version = kept(company, type(after))
    companies.change(connection, company.key, **{name: values, f"{name}_version": version + 1})
    if isinstance(after, SyncPreferences):
        schedule.follow(connection, company.key, after, now)
    elif isinstance(after, CompanySetup):
        _look_anew(connection, company)
    old = before.model_dump(mode="json")
    lines = [
        journal.Line("setting changed", None, f"{field}: {old[field]!r} -> {values[field]!r}")
        for field in values
        if old[field] != values[field]
    ]
    journal.write(connection, company.key, lines, now=now, who=user)

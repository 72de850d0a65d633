"""The two settings screens: the preferences dialog, and the company screen. Saved whole, journaled by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allorders_hooks.settings import Choice, Screen, errors_of, merged, screen_of
from allorders_hooks.status import ActionResult
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from allorders_quickbooks import company as company_module
from allorders_quickbooks import preferences as preferences_module
from allorders_quickbooks.company import CompanySetup, FenceStep
from allorders_quickbooks.company import Connection as Way
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, journal
from allorders_quickbooks.store.companies import Company

PREFERENCES = "preferences"
COMPANY = "company"


def screens(ports: Ports, key: str) -> tuple[Screen, ...]:
    """Both screens, with the values of this moment."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
    return (
        screen_of(
            company.setup,
            name=COMPANY,
            title="QuickBooks Company File",
            version=company.setup_version,
            captions=company_module.CAPTIONS,
        ),
        screen_of(
            company.preferences,
            name=PREFERENCES,
            title="QuickBooks Synchronization",
            version=company.preferences_version,
            captions=preferences_module.CAPTIONS,
            choices={name: _fields(getattr(company.facts, name)) for name in ("item_fields", "customer_fields")},
        ),
    )


def _fields(names: Iterable[str]) -> tuple[Choice, ...]:
    """The custom fields that QuickBooks had when it was last asked."""
    return tuple(Choice(value=name, caption=name) for name in names)


def save(ports: Ports, key: str, screen: str, values: Mapping[str, Any], version: int, user: str) -> ActionResult:
    """Save one screen, or say by field why not. Refused too where somebody else has saved it meanwhile."""
    if screen not in (PREFERENCES, COMPANY):
        return ActionResult(done=False, sentence=f"There is no settings screen '{screen}'.")
    with ports.database.write() as connection:
        company = companies.load_locked(connection, key)
        before: SyncPreferences | CompanySetup = company.preferences if screen == PREFERENCES else company.setup
        present = company.preferences_version if screen == PREFERENCES else company.setup_version
        if version != present:
            return ActionResult(
                done=False,
                sentence="Somebody else has saved these settings since you opened them.",
                remedy="Open the screen again: it shows what they are now.",
            )
        try:
            after = merged(before, values)
        except ValidationError as error:
            wrong = errors_of(error, type(before))
            return ActionResult(done=False, sentence="Some settings cannot be saved as they are.", errors=wrong)
        refused = _refused(connection, company, after)
        if refused is not None:
            return refused
        _store(connection, ports, company, after, user)
    return ActionResult(done=True, sentence="The settings are saved.")


def _refused(connection: Connection, company: Company, after: BaseModel) -> ActionResult | None:
    """A company with documents in a real QuickBooks file is never pointed at a simulated one."""
    to_simulator = isinstance(after, CompanySetup) and after.connection is Way.SIMULATOR
    if not to_simulator or company.setup.connection is Way.SIMULATOR or not bindings.count(connection, company.key):
        return None
    sentence = "This company has documents in a real QuickBooks file; it cannot be switched to the simulated one."
    return ActionResult(done=False, sentence=sentence, errors={"connection": sentence})


def _look_anew(connection: Connection, company: Company) -> None:
    """A person has looked at the company screen: the file may lie elsewhere now, one without a fence may have another
    name, and one whose fence was of no use is tried again."""
    facts: dict[str, object] = {"path": ""} if company.facts.fence else {"path": "", "company_name": ""}
    if company.facts.fence_step is FenceStep.UNUSABLE:
        facts["fence_step"] = FenceStep.ADDED
    companies.change_facts(connection, company.key, facts)


def _store(
    connection: Connection, ports: Ports, company: Company, after: SyncPreferences | CompanySetup, user: str
) -> None:
    values = after.model_dump(mode="json")
    now = ports.database.now(connection)
    if isinstance(after, SyncPreferences):
        before: BaseModel = company.preferences
        companies.change(
            connection, company.key, preferences=values, preferences_version=company.preferences_version + 1
        )
        schedule.follow(connection, company.key, after, now)
    else:
        before = company.setup
        companies.change(connection, company.key, setup=values, setup_version=company.setup_version + 1)
        _look_anew(connection, company)
    old = before.model_dump(mode="json")
    lines = [
        journal.Line("setting changed", None, f"{field}: {old[field]!r} -> {values[field]!r}")
        for field in values
        if old[field] != values[field]
    ]
    journal.write(connection, company.key, lines, now=now, who=user)

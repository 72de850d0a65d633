"""The settings screens: the preferences dialog, the company screen, alerts, and the set-up of a new company file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allorders_hooks.settings import Screen, errors_of, merged, screen_of
from allorders_hooks.status import ActionResult
from pydantic import BaseModel, ValidationError

from allorders_quickbooks import alerts as alerts_module
from allorders_quickbooks import company as company_module
from allorders_quickbooks import preferences as preferences_module
from allorders_quickbooks.alerts import AlertSettings
from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.operations import choices, first_time, pulling, restored
from allorders_quickbooks.operations.saving import MEANWHILE, SAVED, kept, refused, store, wrong
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import is_set_up
from allorders_quickbooks.store import companies

PREFERENCES = "preferences"
COMPANY = "company"
ALERTS = "alerts"
_MODELS: Mapping[str, type[BaseModel]] = {
    PREFERENCES: SyncPreferences,
    COMPANY: CompanySetup,
    ALERTS: AlertSettings,
}


def screens(ports: Ports, key: str) -> tuple[Screen, ...]:
    """All screens with the values of this moment; that of the first time only until a company is set up."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
    always = (
        screen_of(
            company.setup,
            name=COMPANY,
            title="QuickBooks Company File",
            version=company.setup_version,
            captions=company_module.CAPTIONS,
            actions=(*pulling.buttons(), *restored.buttons(company.facts)),
        ),
        screen_of(
            company.preferences,
            name=PREFERENCES,
            title="QuickBooks Synchronization",
            version=company.preferences_version,
            captions=preferences_module.CAPTIONS,
            choices=choices.lists(company.facts),
            actions=(choices.action(company.facts),),
        ),
        screen_of(
            company.alerts,
            name=ALERTS,
            title="QuickBooks Alerts",
            version=company.alerts_version,
            captions=alerts_module.CAPTIONS,
        ),
    )
    return always if is_set_up(company.setup) else (first_time.screen(company, always), *always)


def save(ports: Ports, key: str, screen: str, values: Mapping[str, Any], version: int, user: str) -> ActionResult:
    """Save one screen, or say by field why not. Refused too where somebody else has saved it meanwhile."""
    if screen == first_time.NAME:
        return first_time.save(ports, key, values, version, user)
    if screen not in _MODELS:
        return ActionResult(done=False, sentence=f"There is no settings screen '{screen}'.")
    with ports.database.write() as connection:
        company = companies.load_locked(connection, key)
        before, present = kept(company, _MODELS[screen])
        if version != present:
            return MEANWHILE
        try:
            after = merged(before, values)
        except ValidationError as error:
            return wrong(errors_of(error, type(before)))
        refusal = refused(connection, company, after)
        if refusal is not None:
            return refusal
        store(connection, ports, company, after, user)
    return SAVED

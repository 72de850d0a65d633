"""The set-up of a new company file: on one page what has to be decided first, from both the other screens.

The page is there until the company file can be synchronized; everything on it stays adjustable on its own screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from allorders_hooks.screen import Group, Screen, Tab
from allorders_hooks.settings import errors_of, merged
from allorders_hooks.status import ActionResult
from pydantic import BaseModel, ValidationError

from allorders_quickbooks.company import CompanySetup, Connection
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.operations.saving import MEANWHILE, refused, store, wrong
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import require_setup
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.companies import Company

NAME = "first_time"
_GROUPS = {
    "Connection": ("connection", "location", "fence_consent", "without_fence"),
    "When to synchronize": ("frequency", "interval_minutes", "synchronize_on_startup"),
    "What to send": ("start_date", "send_unsent_transactions", "send_unsent_payments"),
    "Accounts for items that QuickBooks does not have yet": ("income_account", "cogs_account", "asset_account"),
}
_CONSENT = ("fence_consent", "without_fence")
Model = TypeVar("Model", bound=BaseModel)


def screen(company: Company, others: Iterable[Screen]) -> Screen:
    """The page, its fields taken from the screens where they stay."""
    fields = {
        field.path: field for other in others for tab in other.tabs for group in tab.groups for field in group.fields
    }
    groups = (
        Group(caption=caption, fields=tuple(map(fields.__getitem__, paths))) for caption, paths in _GROUPS.items()
    )
    tabs = (Tab(caption="The first decisions", groups=tuple(groups)),)
    return Screen(name=NAME, title="Set up QuickBooks", version=_version(company), tabs=tabs)


def save(ports: Ports, key: str, values: Mapping[str, Any], version: int, user: str) -> ActionResult:
    """Save what belongs to either screen, both or neither; refused as long as the company could not be synchronized."""
    with ports.database.write() as connection:
        company = companies.load_locked(connection, key)
        if version != _version(company):
            return MEANWHILE
        errors: dict[str, str] = {}
        setup = _entered(company.setup, values, errors)
        preferences = _entered(company.preferences, values, errors)
        errors = errors or _lacking(setup)
        if errors:
            return wrong(errors)
        refusal = refused(connection, company, setup)
        if refusal is not None:
            return refusal
        store(connection, ports, company, setup, user)
        store(connection, ports, company, preferences, user)
    return ActionResult(done=True, sentence="QuickBooks is set up. All of this can be changed here at any time.")


def _version(company: Company) -> int:
    """Grows with each saving of either screen."""
    return company.setup_version + company.preferences_version


def _entered(model: Model, values: Mapping[str, Any], errors: dict[str, str]) -> Model:
    """The model with those values that are its own; what is wrong with them is added to the errors."""
    known = type(model).model_fields
    try:
        return merged(model, {path: value for path, value in values.items() if path in known})
    except ValidationError as error:
        errors.update(errors_of(error, type(model)))
        return model


def _lacking(setup: CompanySetup) -> dict[str, str]:
    """What has still to be decided before anything can be synchronized, beside the field that decides it."""
    try:
        require_setup(setup)
    except ConfigurationError as error:
        sentence = f"{error.sentence} {error.remedy}"
        if setup.connection is Connection.NONE:
            return {"connection": sentence}
        is_agreed = any(getattr(setup, field) for field in _CONSENT)
        return {"location" if is_agreed else _CONSENT[0]: sentence}
    return {}

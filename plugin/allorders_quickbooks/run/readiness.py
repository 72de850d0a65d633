"""Whether a company is set up so far that a run can start, and what is lacking where it is not."""

from __future__ import annotations

from allorders_quickbooks.company import CompanySetup, Connection
from allorders_quickbooks.errors import ConfigurationError


def require_setup(setup: CompanySetup) -> None:
    """Raises ConfigurationError where a person has to decide something before anything can go."""
    if setup.connection is Connection.NONE:
        raise ConfigurationError(
            "QuickBooks is not connected yet.",
            "CompanySetup.connection is none",
            "Choose a connection on the company screen.",
        )
    if setup.connection is Connection.SIMULATOR and not setup.location:
        raise ConfigurationError(
            "The company file has no place yet.",
            "CompanySetup.location is empty",
            "Enter its file name on the company screen.",
        )
    if not (setup.fence_consent or setup.without_fence):
        raise ConfigurationError(
            "The record that guards against late duplicates has not been agreed to.",
            "CompanySetup.fence_consent and without_fence are off",
            "Agree to the inactive Other Name on the company screen, or to sending without it, then synchronize again.",
        )


def is_set_up(setup: CompanySetup) -> bool:
    """Whether a run can start at all."""
    try:
        require_setup(setup)
    except ConfigurationError:
        return False
    return True

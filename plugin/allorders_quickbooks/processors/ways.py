"""Which way to QuickBooks a company's set-up asks for. A way is imported where it is chosen, and only there."""

from __future__ import annotations

from allorders_quickbooks.company import CompanySetup, Connection
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.processors.base import Connector


def connector(setup: CompanySetup) -> Connector:
    """The connector of that set-up. Raises ConfigurationError where there is none to open: none was chosen, or the
    other side comes by itself."""
    match setup.connection:
        case Connection.SIMULATOR:
            from allorders_quickbooks.processors.simulator import SimulatorConnector

            return SimulatorConnector(setup.location)
        case Connection.REQUEST_PROCESSOR:
            from allorders_quickbooks.processors.com import ComConnector

            return ComConnector(setup.location)
        case Connection.WEB_CONNECTOR:
            raise ConfigurationError("The Web Connector fetches the work of this company by itself.")
        case _:
            raise ConfigurationError(
                "QuickBooks is not connected yet.", remedy="Choose a connection on the company screen."
            )

"""The service that the Web Connector calls: a call to its result, by user or by ticket. No HTTP, no envelopes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version

from allorders_hooks.host import HostServices

from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.log import bind
from allorders_quickbooks.processors.base import Connector
from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.drain import begin
from allorders_quickbooks.run.ports import Ports, SystemChance, SystemClock, tables_of
from allorders_quickbooks.run.readiness import is_set_up
from allorders_quickbooks.store import companies, journal, tickets
from allorders_quickbooks.store.accounts import Account
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate
from allorders_quickbooks.store.tickets import Ticket
from allorders_quickbooks.web_connector import passwords
from allorders_quickbooks.web_connector.conversation import LIVES, STOP, Conversation
from allorders_quickbooks.web_connector.soap import Call, Result

LEASE = timedelta(minutes=5)
"""How long a call may be in coming, while QuickBooks works on the set before it."""

LARGEST_SET = 250
"""Documents: so many are planned, or settled, within a few seconds, and the Web Connector waits for each call."""

_RENEWED_AFTER = timedelta(minutes=1)  # of a ticket's life: not with each call, since that costs a commit

INVALID_USER, NOTHING_TO_DO, BUSY = "nvu", "none", "busy"
SESSION_OVER = "This session is over. Nothing is lost; the next update goes on where it stopped."


class Service:
    """The companies of one order system, open to the Web Connector. An object keeps nothing between two calls."""

    def __init__(self, ports: Mapping[str, Ports]) -> None:
        self._ports = {company: _polled(each) for company, each in ports.items()}
        self._databases = list({str(p.database.url): p.database for p in self._ports.values()}.values())

    @property
    def ports(self) -> Mapping[str, Ports]:
        """What is served, by company."""
        return self._ports

    def perform(self, call: Call, address: str) -> Result:
        """The result of a call that came from that network address."""
        # In a context of its own: what the call binds to its log lines ends with it.
        return copy_context().run(_OPERATIONS[call.operation], self, call, address)

    def _server_version(self, _call: Call, _address: str) -> Result:
        return version("allorders-quickbooks")

    def _nothing(self, _call: Call, _address: str) -> Result:
        """Every version of the Web Connector is welcome; a page to be opened there is none."""
        return ""

    def _interactive_done(self, _call: Call, _address: str) -> Result:
        return "Done"

    def _authenticate(self, call: Call, address: str) -> Result:
        user, password = call.text("strUserName"), call.text("strPassword")
        account = passwords.check(self._databases, user, password, address)
        if account is None or account.company not in self._ports:
            return "", INVALID_USER
        return self._welcome(self._ports[account.company], account, address)

    def _welcome(self, ports: Ports, account: Account, address: str) -> tuple[str, str]:
        """A ticket and the company file to open, or why there is nothing to do now."""
        with ports.database.read() as connection:
            company = companies.load(connection, account.company)
            now = ports.database.now(connection)
            offered = schedule.is_offered(connection, company, now)
        if not company.setup.polled or not is_set_up(company.setup):
            return "", NOTHING_TO_DO
        if company.lease_until is not None and company.lease_until > now:
            return "", BUSY
        if not offered:
            return "", NOTHING_TO_DO
        begun = begin(replace(ports, holder=f"Web Connector of {account.user}"), account.company)
        if begun is None:
            return "", BUSY
        return self._issue(ports, account, begun, address), company.setup.location

    def _issue(self, ports: Ports, account: Account, begun: tuple[int, int], address: str) -> str:
        secret = secrets.token_urlsafe(32)
        token, run = begun
        with ports.database.write() as connection:
            now = ports.database.now(connection)
            new = Ticket(_key(secret), account.company, account.user, token, run, now + LIVES)
            tickets.issue(connection, new, now)
            line = journal.Line("web connector came", None, f"from {address}")
            journal.write(connection, account.company, [line], now=now, run=run, who=account.user)
        return secret

    def _send_request(self, call: Call, _address: str) -> Result:
        found = self._conversation(call.text("ticket"))
        if found is None:
            return ""
        return found.next_request(call.document("strHCPResponse"), call.text("strCompanyFileName"))

    def _receive_response(self, call: Call, _address: str) -> Result:
        found = self._conversation(call.text("ticket"))
        if found is None:
            return STOP
        return found.take_answer(call.document("response"), call.text("hresult"), call.text("message"))

    def _connection_error(self, call: Call, _address: str) -> Result:
        found = self._conversation(call.text("ticket"))
        return found.failed_to_open(call.text("hresult"), call.text("message")) if found is not None else "done"

    def _last_error(self, call: Call, _address: str) -> Result:
        found = self._conversation(call.text("ticket"))
        return found.last_error() if found is not None else SESSION_OVER

    def _close(self, call: Call, _address: str) -> Result:
        found = self._conversation(call.text("ticket"))
        return found.close() if found is not None else SESSION_OVER

    def _conversation(self, secret: str) -> Conversation | None:
        """The conversation of that ticket, None where the ticket is unknown, over or of no company of ours."""
        if not secret:
            return None
        for database in self._databases:
            with database.read() as connection:
                now = database.now(connection)
                ticket = tickets.load(connection, _key(secret), now)
            if ticket is not None and not ticket.closed and ticket.company in self._ports:
                if ticket.expires < now + LIVES - _RENEWED_AFTER:
                    with database.write() as connection:
                        tickets.change(connection, ticket.key, expires=now + LIVES)
                bind(ticket.company, ticket.run)
                return Conversation(self._ports[ticket.company], ticket)
        return None


_OPERATIONS: Mapping[str, Callable[[Service, Call, str], Result]] = {
    "serverVersion": Service._server_version,
    "clientVersion": Service._nothing,
    "authenticate": Service._authenticate,
    "sendRequestXML": Service._send_request,
    "receiveResponseXML": Service._receive_response,
    "connectionError": Service._connection_error,
    "getLastError": Service._last_error,
    "closeConnection": Service._close,
    "getInteractiveURL": Service._nothing,
    "interactiveRejected": Service._nothing,
    "interactiveDone": Service._interactive_done,
}


def open_service(host: HostServices) -> Service:
    """The service of all companies of that host, each in the host's own database. Migrates where that is due."""
    databases: dict[str, Database] = {}
    ports: dict[str, Ports] = {}
    for company in host.companies():
        url = tables_of(host, company)
        if url not in databases:
            databases[url] = Database(url)
            migrate(databases[url])
        with databases[url].write() as connection:
            companies.opened(connection, company)
        ports[company] = Ports(host, databases[url], SystemClock(), SystemChance(), _comes_by_itself, "")
    return Service(ports)


def _polled(ports: Ports) -> Ports:
    """The lease is renewed by each call; while QuickBooks works nobody is here who could."""
    return replace(ports, lease=LEASE, heartbeat=lambda beat, every: nullcontext(), largest_set=LARGEST_SET)


def _comes_by_itself(_setup: CompanySetup) -> Connector:
    raise ConfigurationError("The Web Connector fetches the work of this company by itself.")


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

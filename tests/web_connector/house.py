"""A world whose company is reached by the Web Connector: the service answers in this process, a new one every call."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from allorders_quickbooks.company import Connection
from allorders_quickbooks.simulator import CompanyFile
from allorders_quickbooks.store import companies, tickets
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.ticket_tables import ticket
from allorders_quickbooks.store.tickets import Ticket
from allorders_quickbooks.web_connector.endpoint import application
from allorders_quickbooks.web_connector.enrolment import enrol
from allorders_quickbooks.web_connector.qwc import OWNER_ID
from allorders_quickbooks.web_connector.service import Service
from sqlalchemy import select

from sample_host.connector import App, Connector, Update
from sample_host.soap_client import SoapClient
from tests.world import COMPANY, OneClock, QuickBooksClock, World, a_customer, an_item, new_world

USER = "allorders-main"
ADDRESS = "http://localhost/qbwc"
BOOKS, HOST = "quickbooks.sim", "host.sqlite3"
_APART = 1_000_003  # from the seed of the model, whose ids are in use already


class House:
    """What the tests speak to, by HTTP (`post`), by call (`call`) or as the whole Web Connector does (`update`)."""

    def __init__(self, world: World, model: House | None = None) -> None:
        self.world = world
        world.set_up(connection=Connection.WEB_CONNECTOR, location="")
        enrolled = model or enrol(world.database, COMPANY, ADDRESS, USER)
        self.password: str = enrolled.password
        self.file_id: str = enrolled.file_id
        self.app = App("All Orders - main", ADDRESS, USER, OWNER_ID, f"{{{self.file_id}}}")
        self.http = application(lambda: Service({COMPANY: world.ports})).test_client()
        self.soap = SoapClient(self.post)

    def post(self, operation: str, envelope: bytes) -> bytes:
        return bytes(self.http.post("/", data=envelope, content_type="text/xml; charset=utf-8").data)

    def call(self, operation: str, **arguments: str) -> str:
        """The first string of the result."""
        return self.soap.call(operation, **arguments)[0]

    def authenticate(self, password: str | None = None) -> tuple[str, str]:
        word = self.password if password is None else password
        ticket, answer = self.soap.call("authenticate", strUserName=USER, strPassword=word)
        return ticket, answer

    def send(self, ticket: str, introduction: str = "", path: str = "") -> str:
        versions = {"qbXMLCountry": "US", "qbXMLMajorVers": "16", "qbXMLMinorVers": "0"}
        told = {"ticket": ticket, "strHCPResponse": introduction, "strCompanyFileName": path}
        return self.call("sendRequestXML", **told, **versions)

    def receive(self, ticket: str, response: str, hresult: str = "", message: str = "") -> int:
        answer = {"response": response, "hresult": hresult, "message": message}
        return int(self.call("receiveResponseXML", ticket=ticket, **answer))

    def deliver(self, request: str) -> str:
        """What QuickBooks answers."""
        return self.world.deliver(request.encode()).decode()

    def update(self) -> Update:
        return Connector(self.soap, self.app, self.password, self.world.file).update()

    def until_quiet(self, at_most: int = 12) -> None:
        """Updates without accidents until there is no work; whatever holds a lease loses it first."""
        for _ in range(at_most):
            self.world.clock.sleep(7200)
            if self.update().refused == "none" and not self.world.is_waiting():
                return
        raise AssertionError(f"not quiet after {at_most} updates")

    def company(self) -> Company:
        with self.world.database.read() as connection:
            return companies.load(connection, COMPANY)

    def tickets(self) -> list[Ticket]:
        with self.world.database.read() as connection:
            keys = connection.execute(select(ticket.c.key)).scalars().all()
            found = (tickets.load(connection, key, self.world.clock.now()) for key in keys)
            return [each for each in found if each is not None]


def new_house(path: Path, *, seed: int = 1) -> House:
    """A house on which nobody has worked yet."""
    return House(new_world(path, seed=seed))


@cache
def _model(path: Path) -> House:
    """A house at rest, with a fence, a customer and an item on both sides; its files stay as they are."""
    path.mkdir()
    model = new_house(path)
    model.world.save(a_customer())
    model.world.save(an_item())
    model.until_quiet()
    model.world.file.close()
    model.world.database.close()
    return model


def copied_house(model_at: Path, path: Path, *, seed: int = 1) -> House:
    """A copy of the model, which is made where `model_at` says when it is first asked for."""
    model = _model(model_at)
    for name in (BOOKS, HOST):
        shutil.copy(model_at / name, path / name)
    clock = OneClock(model.world.clock.now())
    file = CompanyFile.open(path / BOOKS, clock=QuickBooksClock(clock))
    world = World(path, file, clock, seed=seed + _APART)
    world.books.kept |= model.world.books.kept
    world.books.changes += model.world.books.changes
    return House(world, model)

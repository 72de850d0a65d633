"""A SOAP client that knows nothing but the published description of the service does a whole update."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from requests import Response
from zeep import Client
from zeep.transports import Transport

from sample_host.connector import NO_WORK
from tests.conftest import SHARED
from tests.web_connector.house import USER, House
from tests.world import a_ship_doc

PUBLISHED = SHARED / "samples" / "soap" / "QBWebConnectorSvc.wsdl"
VERSION = "2.3.0.215"


class ToHouse(Transport):
    """What zeep sends goes to the house, status and all."""

    def __init__(self, house: House) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._house = house

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> Response:
        answered = self._house.http.post("/", data=message, headers=headers)
        response = Response()
        response.status_code = answered.status_code
        response._content = answered.data
        response.headers.update(answered.headers)
        return response


def _client(house: House) -> Any:
    if not PUBLISHED.exists():
        pytest.skip(f"no sample data: {PUBLISHED} is absent")
    return Client(str(PUBLISHED), transport=ToHouse(house)).service  # type: ignore[no-untyped-call]


def test_a_client_made_from_the_published_wsdl_completes_an_update(house: House) -> None:
    for number in range(1, 6):
        house.world.save(a_ship_doc(f"S{number}"))
    service = _client(house)
    assert service.serverVersion()
    assert not service.clientVersion(strVersion=VERSION)
    ticket, company_file = service.authenticate(strUserName=USER, strPassword=house.password)
    assert company_file not in NO_WORK
    percents = list(_sets(house, service, ticket))
    assert percents[-1] == 100
    assert "5 sent" in service.closeConnection(ticket=ticket)
    assert len(house.world.invoices()) == 5
    assert service.authenticate(strUserName=USER, strPassword=house.password)[1] == "none"


def _sets(house: House, service: Any, ticket: str) -> Iterator[int]:
    versions = {"qbXMLCountry": "US", "qbXMLMajorVers": 16, "qbXMLMinorVers": 0}
    told = {"ticket": ticket, "strHCPResponse": "", "strCompanyFileName": ""}
    percent = 0
    while percent < 100 and (request := service.sendRequestXML(**told, **versions)):
        answer = {"response": house.deliver(request), "hresult": "", "message": ""}
        percent = service.receiveResponseXML(ticket=ticket, **answer)
        yield percent


def test_strangers_are_turned_away_in_its_words(house: House) -> None:
    service = _client(house)
    assert service.authenticate(strUserName="nobody", strPassword="x")[1] == "nvu"
    assert not service.sendRequestXML("no ticket", "", "", "US", 16, 0)
    assert service.receiveResponseXML("no ticket", "", "", "") == -1
    assert service.connectionError("no ticket", "0x80040408", "") == "done"
    assert service.getLastError("no ticket")
    assert service.closeConnection("no ticket")

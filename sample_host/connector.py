"""A stand-in for QuickBooks' Web Connector: it fetches work by SOAP and takes it to the simulated company file.

    python -m sample_host.connector company.qwc --books company.qbsim --updates 3 < password

It keeps to the sequence of calls of the real one, asks Host, Company and Preferences before the first request, and
tells failures by their HRESULT. Each update is one JSON line on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path

from allorders_quickbooks.simulator import CompanyFile, RequestProcessorError, Session
from lxml import etree

from sample_host.soap_client import SoapClient, post_to

VERSION = "2.3.0.215"
NO_WORK = ("nvu", "none", "busy")
NO_OP_WAIT = 5.0  # seconds
_ASKED = "".join(f'<{name}QueryRq requestID="{n}"/>' for n, name in enumerate(("Host", "Company", "Preferences")))
_INTRODUCTION = f'<?xml version="1.0"?><?qbxml version="9.0"?><QBXML><QBXMLMsgsRq onError="continueOnError">{_ASKED}'
_MARK = (
    "<DataExtRet><OwnerID>{owner}</OwnerID><DataExtName>FileID</DataExtName>"
    "<DataExtType>STR255TYPE</DataExtType><DataExtValue>{file}</DataExtValue></DataExtRet></CompanyRet>"
)


@dataclass(frozen=True)
class App:
    """What a .qwc file says."""

    name: str
    url: str
    user: str
    owner_id: str
    file_id: str


@dataclass(frozen=True)
class Update:
    """One update as its user sees it: `told` is the status text; `refused` why there was none, or ''."""

    refused: str
    told: str
    sets: int


def read_qwc(path: Path) -> App:
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    texts = (root.findtext(tag) or "" for tag in ("AppName", "AppURL", "UserName", "OwnerID", "FileID"))
    return App(*texts)


class Connector:
    """One program in the Web Connector's list, on a machine with one company file."""

    def __init__(self, soap: SoapClient, app: App, password: str, books: CompanyFile) -> None:
        self._soap = soap
        self._app = app
        self._password = password
        self._books = books
        self._sets = 0

    def update(self) -> Update:
        """One update from beginning to end. Raises OSError or Fault where the server fails: it is over then."""
        self._sets = 0
        self._say("serverVersion")
        self._say("clientVersion", strVersion=VERSION)
        ticket, answer, *_ = self._soap.call("authenticate", strUserName=self._app.user, strPassword=self._password)
        if answer in NO_WORK:
            return Update(answer, "", 0)
        try:
            with self._books.session(self._app.name) as session:
                told = self._work(ticket, session)
        except RequestProcessorError as error:
            self._say("connectionError", ticket=ticket, hresult=error.hresult, message=error.message)
            return Update(error.hresult, error.message, 0)
        closing = self._say("closeConnection", ticket=ticket)
        return Update("", told or closing, self._sets)

    def _work(self, ticket: str, session: Session) -> str:
        """Set after set. What the server says where it stops before everything is done, else ''."""
        introduction = self._introduction(session)
        while True:
            request = self._request(ticket, introduction)
            introduction = ""
            if not request:
                said = self._say("getLastError", ticket=ticket)
                if said != "NoOp":
                    return said
                time.sleep(NO_OP_WAIT)
                continue
            self._sets += 1
            percent = self._deliver(ticket, session, request)
            if percent < 0:
                return self._say("getLastError", ticket=ticket)
            if percent >= 100:
                return ""

    def _request(self, ticket: str, introduction: str) -> str:
        return self._say(
            "sendRequestXML",
            ticket=ticket,
            strHCPResponse=introduction,
            strCompanyFileName="C:\\Books\\sample.qbw",
            qbXMLCountry="US",
            qbXMLMajorVers="16",
            qbXMLMinorVers="0",
        )

    def _deliver(self, ticket: str, session: Session, request: str) -> int:
        response, hresult, message = "", "", ""
        try:
            response = session.process(request.encode()).decode()
        except RequestProcessorError as error:
            hresult, message = error.hresult, error.message
        answer = {"response": response, "hresult": hresult, "message": message}
        return int(self._say("receiveResponseXML", ticket=ticket, **answer))

    def _introduction(self, session: Session) -> str:
        """What the Web Connector asks by itself, with its own mark on the company file."""
        try:
            answer = session.process(f"{_INTRODUCTION}</QBXMLMsgsRq></QBXML>").decode()
        except RequestProcessorError:
            return ""
        mark = _MARK.format(owner=self._app.owner_id, file=self._app.file_id)
        return answer.replace("</CompanyRet>", mark)

    def _say(self, operation: str, **arguments: str) -> str:
        return self._soap.call(operation, **arguments)[0]


def main() -> int:
    parser = ArgumentParser(prog="python -m sample_host.connector", description=__doc__)
    parser.add_argument("qwc", type=Path)
    parser.add_argument("--books", type=Path, required=True, help="the simulated company file")
    parser.add_argument("--updates", type=int, default=1)
    parser.add_argument("--save-soap", type=Path, metavar="DIR")
    options = parser.parse_args()
    app = read_qwc(options.qwc)
    books = CompanyFile.open(options.books)
    connector = Connector(SoapClient(post_to(app.url), options.save_soap), app, sys.stdin.readline().strip(), books)
    try:
        for _ in range(options.updates):
            print(json.dumps(asdict(connector.update())), flush=True)  # noqa: T201
    finally:
        books.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

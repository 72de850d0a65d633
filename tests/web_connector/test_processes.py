"""Several server processes behind one database: one update, its calls spread over all of them, one of them killed."""

from __future__ import annotations

import json
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from allorders_quickbooks.simulator import CompanyFile

from sample_host.announce import COMPANY
from sample_host.connector import Connector, read_qwc
from sample_host.demonstration import populate
from sample_host.report import report
from sample_host.running import connect_web_connector, running
from sample_host.soap_client import SoapClient, post_to
from tests.web_connector.serving import command, served


def test_four_processes_serve_one_update_and_one_may_die(postgresql_url: str, tmp_path: Path) -> None:
    books, qwc = tmp_path / "company.qbsim", tmp_path / "company.qwc"
    CompanyFile.create(books).close()
    with running(postgresql_url, books) as shop, ExitStack() as stack:
        connect_web_connector(shop)
        populate(shop.host.orders, 12, 1, lambda *_: None)
        servers = stack.enter_context(served(postgresql_url, processes=4))
        told = command("qwc", "--order-system", postgresql_url, "--company", COMPANY, "--url", servers[0][0],
                       "--output", str(qwc), "--json")  # fmt: skip
        assert told.returncode == 0, told.stderr
        file = CompanyFile.open(books)
        stack.callback(file.close)
        turn, asked = count(), [0, 0, 0, 0]

        def post(operation: str, envelope: bytes) -> bytes:
            number = next(turn)
            if number == 16:
                servers[3][1].kill()
            which = number % (4 if number < 16 else 3)
            asked[which] += 1
            return post_to(servers[which][0])(operation, envelope)

        connector = Connector(SoapClient(post), read_qwc(qwc), json.loads(told.stdout)["password"], file)
        assert connector.update().refused == ""
        assert connector.update().refused == "none"
        result = report(shop, file, 0, 0)
        assert result.sound
        assert result.sent > 0
        assert result.total_host == result.total_quickbooks
        assert min(asked) >= 4

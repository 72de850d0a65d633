"""The demo over HTTP: the order system serves, a Web Connector in another process fetches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from sample_host.__main__ import main


def test_everything_arrives_once_and_the_envelopes_tell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kept = tmp_path / "soap"
    options = ("--documents", "8", "--connection", "web-connector", "--save-soap", str(kept), "--json")
    assert main(["demo", *options]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (figures["duplicates"], figures["lost"], figures["in_doubt"]) == (0, 0, 0)
    assert figures["total_host"] == figures["total_quickbooks"]
    envelopes = sorted(kept.glob("*.xml"))
    assert len(envelopes) % 2 == 0
    requests = [etree.parse(path) for path in envelopes if path.name.endswith("receiveResponseXML-request.xml")]
    sent = sum((tree.findtext(".//{*}response") or "").count("<InvoiceAddRs") for tree in requests)
    assert sent == figures["quickbooks"]["Invoice"]
    logins = [etree.parse(path) for path in kept.glob("*authenticate-request.xml")]
    assert {tree.findtext(".//{*}strPassword") for tree in logins} == {"***"}

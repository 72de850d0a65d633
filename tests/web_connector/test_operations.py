"""Our description of the service says what the published one says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allorders_quickbooks.web_connector.operations import NAMESPACE, OPERATIONS, description
from lxml import etree
from zeep import Client

from tests.conftest import SHARED

PUBLISHED = SHARED / "samples" / "soap" / "QBWebConnectorSvc.wsdl"
_S = "{http://www.w3.org/2001/XMLSchema}"
Elements = dict[str, list[tuple[str, str]]]


def _elements(wsdl: bytes) -> Elements:
    root = etree.fromstring(wsdl)
    found: Elements = {}
    for element in root.iterfind(f".//{_S}schema/{_S}element"):
        children = element.iterfind(f".//{_S}sequence/{_S}element")
        found[element.get("name", "")] = [(c.get("name", ""), c.get("type", "").partition(":")[2]) for c in children]
    return found


def test_arguments_and_results_are_the_published_ones() -> None:
    if not PUBLISHED.exists():
        pytest.skip(f"no sample data: {PUBLISHED} is absent")
    theirs, ours = _elements(PUBLISHED.read_bytes()), _elements(description("http://localhost/qbwc").encode())
    theirs["serverVersion"] = []  # one version of the file has an argument there, which nothing sends
    assert {name: ours[name] for name in theirs} == theirs


def test_every_operation_is_described_where_a_client_looks(tmp_path: Path) -> None:
    wsdl = tmp_path / "service.wsdl"
    wsdl.write_text(description("https://example.com/qbwc?a=1&b=2"))
    described: Any = Client(str(wsdl)).wsdl  # type: ignore[no-untyped-call]
    (port,) = next(iter(described.services.values())).ports.values()
    assert port.binding_options["address"] == "https://example.com/qbwc?a=1&b=2"
    actions = {name: operation.soapaction for name, operation in port.binding._operations.items()}
    assert actions == {name: f"{NAMESPACE}{name}" for name in OPERATIONS}

"""Other people's requests run, and what comes back holds only elements that the tables know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from allorders_quickbooks.simulator import RequestProcessorError
from allorders_quickbooks.simulator.execution import executor_of
from lxml import etree

from .make_grammar import ROOT, TABLES
from .sending import NOT_APPLIED, Company, add_customer, add_invoice, add_payment, add_service, document

SAMPLES = ROOT.parent / "shared" / "samples" / "requests"
NOT_FOR_QUICKBOOKS = {
    "consolibyte__TxnDeletedQueryRq.xml",  # asks for types that the tables do not have
    "consolibyte__malformed.xml",
    "consolibyte__malformed_2.xml",
    "qbxmlgem__CustomerAddRq.xml",  # no onError
    "qbxmlgem__CustomerQueryRq.xml",
    "qbxmlgem__InvoiceModRq.xml",
    "qbxmlgem__InvoiceQueryRq.xml",
}

ADDS = (
    add_customer("A", "<BillAddress><Addr1>1</Addr1></BillAddress><Notes>n</Notes>"),
    "<VendorAddRq><VendorAdd><Name>V</Name></VendorAdd></VendorAddRq>",
    "<EmployeeAddRq><EmployeeAdd><FirstName>E</FirstName></EmployeeAdd></EmployeeAddRq>",
    "<OtherNameAddRq><OtherNameAdd><Name>O</Name></OtherNameAdd></OtherNameAddRq>",
    add_service("S", "1.00"),
    "<ItemInventoryAddRq><ItemInventoryAdd><Name>I</Name><IncomeAccountRef><FullName>Sales</FullName></IncomeAccountRef>"
    "<COGSAccountRef><FullName>Cost of Goods Sold</FullName></COGSAccountRef><AssetAccountRef>"
    "<FullName>Inventory Asset</FullName></AssetAccountRef><QuantityOnHand>4</QuantityOnHand>"
    "<TotalValue>9.00</TotalValue></ItemInventoryAdd></ItemInventoryAddRq>",
    "<AccountAddRq><AccountAdd><Name>Petty</Name><AccountType>Bank</AccountType></AccountAdd></AccountAddRq>",
    "<ClassAddRq><ClassAdd><Name>C</Name></ClassAdd></ClassAddRq>",
    "<StandardTermsAddRq><StandardTermsAdd><Name>T</Name><DiscountPct>2</DiscountPct></StandardTermsAdd></StandardTermsAddRq>",
    "<ShipMethodAddRq><ShipMethodAdd><Name>M</Name></ShipMethodAdd></ShipMethodAddRq>",
    "<PaymentMethodAddRq><PaymentMethodAdd><Name>P</Name></PaymentMethodAdd></PaymentMethodAddRq>",
    add_invoice("A", "1"),
    add_payment("1.00", NOT_APPLIED, customer="A"),
)


def in_scope(path: Path) -> bool:
    if path.name in NOT_FOR_QUICKBOOKS:
        return False
    text = path.read_text(encoding="utf-8").partition("?>")[2]
    group = etree.fromstring(text.encode()).find("QBXMLMsgsRq")
    return group is not None and all(executor_of(str(one.tag)) is not None for one in group.iterchildren("*"))


def samples() -> list[Any]:
    if not SAMPLES.exists():
        return [pytest.param(None, marks=pytest.mark.skip("the shared samples are not here"))]
    return [pytest.param(path, id=path.stem) for path in sorted(SAMPLES.glob("*.xml")) if in_scope(path)]


@pytest.mark.parametrize("path", samples())
def test_a_published_request_is_understood(company: Company, path: Path) -> None:
    with company.file.session("Tests") as session:
        reply = etree.fromstring(session.process(path.read_text(encoding="utf-8")))
    assert all(one.get("statusCode") not in ("1030", None) for one in reply[0])


@pytest.mark.parametrize("name", sorted(NOT_FOR_QUICKBOOKS))
def test_a_published_request_with_a_mistake_is_not(company: Company, name: str) -> None:
    if not SAMPLES.exists():
        pytest.skip("the shared samples are not here")
    with company.file.session("Tests") as session, pytest.raises(RequestProcessorError) as caught:
        session.process((SAMPLES / name).read_text(encoding="utf-8"))
    assert caught.value.hresult == "0x80040400"


def test_replies_hold_only_elements_that_the_tables_know_in_their_order(company: Company) -> None:
    if not TABLES.exists():
        pytest.skip("the shared tables are not here")
    messages = json.loads(TABLES.read_text(encoding="utf-8"))["messages"]
    replies = company.send(*ADDS, version="14.0")
    assert replies.codes == [0] * len(ADDS)
    for reply in replies:
        known = {row[0]: place for place, row in enumerate(messages[reply.name]["rows"])}
        check(reply.element, "", known)


def check(parent: etree._Element, prefix: str, known: dict[str, int]) -> None:
    places = []
    for child in parent:
        path = prefix + str(child.tag)
        assert path in known, path
        places.append(known[path])
        check(child, f"{path}/", known)
    assert places == sorted(places), parent.tag


def test_every_version_that_is_offered_is_spoken(company: Company) -> None:
    for version in company.file.features.versions:
        assert company.one("<CustomerQueryRq/>", version=version).code == 1


def test_text_and_bytes_are_the_same_set(company: Company) -> None:
    with company.file.session("Tests") as session:
        first = session.process(document(ADDS[0], newMessageSetID="one"))
        assert session.process(document(ADDS[0], newMessageSetID="one").encode()) == first

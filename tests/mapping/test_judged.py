"""Everything that is mapped, held against Intuit's schema and the field tables in every version spoken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from allorders_hooks.documents import Address, Kind, PaidOrder, SalesOrderPayment, ShipDoc
from allorders_hooks.records import Customer, Item
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.items import TYPES
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import guid, mapper
from allorders_quickbooks.preferences import ItemSync, SyncPreferences
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import differences, sent
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.versions import SPOKEN
from allorders_quickbooks.qbxml.writer import message_set
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mapping.documents import BOUND, COFFEE, CUSTOMER, FREIGHT, PROXY, TEA, binding, line, ref
from tests.qbxml.reference import complaints, needs_reference

TEXT = st.text(max_size=50) | st.text("aé€ \n&<>'\"x", max_size=60)
HELD = st.text("aé€ \n&<>'\"x", max_size=60)
FLAT = st.text("aé€ &<x", max_size=11)
MONEY = st.decimals(0, 100_000, places=2)
ADDRESSES = st.builds(
    Address, name=TEXT, street=TEXT, street2=TEXT, city=TEXT, region=TEXT, postal_code=TEXT, country=TEXT
)
CUSTOMERS = st.builds(
    Customer,
    ref=st.just(CUSTOMER),
    name=TEXT,
    revision=st.just(1),
    active=st.booleans(),
    company_name=TEXT,
    contact=TEXT,
    bill_to=ADDRESSES,
    ship_to=ADDRESSES,
    phone=TEXT,
    fax=TEXT,
    email=TEXT,
    account_number=TEXT,
)
ITEMS = st.builds(
    Item,
    ref=st.just(TEA),
    name=TEXT,
    revision=st.just(1),
    active=st.booleans(),
    item_type=st.sampled_from(tuple(TYPES)),
    description=TEXT,
    price=st.decimals(0, 1000, places=7),
    cost=st.decimals(-10, 1000, places=2),
    manufacturer_part=TEXT,
)
PAYMENTS = st.builds(
    SalesOrderPayment,
    ref=st.just(ref("so_payment", "3")),
    number=FLAT,
    txn_date=st.dates(date(1990, 1, 1), date(2037, 1, 1)),
    revision=st.just(1),
    customer=st.just(CUSTOMER),
    orders=st.builds(
        lambda number: (PaidOrder(number=number, ship_docs=(ref("ship_doc", "7"), ref("ship_doc", "8"))),), FLAT
    ),
    amount=st.decimals("0.01", 100_000, places=2),
    method=FLAT,
    reference=FLAT,
    memo=HELD,
)


@st.composite
def ship_docs(draw: st.DrawFn) -> ShipDoc:
    lines = tuple(
        line(
            draw(st.sampled_from([TEA, COFFEE])),
            str(draw(st.decimals(0, 1000, places=3))),
            str(draw(st.decimals(0, 1000, places=4))),
            str(draw(st.decimals(0, 1, places=2))),
            description=draw(HELD),
        )
        for _ in range(draw(st.integers(1, 3)))
    )
    freight = draw(MONEY)
    return ShipDoc(
        ref=ref("ship_doc", "7"),
        number=draw(FLAT),
        txn_date=draw(st.dates(date(1990, 1, 1), date(2037, 1, 1))),
        revision=1,
        memo=draw(HELD),
        customer=CUSTOMER,
        customer_po=draw(FLAT),
        shipped=True,
        bill_to=draw(ADDRESSES),
        ship_to=draw(ADDRESSES),
        lines=lines,
        freight=freight,
        total=sum((each.amount for each in lines), freight),
    )


SOURCES = CUSTOMERS | ITEMS | PAYMENTS | ship_docs()
QB_TYPES = {Kind.CUSTOMER: "Customer", Kind.SHIP_DOC: "Invoice", Kind.SALES_ORDER_PAYMENT: "ReceivePayment"}


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    bindings = dict(BOUND)
    bindings[PROXY] = binding(PROXY, "ItemNonInventory", "8-5")
    if draw(st.booleans()):
        invoice = ref("ship_doc", "7")
        bindings[invoice] = binding(invoice, "Invoice", "1-7", total=draw(MONEY), applied={"3": Decimal("0.01")})
    preferences = SyncPreferences(ship_doc_numbers=draw(st.booleans()), items=draw(st.sampled_from(ItemSync)))
    return Context(
        preferences, CompanySetup(), CompanyFacts(sales_tax=draw(st.booleans())), bindings, {FREIGHT: "Freight"}
    )


def messages(source: Customer | Item | ShipDoc | SalesOrderPayment, context: Context) -> Iterator[Message]:
    serving = mapper(source.ref.kind)
    yield serving.add(source, context, guid("here", source.ref, 1))
    bound = binding(source.ref, serving.qb_type(source, context), "8-9", lines=("1-2",))
    for message in (serving.mod(source, context, bound), serving.remove(bound, context)):
        if message is not None:
            yield message


@needs_reference
@pytest.mark.parametrize("version", SPOKEN)
@settings(max_examples=30, deadline=None)
@given(source=SOURCES, context=contexts())
def test_intuits_schema_takes_whatever_is_mapped(
    version: str, source: Customer | Item | ShipDoc | SalesOrderPayment, context: Context
) -> None:
    try:
        mapped = list(messages(source, context))
    except Unmappable as problem:
        assert problem.remedy and problem.field in problem.sentence
        return
    numbered = [(str(number), message) for number, message in enumerate(mapped)]
    assert complaints(message_set(numbered, version)) == []


@settings(max_examples=40, deadline=None)
@given(source=SOURCES, context=contexts())
def test_what_is_mapped_is_read_back_as_it_was_said(
    source: Customer | Item | ShipDoc | SalesOrderPayment, context: Context
) -> None:
    try:
        add = next(messages(source, context))
    except Unmappable:
        return
    said = sent(message_set([("1", add)], "13.0"))["1"]
    held = Ret(f"{mapper(source.ref.kind).qb_type(source, context)}Ret", children=said.children)
    assert differences(said, held) == frozenset()

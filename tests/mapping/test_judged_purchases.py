"""Purchases, movements of stock and lists, held against Intuit's schema and the field tables in every version.

ALLORDERS_MAPPED says how many documents of each kind are tried in each version; without it, a few.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from allorders_hooks.documents import Address, AdjustmentLine, Expense, Lot, TransferLine
from allorders_hooks.records import ItemType
from allorders_quickbooks.company import CompanyFacts, CompanySetup, WorkOrdersAs
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SIMPLE_LISTS, is_internal
from allorders_quickbooks.mapping.lists import ACCOUNT_TYPES
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import guid, mapper
from allorders_quickbooks.preferences import ItemSync, SyncPreferences
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import EXPENSE, OBJECTS, differences, request_contents, sent
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.versions import number
from allorders_quickbooks.qbxml.writer import message_set
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.mapping.documents import COFFEE, PROXY, TEA, binding, customer, item, line, ref
from tests.mapping.purchases import (
    BUILT,
    KIT,
    account,
    adjustment,
    listed,
    purchase_order,
    receiver,
    transfer,
    vendor,
    vendor_return,
    work_order,
)
from tests.qbxml.reference import complaints, needs_reference

TIMES = int(os.environ.get("ALLORDERS_MAPPED", "6"))
JUDGED = ("9.0", "10.0", "12.0", "13.0", "14.0", "16.0")
TEXT = st.text("aé€ \n&<>'\"x", max_size=40)
ANY = st.text(max_size=45) | TEXT
FLAT = st.text("aé€ &<x", max_size=11)
NAMES = st.text("aé€ &<x", max_size=40)
NESTED = st.text("aé€ :&<x", max_size=40)
DATES = st.dates(date(1990, 1, 1), date(2037, 1, 1))
LOTS = st.lists(st.builds(Lot, number=FLAT, serial=st.booleans(), expires=st.none() | DATES), max_size=2).map(tuple)
ADDRESSES = st.builds(Address, name=ANY, street=ANY, city=ANY, region=ANY, postal_code=ANY, country=ANY)


@st.composite
def lines(draw: st.DrawFn, least: int = 0) -> tuple[Any, ...]:
    return tuple(
        line(
            draw(st.sampled_from([TEA, COFFEE])),
            str(draw(st.decimals(0, 1000, places=3))),
            str(draw(st.decimals(0, 1000, places=4))),
            str(draw(st.decimals(0, 1, places=2))),
            description=draw(TEXT),
            class_name=draw(NESTED),
            unit=draw(FLAT),
            site=draw(st.sampled_from(["", "Harbour"])),
            lots=draw(LOTS),
        )
        for _ in range(draw(st.integers(least, 3)))
    )


EXPENSES = st.lists(
    st.builds(
        Expense,
        key=st.just("1"),
        account=NESTED.filter(str.strip),
        description=TEXT,
        amount=st.decimals(-50, 1000, places=2),
    ),
    max_size=2,
).map(tuple)
HEAD: dict[str, Any] = {
    "number": FLAT,
    "txn_date": DATES,
    "memo": TEXT,
    "class_name": NESTED,
    "currency": st.just(""),
    "exchange_rate": st.none() | st.decimals("0.0001", 100, places=4),
}
FREIGHT_PAID = st.just(Decimal(0)) | st.decimals(0, 100, places=2)


def _made(make: Any, *, items: Any = None, **fields: Any) -> st.SearchStrategy[Any]:
    given_lines = items if items is not None else lines()
    return st.builds(lambda some, more: make(*some, **more), given_lines, st.fixed_dictionaries({**HEAD, **fields}))


DOCUMENTS: dict[str, st.SearchStrategy[Any]] = {
    "receiver": _made(
        receiver, expenses=EXPENSES, freight=FREIGHT_PAID, terms=NAMES, vendor_invoice=FLAT, due_date=st.none() | DATES
    ),
    "vendor_return": _made(vendor_return, expenses=EXPENSES, freight=FREIGHT_PAID, vendor_reference=FLAT),
    "purchase_order": _made(
        purchase_order,
        items=lines(least=1),
        freight=FREIGHT_PAID,
        terms=NAMES,
        ship_method=NAMES,
        ship_to=ADDRESSES,
        expected=st.none() | DATES,
    ),
    "work_order": _made(
        work_order,
        expenses=st.just(()) | EXPENSES,
        quantity=st.decimals(1, 100, places=2),
        disassembly=st.booleans(),
        lots=LOTS,
    ),
    "transfer": _made(
        transfer,
        items=st.lists(
            st.builds(
                TransferLine, key=st.just("1"), item=st.just(TEA), quantity=st.decimals(0, 99, places=3), lots=LOTS
            ),
            min_size=1,
            max_size=3,
        ),
        from_site=NAMES.filter(str.strip),
    ),
    "adjustment": _made(
        adjustment,
        account=NESTED,
        items=st.sampled_from(["quantity", "value"]).flatmap(
            lambda field: st.lists(
                st.builds(
                    AdjustmentLine,
                    key=st.just("1"),
                    item=st.just(TEA),
                    lots=LOTS,
                    **{field: st.decimals(-1000, 1000, places=2)},
                ),
                min_size=1,
                max_size=3,
            )
        ),
    ),
    "vendor": st.builds(
        vendor, ANY, active=st.booleans(), address=ADDRESSES, phone=ANY, email=ANY, terms=NAMES, vendor_type=NESTED
    ),
    "account": st.builds(
        account, NESTED, st.sampled_from(sorted(ACCOUNT_TYPES)), number=ANY, description=ANY, active=st.booleans()
    ),
    "customer": st.builds(
        customer, ANY, active=st.booleans(), bill_to=ADDRESSES, ship_to=ADDRESSES, terms=NAMES, customer_type=NESTED
    ),
    **{
        f"item {each.value}": st.builds(
            item,
            ANY,
            item_type=st.just(each),
            active=st.booleans(),
            description=ANY,
            price=st.decimals(0, 1000, places=7),
            cost=st.just(Decimal(0)) | st.decimals(-10, 1000, places=2),
            discount=st.decimals(0, 1, places=4),
            manufacturer_part=ANY,
        )
        for each in ItemType
    },
    **{
        kind: st.builds(lambda name, active, kind=kind: listed(kind, name, active=active), ANY, st.booleans())
        for kind in ("customer_type", "vendor_type", "class", "ship_method", "payment_method")
    },
}


# Transfers exist since 10.0, and so do the sites that the policy asks for.
KNOWN = [(kind, version) for kind in DOCUMENTS for version in JUDGED if (kind, version) != ("transfer", "9.0")]


class Everything(dict[Any, Any]):
    """Bindings to whatever a document names."""

    def __missing__(self, key: Any) -> Any:
        qb_type = SIMPLE_LISTS[key.kind].qb_type if is_internal(key) and key.kind in SIMPLE_LISTS else "Customer"
        return binding(key, qb_type, "8-99")

    def get(self, key: Any, default: Any = None) -> Any:
        return self[key]


@st.composite
def contexts(draw: st.DrawFn, version: str) -> Context:
    new = number(version) >= (11, 0)
    facts = CompanyFacts(
        version=version,
        classes=draw(st.booleans()),
        multi_currency=draw(st.booleans()),
        sites=number(version) >= (10, 0) and draw(st.booleans()),
        units=draw(st.booleans()),
        lots=new and draw(st.booleans()),
        serials=new and draw(st.booleans()),
    )
    preferences = SyncPreferences(
        receive_as_item_receipts=draw(st.booleans()),
        lots_on_bills=draw(st.booleans()),
        items=draw(st.sampled_from(ItemSync)),
    )
    setup = CompanySetup(work_orders_as=draw(st.sampled_from(WorkOrdersAs)))
    bound = {**BUILT, PROXY: binding(PROXY, "ItemNonInventory", "8-5")}
    return Context(preferences, setup, facts, Everything(bound), {})


def messages(source: Any, context: Context) -> Iterator[Message]:
    serving = mapper(source.ref.kind)
    serving.needs(source, context)
    yield serving.add(source, context, guid("here", source.ref, 1))
    bound = binding(source.ref, serving.qb_type(source, context), "8-9", lines=(f"{EXPENSE}1-3", "1-2"))
    for message in (serving.mod(source, context, bound), serving.remove(bound, context)):
        if message is not None:
            yield message


@needs_reference
@pytest.mark.parametrize(("kind", "version"), KNOWN)
def test_intuits_schema_takes_whatever_is_mapped(kind: str, version: str) -> None:
    @settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(source=DOCUMENTS[kind], context=contexts(version))
    def judge(source: Any, context: Context) -> None:
        try:
            mapped = list(messages(source, context))
        except Unmappable as problem:
            assert problem.remedy and problem.field in problem.sentence
            reject()
        numbered = [(str(place), message) for place, message in enumerate(mapped)]
        assert complaints(message_set(numbered, version)) == []

    judge()


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_mapped_is_read_back_as_it_was_said(kind: str) -> None:
    @settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(source=DOCUMENTS[kind], context=contexts("13.0"))
    def read_back(source: Any, context: Context) -> None:
        serving = mapper(source.ref.kind)
        try:
            add = serving.add(source, context, guid("here", source.ref, 1))
        except Unmappable:
            reject()
        said = sent(message_set([("1", add)], "13.0"))["1"]
        held = Ret(OBJECTS[serving.qb_type(source, context)].ret, children=said.children)
        assert differences(said, held) == frozenset()

    read_back()


@pytest.mark.parametrize("kind", sorted(set(DOCUMENTS) - set(SIMPLE_LISTS)))
def test_a_change_that_changes_nothing_says_what_the_add_said(kind: str) -> None:
    @settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(source=DOCUMENTS[kind], context=contexts("13.0"))
    def compare(source: Any, context: Context) -> None:
        serving = mapper(source.ref.kind)
        try:
            add = serving.add(source, context, guid("here", source.ref, 1))
        except Unmappable:
            reject()
        bound = binding(source.ref, serving.qb_type(source, context), "8-9", base=request_contents(add))
        mod = serving.mod(source, context, bound)
        assert mod is not None
        left_out = {"ItemInventoryAssemblyRef"}  # a build cannot become one of something else
        by_add = {name: said for name, said in request_contents(add).items() if name not in left_out}
        assert {name: said for name, said in request_contents(mod).items() if said} == by_add

    compare()


def test_nothing_here_depends_on_the_order_of_a_documents_bindings() -> None:
    known = Context(SyncPreferences(), CompanySetup(), CompanyFacts(), dict(BUILT), {})
    other = replace(known, bindings=dict(reversed(BUILT.items())))
    source = work_order()
    assert mapper("work_order").add(source, known, "x") == mapper("work_order").add(source, other, "x")
    assert ref("work_order", "w1") == source.ref and KIT in BUILT

"""Everything that is sold, held against Intuit's schema and the field tables, with every feature switched on and off.

ALLORDERS_MAPPED=200 tries that many documents a message and version: `ALLORDERS_MAPPED=200 pytest tests/mapping`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from allorders_hooks.documents import Address, Lot, PaidOnTheSpot
from allorders_quickbooks.company import CompanyFacts, CompanySetup, UndoAs
from allorders_quickbooks.mapping import custom_fields
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import WritesCustomFields, guid, mapper
from allorders_quickbooks.mapping.remembered import keys
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import differences, sent
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.writer import message_set
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mapping.documents import BOUND, COFFEE, FREIGHT, TEA, binding, line, payment, ref, ship_doc
from tests.mapping.sold import ORDER, RETURN, customer_return, refund, sales_order
from tests.qbxml.reference import complaints, needs_reference

TIMES = int(os.environ.get("ALLORDERS_MAPPED", "6"))
JUDGED = ("9.0", "10.0", "12.0", "13.0", "14.0", "16.0")
TEXT = st.text("aé€ \n&<>'\"x", max_size=40)
FLAT = st.text("aé€ &<x", max_size=11)
NAMES = st.text("aé€ &<x", max_size=40)
DATES = st.dates(date(1990, 1, 1), date(2037, 1, 1))
MONEY = st.decimals(0, 100, places=2)
ADDRESSES = st.builds(Address, name=TEXT, street=TEXT, city=TEXT, region=TEXT, postal_code=TEXT, country=TEXT)
FIELDS = ("Ordered", "Back", "SO #", "Tracking")


@st.composite
def lots(draw: st.DrawFn) -> tuple[Lot, ...]:
    serial = draw(st.booleans())
    return tuple(
        Lot(
            number=draw(FLAT),
            quantity=Decimal(1) if serial else draw(st.decimals("0.01", 5, places=2)),
            serial=serial,
            expires=draw(st.none() | DATES),
        )
        for _ in range(draw(st.integers(0, 3)))
    )


@st.composite
def lines(draw: st.DrawFn) -> tuple[Any, ...]:
    made = []
    for position in range(draw(st.integers(1, 3))):
        numbers = draw(lots())
        quantity = sum((lot.quantity for lot in numbers), Decimal(0)) or draw(st.decimals(0, 1000, places=3))
        made.append(
            line(
                draw(st.sampled_from([TEA, COFFEE])),
                str(quantity),
                str(draw(st.decimals(0, 1000, places=4))),
                str(draw(st.decimals(0, 1, places=2))),
                key=str(position),
                order_line=draw(st.sampled_from(["", "a", "b"])),
                description=draw(TEXT),
                class_name=draw(NAMES),
                unit=draw(NAMES),
                site=draw(st.sampled_from(["", "Harbour"])),
                taxed=draw(st.booleans()),
                ordered=draw(st.none() | MONEY),
                back_ordered=draw(st.none() | MONEY),
                lots=numbers,
            )
        )
    return tuple(made)


HEAD: dict[str, Any] = {
    "number": FLAT,
    "txn_date": DATES,
    "memo": TEXT,
    "class_name": NAMES,
    "exchange_rate": st.none() | st.decimals("0.0001", 100, places=4),
}
SALE: dict[str, Any] = {
    **HEAD,
    "customer_po": FLAT,
    "bill_to": ADDRESSES,
    "ship_to": ADDRESSES,
    "terms": NAMES,
    "sales_rep": NAMES,
    "ship_method": NAMES,
    "tax_item": NAMES,
    "freight": MONEY,
}
PAID = st.none() | st.builds(PaidOnTheSpot, method=NAMES, reference=FLAT)


def _sold(make: Any, **fields: Any) -> st.SearchStrategy[Any]:
    def made(some: Any, more: dict[str, Any]) -> Any:
        total = sum((each.amount for each in some), more["freight"])
        return make(*some, **{**more, "total": total})

    return st.builds(made, lines(), st.fixed_dictionaries({**SALE, **fields}))


DOCUMENTS: dict[str, st.SearchStrategy[Any]] = {
    "sales order": _sold(sales_order, closed=st.booleans(), ship_date=st.none() | DATES),
    "ship doc": _sold(
        ship_doc,
        paid=PAID,
        order=st.just(ORDER),
        order_number=FLAT,
        tracking=st.lists(FLAT, max_size=2).map(tuple),
        ship_date=st.none() | DATES,
    ),
    "customer return": _sold(customer_return, order_number=FLAT),
    "payment": st.builds(
        lambda amount, more: payment(str(amount), ref("ship_doc", "7"), **more),
        st.decimals("0.01", 1000, places=2),
        st.fixed_dictionaries({**HEAD, "method": FLAT, "reference": FLAT}),
    ),
    "refund": st.builds(
        lambda amount, more: refund(str(amount), **more),
        st.decimals("0.01", 1000, places=2),
        st.fixed_dictionaries(
            {**HEAD, "method": st.sampled_from(["", "Check", "Visa"]), "of": st.sampled_from([None, RETURN])}
        ),
    ),
}


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    flags = {name: draw(st.booleans()) for name in ("sales_tax", "multi_currency", "classes", "sites", "units")}
    tracked = draw(st.sampled_from([{}, {"lots": True}, {"serials": True}]))
    facts = CompanyFacts(**flags, **tracked, item_fields=FIELDS[:2], customer_fields=FIELDS[2:])
    preferences = SyncPreferences(
        ship_doc_numbers=draw(st.booleans()),
        lots_on_invoices=draw(st.booleans()),
        original_quantity_field=draw(st.sampled_from(["", FIELDS[0]])),
        back_order_quantity_field=draw(st.sampled_from(["", FIELDS[1], "gone"])),
        sales_order_number_field=FIELDS[2],
        tracking_number_field=FIELDS[3],
    )
    setup = CompanySetup(
        receipts_where_paid=draw(st.booleans()),
        back_ordered_lines=draw(st.booleans()),
        undo_as=draw(st.sampled_from(UndoAs)),
    )
    bindings = {
        **BOUND,
        RETURN: binding(RETURN, "CreditMemo", "3-1"),
        ORDER: binding(ORDER, "SalesOrder", "2-1", lines=("2-2", "2-3"), base=keys(["a", "b"])),
        ref("ship_doc", "7"): binding(ref("ship_doc", "7"), "Invoice", "1-7", total=draw(MONEY)),
    }
    return Context(preferences, setup, facts, bindings, {FREIGHT: "Freight"})


def messages(source: Any, context: Context) -> Iterator[Message]:
    serving = mapper(source.ref.kind)
    yield serving.add(source, context, guid("here", source.ref, 1))
    bound = binding(source.ref, serving.qb_type(source, context), "8-9", lines=("1-2",))
    for message in (serving.mod(source, context, bound), serving.remove(bound, context)):
        if message is not None:
            yield message
    if isinstance(serving, WritesCustomFields):
        for field in serving.fields(source, context):
            written = custom_fields.request(field, "", bound, otherwise=len(field.value) % 2 == 1)
            if written is not None:
                yield written


@needs_reference
@pytest.mark.parametrize("version", JUDGED)
@pytest.mark.parametrize("documents", DOCUMENTS.values(), ids=DOCUMENTS)
def test_intuits_schema_takes_whatever_is_sold(documents: st.SearchStrategy[Any], version: str) -> None:
    @settings(max_examples=TIMES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(source=documents, context=contexts())
    def judged(source: Any, context: Context) -> None:
        try:
            mapped = list(messages(source, context))
        except Unmappable as problem:
            assert problem.remedy and problem.field in problem.sentence
            return
        numbered = [(str(number), message) for number, message in enumerate(mapped)]
        assert complaints(message_set(numbered, version)) == []

    judged()


@pytest.mark.parametrize("documents", DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_is_sold_is_read_back_as_it_was_said(documents: st.SearchStrategy[Any]) -> None:
    @settings(max_examples=TIMES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(source=documents, context=contexts())
    def read_back(source: Any, context: Context) -> None:
        try:
            add = next(messages(source, context))
        except Unmappable:
            return
        said = sent(message_set([("1", add)], "16.0"))["1"]
        held = Ret(f"{mapper(source.ref.kind).qb_type(source, context)}Ret", children=said.children)
        assert differences(said, held) == frozenset()

    read_back()

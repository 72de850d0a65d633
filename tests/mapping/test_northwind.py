"""Northwind, mapped whole and taken by a simulated company file: names, accents and totals of real orders."""

from __future__ import annotations

import io
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from allorders_hooks.documents import Address, DocumentRef, Line, ShipDoc
from allorders_hooks.records import Customer, Item
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import internal_record
from allorders_quickbooks.mapping.registry import guid, mapper
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml.objects import (
    OBJECTS,
    contents,
    differences,
    is_voided,
    line_ids,
    request_contents,
    sent,
)
from allorders_quickbooks.qbxml.objects import guid as guid_of
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.writer import message_set
from allorders_quickbooks.simulator import CompanyFile, Session
from allorders_quickbooks.terms import Binding

from tests.mapping.documents import COMPANY, FREIGHT, binding, line, ref

ORDERS = 60
Source = Customer | Item | ShipDoc


class Books:
    """A simulated company file that the mapped messages are sent to, and the bindings that come of it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.bindings: dict[DocumentRef, Binding] = {}
        self.names: dict[DocumentRef, str] = {}

    @property
    def context(self) -> Context:
        return Context(SyncPreferences(), CompanySetup(), CompanyFacts(), self.bindings, self.names)

    def name(self, records: list[Customer] | list[Item]) -> None:
        """The name of each record: its own for the first that wants it, a distinct one for the next."""
        taken: set[str] = set()
        for record in records:
            serving = mapper(record.ref.kind)
            wanted = serving.wanted_name(record) or ""
            name = wanted if wanted.casefold() not in taken else serving.distinct_name(record) or ""
            taken.add(name.casefold())
            self.names[record.ref] = name

    def add(self, source: Source) -> Ret:
        message = mapper(source.ref.kind).add(source, self.context, guid("here", source.ref, 1))
        return self._send(source, message_set([("1", message)], "13.0"))

    def change(self, source: Source) -> Ret:
        message = mapper(source.ref.kind).mod(source, self.context, self.bindings[source.ref])
        assert message is not None
        return self._send(source, message_set([("1", message)], "13.0"))

    def _send(self, source: Source, content: bytes) -> Ret:
        reply = next(iter(AnswerReader(io.BytesIO(self._session.process(content)))))
        assert reply.status.code == 0 and reply.ret is not None, reply.status.message
        assert differences(sent(content)["1"], reply.ret) == frozenset()
        assert guid_of(reply.ret) == guid("here", source.ref, 1)
        qb_type = mapper(source.ref.kind).qb_type(source, self.context)
        self.bindings[source.ref] = binding(
            source.ref,
            qb_type,
            reply.ret.value(OBJECTS[qb_type].id_tag),
            edit_sequence=reply.ret.value("EditSequence"),
            lines=line_ids(reply.ret),
        )
        return reply.ret


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with CompanyFile.create(tmp_path / "northwind.qbsim").session("Tests") as session:
        yield Books(session)


def rows(path: Path, query: str) -> list[Mapping[str, Any]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source:
        source.row_factory = sqlite3.Row
        return [dict(row) for row in source.execute(query)]


def address(row: Mapping[str, Any], prefix: str, name: str) -> Address:
    return Address(
        name=row[name] or "",
        street=row[f"{prefix}Address"] or "",
        city=row[f"{prefix}City"] or "",
        region=row[f"{prefix}Region"] or "",
        postal_code=row[f"{prefix}PostalCode"] or "",
        country=row[f"{prefix}Country"] or "",
    )


def customers(path: Path) -> list[Customer]:
    return [
        Customer(
            ref=ref("customer", row["CustomerID"]),
            name=row["CompanyName"],
            revision=1,
            contact=row["ContactName"] or "",
            phone=row["Phone"] or "",
            bill_to=address(row, "", "CompanyName"),
        )
        for row in rows(path, "SELECT * FROM Customers ORDER BY CustomerID")
    ]


def items(path: Path) -> list[Item]:
    return [
        Item(
            ref=ref("item", str(row["ProductID"])), name=row["ProductName"], revision=1, price=_cents(row["UnitPrice"])
        )
        for row in rows(path, "SELECT * FROM Products ORDER BY ProductID")
    ]


def ship_docs(path: Path) -> Iterator[ShipDoc]:
    found: dict[int, list[Line]] = defaultdict(list)
    for row in rows(path, "SELECT * FROM [Order Details] ORDER BY OrderID, ProductID"):
        item = ref("item", str(row["ProductID"]))
        found[row["OrderID"]].append(line(item, str(row["Quantity"]), str(row["UnitPrice"]), str(row["Discount"])))
    shipped = "SELECT * FROM Orders WHERE ShippedDate IS NOT NULL ORDER BY OrderID"
    for row in rows(path, f"{shipped} LIMIT {ORDERS}"):
        lines, freight = tuple(found[row["OrderID"]]), _cents(row["Freight"])
        yield ShipDoc(
            ref=ref("ship_doc", str(row["OrderID"])),
            number=str(row["OrderID"]),
            txn_date=date.fromisoformat(row["ShippedDate"][:10]),
            revision=1,
            customer=ref("customer", row["CustomerID"]),
            shipped=True,
            ship_to=address(row, "Ship", "ShipName"),
            lines=lines,
            freight=freight,
            total=sum((each.amount for each in lines), freight),
        )


def _cents(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def test_names_that_collide_or_do_not_fit_are_there_to_be_met(northwind: Path) -> None:
    names = [each.name for each in customers(northwind)]
    assert names.count("IT") == 2
    assert max(len(each.name) for each in items(northwind)) > 31


def test_a_company_file_takes_northwind_and_comes_to_the_same_totals(books: Books, northwind: Path) -> None:
    freight = internal_record(FREIGHT, CompanySetup())
    assert isinstance(freight, Item)
    people, goods = customers(northwind), [freight, *items(northwind)]
    records: list[Customer | Item] = [*people, *goods]
    books.name(people)
    books.name(goods)
    for record in records:
        books.add(record)
    for document in ship_docs(northwind):
        invoice = books.add(document)
        assert OBJECTS["Invoice"].total(invoice) == document.total, document.number
        assert not is_voided(invoice)


def test_a_change_reaches_the_company_file_and_nothing_else_moves(books: Books, northwind: Path) -> None:
    people, goods = customers(northwind), items(northwind)
    records: list[Customer | Item] = [*people, *goods]
    books.name(people)
    books.name(goods)
    for record in records:
        books.add(record)
    document = next(each for each in ship_docs(northwind) if len(each.lines) >= 2)
    document = document.model_copy(update={"freight": Decimal(0), "total": document.total - document.freight})
    before = contents(books.add(document))
    shorter = document.model_copy(
        update={"lines": document.lines[1:], "total": document.total - document.lines[0].amount, "memo": "less"}
    )
    ret = books.change(shorter)
    after = contents(ret)
    assert OBJECTS["Invoice"].total(ret) == shorter.total
    assert len(ret.all("InvoiceLineRet")) == len(shorter.lines)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert changed <= {"InvoiceLineRet", "Memo", "Subtotal"}
    assert changed >= {"InvoiceLineRet", "Memo"}


def test_a_change_that_changes_nothing_is_seen_to_change_nothing(northwind: Path) -> None:
    document = next(ship_docs(northwind))
    bindings = {each: binding(each, "Customer", "8-1") for each in mapper("ship_doc").needs(document, _empty())}
    seen = Context(SyncPreferences(), CompanySetup(), CompanyFacts(), bindings, {})
    bound = binding(document.ref, "Invoice", "1-1")
    add = mapper("ship_doc").add(document, seen, guid(COMPANY, document.ref, 1))
    mod = mapper("ship_doc").mod(document, seen, bound)
    assert mod is not None
    said = {key: text for key, text in request_contents(mod).items() if text}
    assert said == request_contents(add)


def _empty() -> Context:
    return Context(SyncPreferences(), CompanySetup(), CompanyFacts(), {}, {})

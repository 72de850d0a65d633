"""The bookkeeper: what a person does in QuickBooks' own windows, while no program is looking.

Whatever a person edits gets a new EditSequence and TimeModified, as it would from a Mod. Nothing here goes through
a session, so it works while one is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from . import adjustments, lists, merging, payments, purchases, removal, sales
from .books import Record, Transaction
from .fields import without_blanks
from .grammar import Shape, check_request, version_of
from .kinds import KINDS
from .markup import Node
from .render import Reply
from .work import Work

if TYPE_CHECKING:
    from .company_file import CompanyFile

_NEWEST = version_of("16.0")


class Bookkeeper:
    """A person in front of QuickBooks. Raises KeyError for ids that are not there, Refused where QuickBooks refuses."""

    def __init__(self, file: CompanyFile) -> None:
        self._file = file

    # --- transactions ------------------------------------------------------------------------------------------

    def add_invoice_by_hand(
        self,
        customer: str,
        amount: Decimal,
        *,
        number: str | None = None,
        txn_date: date | None = None,
        memo: str = "",
        description: str = "Entered by hand",
    ) -> str:
        """An invoice of one line for the customer of that full name; its TxnID."""
        fields = {
            "CustomerRef": {"FullName": customer},
            "TxnDate": txn_date.isoformat() if txn_date else None,
            "RefNumber": number,
            "Memo": memo or None,
            "InvoiceLineAdd": {"Desc": description, "Amount": f"{amount:.2f}"},
        }
        with self._working() as work:
            request, shape = _request("InvoiceAdd", fields)
            return _txn_id(sales.add(work, request, shape, "Invoice"))

    def receive_payment(self, customer: str, amount: Decimal, invoice_ids: Sequence[str] = ()) -> str:
        """A payment, applied to those invoices as far as it goes and unapplied beyond; its TxnID."""
        with self._working() as work:
            applied: list[Mapping[str, object]] = []
            left = amount
            for txn_id in invoice_ids:
                part = min(left, self._transaction(work, txn_id).open)
                left -= part
                applied.append({"TxnID": txn_id, "PaymentAmount": f"{part:.2f}"})
            rest = {"AppliedToTxnAdd": applied} if applied else {"IsAutoApply": "false"}
            fields = {"CustomerRef": {"FullName": customer}, "TotalAmount": f"{amount:.2f}", **rest}
            request, shape = _request("ReceivePaymentAdd", fields)
            return _txn_id(payments.add(work, request, shape))

    def add_bill_by_hand(
        self, vendor: str, amount: Decimal, *, number: str | None = None, account: str = "Office Supplies"
    ) -> str:
        """A bill of one expense for the vendor of that full name; its TxnID."""
        fields = {
            "VendorRef": {"FullName": vendor},
            "RefNumber": number,
            "ExpenseLineAdd": {"AccountRef": {"FullName": account}, "Amount": f"{amount:.2f}"},
        }
        with self._working() as work:
            request, shape = _request("BillAdd", fields)
            return _txn_id(purchases.add(work, request, shape, "Bill"))

    def adjust_stock(self, item: str, difference: Decimal, account: str = "Inventory Adjustment") -> str:
        """Count that many more of the item, or (negative) fewer; the adjustment's TxnID."""
        fields = {
            "AccountRef": {"FullName": account},
            "InventoryAdjustmentLineAdd": {
                "ItemRef": {"FullName": item},
                "QuantityAdjustment": {"QuantityDifference": f"{difference:f}"},
            },
        }
        with self._working() as work:
            request, shape = _request("InventoryAdjustmentAdd", fields)
            return _txn_id(adjustments.add(work, request, shape))

    def edit_transaction(self, txn_id: str, *, memo: str | None = None, number: str | None = None) -> None:
        """Change its memo or number, or save it unchanged."""
        with self._working() as work:
            txn = self._transaction(work, txn_id)
            changed = replace(
                txn,
                memo=txn.memo if memo is None else memo,
                ref_number=txn.ref_number if number is None else number or None,
                modified=work.now,
                edit=work.now,
            )
            work.storage.keep_transaction(changed)

    def void(self, txn_id: str) -> None:
        with self._working() as work:
            removal.void(work, self._transaction(work, txn_id))

    def delete(self, txn_id: str) -> None:
        with self._working() as work:
            removal.delete(work, self._transaction(work, txn_id))

    # --- list records ------------------------------------------------------------------------------------------

    def add_record(self, kind: str, name: str, **fields: object) -> str:
        """A list record with those qbXML elements; its ListID. An employee's last word is the last name."""
        first, _, last = name.rpartition(" ")
        named = {"FirstName": first or None, "LastName": last} if kind == "Employee" else {"Name": name}
        with self._working() as work:
            node, shape = _request(f"{kind}Add", {**named, **fields})
            body = lists.add(work, KINDS[kind], node, shape).body
            return str(body[KINDS[kind].ret]["ListID"])

    def edit_record(self, kind: str, list_id: str, **fields: object) -> None:
        """Set elements of a record, None clears one; without any it is saved unchanged."""
        with self._working() as work:
            record = self._record(work, kind, list_id)
            body = without_blanks({**record.body, **fields})
            lists.keep(work, replace(record, body=body, modified=work.now, edit=work.now))

    def rename(self, kind: str, list_id: str, name: str) -> None:
        with self._working() as work:
            record = self._record(work, kind, list_id)
            above = work.storage.record(record.space, record.parent) if record.parent else None
            lists.keep(work, replace(lists.rename(work, record, name, above), modified=work.now, edit=work.now))

    def merge(self, kind: str, list_id: str, into: str) -> None:
        """Make one record of two: the first id is gone, whatever named it names the second."""
        with self._working() as work:
            merging.into(work, self._record(work, kind, list_id), self._record(work, kind, into))

    def inactivate(self, kind: str, list_id: str) -> None:
        self._set_active(kind, list_id, active=False)

    def activate(self, kind: str, list_id: str) -> None:
        self._set_active(kind, list_id, active=True)

    def delete_record(self, kind: str, list_id: str) -> None:
        with self._working() as work:
            removal.delete_record(work, self._record(work, kind, list_id))

    # --- the file ----------------------------------------------------------------------------------------------

    def lock(self, object_id: str) -> None:
        """Open the transaction or record in a window: programs are told that it is in use (3175)."""
        self._set_locked(object_id, locked=True)

    def unlock(self, object_id: str) -> None:
        self._set_locked(object_id, locked=False)

    def set_closing_date(self, closing: date | None) -> None:
        """Close the books up to and with that day; None opens them."""
        with self._working() as work:
            work.storage.set_fact("closing date", closing.isoformat() if closing else "")

    def allow_personal_data(self, allowed: bool) -> None:
        """Tick, or clear, the box for card numbers and the like among the properties of the integrated application."""
        with self._working() as work:
            work.storage.set_fact("personal data", "" if allowed else "denied")

    def define_field(self, name: str, objects: Sequence[str], *, owner_id: str = "0", type: str = "STR255TYPE") -> None:
        """Define a custom field for those kinds of objects ('Customer', 'Item' ...)."""
        with self._working() as work:
            work.storage.keep_definition(owner_id, name, type, objects)

    @contextmanager
    def _working(self) -> Iterator[Work]:
        file = self._file
        file.catch_up()
        with file.storage.unit():
            yield Work(file.storage, file.readings, file.features, _NEWEST, int(file.clock.now()))

    def _transaction(self, work: Work, txn_id: str) -> Transaction:
        found = work.storage.transaction(txn_id)
        if found is None:
            raise KeyError(txn_id)
        return found

    def _record(self, work: Work, kind: str, list_id: str) -> Record:
        found = work.storage.record(KINDS[kind].space, list_id)
        if found is None or found.kind != kind:
            raise KeyError(list_id)
        return found

    def _set_active(self, kind: str, list_id: str, *, active: bool) -> None:
        with self._working() as work:
            record = self._record(work, kind, list_id)
            work.keep(replace(record, active=active, modified=work.now, edit=work.now))

    def _set_locked(self, object_id: str, *, locked: bool) -> None:
        with self._working() as work:
            touched = work.storage.execute(
                "UPDATE transactions SET locked = ? WHERE txn_id = ?", (locked, object_id)
            ) or work.storage.execute("UPDATE records SET locked = ? WHERE list_id = ?", (locked, object_id))
            if not touched:
                raise KeyError(object_id)


def _request(name: str, fields: Mapping[str, object]) -> tuple[Node, Shape]:
    """The request that a person's window amounts to, checked like any other."""
    request = Node(f"{name}Rq", {})
    request.children.append(_node(name, fields))
    return request, check_request(request, _NEWEST).shape


def _node(tag: str, value: object) -> Node:
    node = Node(tag, {})
    if isinstance(value, Mapping):
        for name, inner in value.items():
            several = inner if isinstance(inner, list) else [inner]
            node.children += [_node(name, one) for one in several if one is not None]
    else:
        node.text = str(value)
    return node


def _txn_id(reply: Reply) -> str:
    return str((reply.recovery or {})["TxnID"])

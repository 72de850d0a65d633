"""The page that looks into the simulated company file, and what a bookkeeper can do to a transaction there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from allorders_quickbooks.simulator import CompanyFile, Refused
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sample_host.current import shop
from sample_host.queries import ON_A_PAGE

blueprint = Blueprint("books", __name__, url_prefix="/books")
TRANSACTIONS = {
    "invoices": ("Invoices", "Invoice"),
    "receipts": ("Sales receipts", "SalesReceipt"),
    "credits": ("Credit memos", "CreditMemo"),
    "payments": ("Payments", "ReceivePayment"),
    "checks": ("Checks", "Check"),
    "sales-orders": ("Sales orders", "SalesOrder"),
    "purchase-orders": ("Purchase orders", "PurchaseOrder"),
    "bills": ("Bills", "Bill"),
    "item-receipts": ("Item receipts", "ItemReceipt"),
    "vendor-credits": ("Vendor credits", "VendorCredit"),
    "adjustments": ("Adjustments", "InventoryAdjustment"),
    "builds": ("Builds", "BuildAssembly"),
    "transfers": ("Transfers", "TransferInventory"),
}
RECORDS = {
    "customers": ("Customers", "Customer"),
    "vendors": ("Vendors", "Vendor"),
    "items": ("Items", "Item"),
    "accounts": ("Accounts", "Account"),
}
SHOWN = {**TRANSACTIONS, **RECORDS}
ALWAYS = ("invoices", "payments", *RECORDS)  # the others only where there are any


@blueprint.get("")
def books() -> str:
    """One list of the company file, newest or first by name, with how many there are of everything."""
    chosen = request.args.get("show", "invoices")
    title, kind = SHOWN.get(chosen) or abort(404)
    with opened() as file:
        if file is None:
            return render_template("books.html", file=None)
        rows = _rows(file, kind)
        return render_template(
            "books.html",
            file=file,
            lists=[(name, caption, many) for name, caption, many in _lists(file) if many or name in (*ALWAYS, chosen)],
            chosen=chosen,
            is_record=chosen in RECORDS,
            title=title,
            page=_page(rows, request.args.get("page", 1, int)),
            pages=max(1, -(-len(rows) // ON_A_PAGE)),
            total=len(rows),
        )


@blueprint.post("/<txn_id>/<any(void, delete):what>")
def change(txn_id: str, what: str) -> Response:
    """What somebody does in QuickBooks' own windows. The plugin hears of it at its next run."""
    with opened() as file:
        try:
            if file is not None:
                (file.bookkeeper.void if what == "void" else file.bookkeeper.delete)(txn_id)
                flash(f"The bookkeeper has done it: {what}. Synchronize to see what becomes of it.", "done")
        except KeyError:
            flash("QuickBooks does not have that transaction any more.", "error")
        except Refused as refused:
            flash(f"QuickBooks refused it: {refused}", "error")
    return redirect(url_for("books.books", show=request.form.get("show", "invoices")))


@contextmanager
def opened() -> Iterator[CompanyFile | None]:
    """The company file for as long as the page is made; None where there is none."""
    path = shop().books
    if path is None or not path.exists():
        yield None
        return
    file = CompanyFile.open(path)
    try:
        yield file
    finally:
        file.close()


def _lists(file: CompanyFile) -> Iterator[tuple[str, str, int]]:
    """Every list by name and caption, and how many it holds."""
    many = Counter(txn.type for txn in file.transactions())
    records = Counter(record.type for record in file.records())
    for name, (caption, kind) in TRANSACTIONS.items():
        yield name, caption, many[kind]
    for name, (caption, kind) in RECORDS.items():
        yield name, caption, sum(number for type, number in records.items() if type.startswith(kind))


def _rows(file: CompanyFile, kind: str) -> Sequence[Any]:
    if kind in {of for _, of in TRANSACTIONS.values()}:
        return file.transactions(kind)[::-1]
    return [record for record in file.records() if record.type.startswith(kind)]


def _page(rows: Sequence[Any], number: int) -> Sequence[Any]:
    start = (max(1, number) - 1) * ON_A_PAGE
    return rows[start : start + ON_A_PAGE]

"""The pages of what leaves and what comes in: ship docs and payments of sales orders."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sample_host import queries
from sample_host.choices import offered
from sample_host.contract import row_id
from sample_host.current import desk, panels, shop
from sample_host.entries import PaymentEntry, ShipDocEntry
from sample_host.errors import Refused
from sample_host.forms import Form, attempt, form_of, read
from sample_host.models import Payment, SalesOrder, ShipDoc
from sample_host.pages_orders import found_order
from sample_host.sheets import (
    CLASS,
    MEMO,
    NC_ONLY,
    NUMBER,
    SALE_LINES,
    SHIP_METHOD,
    TAX,
    TERMS,
    Field,
    Rows,
    Widget,
    box,
    choice,
    day,
    number,
)
from sample_host.shipping import proposal

SHIP_FIELDS = (
    day("txn_date", "Date"),
    NUMBER,
    number("freight", "Freight"),
    day("ship_date", "Ship date", "Left empty, the document's date is taken once it is shipped."),
    Field("customer_po", "Customer's number"),
    TERMS,
    SHIP_METHOD,
    TAX,
    CLASS,
    choice("paid_by", "Paid on the spot", "payment_methods", "(no)"),
    box("shipped", "Shipped", "The goods have left."),
    NC_ONLY,
    Field("tracking", "Tracking numbers, one a line", Widget.AREA),
    MEMO,
)
PAYMENT_FIELDS = (
    number("amount", "Amount"),
    day("txn_date", "Date"),
    choice("method", "Method", "payment_methods", "(not known)"),
    Field("reference", "Reference", help="A cheque number or the like."),
    NUMBER,
    box("nc_only", "NC Only", "Keep this payment out of the books."),
    MEMO,
)
PAID_ORDERS = Rows(
    "lines",
    "For the orders",
    "order",
    (choice("order_id", "Order", "orders", "(none)"), number("amount", "Of the amount", spoken="Share")),
    hidden=(),
    help="Several orders of one customer share it; one without an amount gets what it needs.",
)
blueprint = Blueprint("shipping", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/shipdocs")
def ship_docs() -> Page:
    with shop().host.orders.reading() as session:
        page = queries.ship_docs(session, request.args.get("search", ""), request.args.get("page", 1, int))
    return render_template("ship_docs.html", page=page)


@blueprint.get("/payments")
def payments() -> Page:
    with shop().host.orders.reading() as session:
        page = queries.payments(session, request.args.get("search", ""), request.args.get("page", 1, int))
    return render_template("payments.html", page=page)


@blueprint.route("/orders/<key>/ship", methods=("GET", "POST"))
def ship(key: str) -> Page:
    order = found_order(key)
    if request.method == "GET":
        try:
            proposed = proposal(order, _today(), shipped=True)
        except Refused as refused:
            flash(refused.sentence, "error")
            return redirect(url_for("orders.order", key=key))
        return _ship_form(form_of(proposed), order, None)
    form = read(ShipDocEntry, request.form)
    if "more" in request.form:
        return _ship_form(form.with_rows(), order, None)
    form, doc = attempt(form, lambda entry: desk().ship(order.id, entry))
    return _ship_form(form, order, None, 422) if doc is None else _saved("ship doc", "shipping.ship_doc", doc)


@blueprint.route("/shipdocs/<key>", methods=("GET", "POST"))
def ship_doc(key: str) -> Page:
    doc = _found_ship_doc(key)
    if request.method == "GET":
        return _ship_form(form_of(ShipDocEntry.model_validate(doc, from_attributes=True)), doc.order, doc)
    form = read(ShipDocEntry, request.form)
    if "more" in request.form:
        return _ship_form(form.with_rows(), doc.order, doc)
    revision = request.form.get("revision", 0, int)
    form, saved = attempt(form, lambda entry: desk().change_ship_doc(doc.id, revision, entry))
    if saved is None:
        return _ship_form(form, doc.order, doc, 422)
    return _saved("ship doc", "shipping.ship_doc", saved)


@blueprint.post("/shipdocs/<key>/delete")
def delete_ship_doc(key: str) -> Page:
    doc = _found_ship_doc(key)
    try:
        desk().delete_ship_doc(doc.id, request.form.get("revision", 0, int))
    except Refused as refused:
        flash(refused.sentence, "error")
        return redirect(url_for("shipping.ship_doc", key=key))
    flash(f"Ship doc {doc.number} is deleted.", "done")
    return redirect(url_for("orders.order", key=doc.order_id))


@blueprint.route("/orders/<key>/pay", methods=("GET", "POST"))
def pay(key: str) -> Page:
    order = found_order(key)
    if request.method == "GET":
        open_amount = order.total - sum(payment.amount for payment in order.payments)
        blank = {"txn_date": _today().isoformat(), "amount": str(max(open_amount, 0)), "method": "Check"}
        blank["lines.0.order_id"] = str(order.id)
        return _payment_form(Form(blank), order, None)
    form = read(PaymentEntry, request.form)
    if "more" in request.form:
        return _payment_form(form.with_rows(), order, None)
    form, payment = attempt(form, lambda entry: desk().pay(order.id, entry))
    if payment is None:
        return _payment_form(form, order, None, 422)
    return _saved("payment", "shipping.payment", payment)


@blueprint.route("/payments/<key>", methods=("GET", "POST"))
def payment(key: str) -> Page:
    row = _found_payment(key)
    if request.method == "GET":
        return _payment_form(form_of(PaymentEntry.model_validate(row, from_attributes=True)), row.order, row)
    form = read(PaymentEntry, request.form)
    if "more" in request.form:
        return _payment_form(form.with_rows(), row.order, row)
    revision = request.form.get("revision", 0, int)
    form, saved = attempt(form, lambda entry: desk().change_payment(row.id, revision, entry))
    return _payment_form(form, row.order, row, 422) if saved is None else _saved("payment", "shipping.payment", saved)


@blueprint.post("/payments/<key>/delete")
def delete_payment(key: str) -> Page:
    row = _found_payment(key)
    try:
        desk().delete_payment(row.id, request.form.get("revision", 0, int))
    except Refused as refused:
        flash(refused.sentence, "error")
        return redirect(url_for("shipping.payment", key=key))
    flash(f"Payment {row.number} is deleted.", "done")
    return redirect(url_for("orders.order", key=row.order.id))


def _ship_form(form: Form[Any], order: SalesOrder, doc: ShipDoc | None, status: int = 200) -> Page:
    with shop().host.orders.reading() as session:
        choices = offered(session, SHIP_FIELDS, (SALE_LINES,), form.values)
    shown = {"fields": SHIP_FIELDS, "lines": SALE_LINES, "choices": choices, "panels": panels(doc) if doc else []}
    return render_template("ship_doc.html", form=form, order=order, doc=doc, **shown), status


def _payment_form(form: Form[Any], order: SalesOrder, row: Payment | None, status: int = 200) -> Page:
    with shop().host.orders.reading() as session:
        choices = offered(session, PAYMENT_FIELDS, (PAID_ORDERS,), form.values)
    shown = {"fields": PAYMENT_FIELDS, "lines": PAID_ORDERS, "choices": choices, "panels": panels(row) if row else []}
    return render_template("payment.html", form=form, order=order, payment=row, **shown), status


def _found_ship_doc(key: str) -> ShipDoc:
    with shop().host.orders.reading() as session:
        return queries.ship_doc(session, row_id(key) or 0) or abort(404)


def _found_payment(key: str) -> Payment:
    with shop().host.orders.reading() as session:
        return queries.payment(session, row_id(key) or 0) or abort(404)


def _saved(what: str, endpoint: str, key: int) -> Page:
    flash(f"The {what} is saved.", "done")
    return redirect(url_for(endpoint, key=key))


def _today() -> date:
    return date.today()  # noqa: DTZ011  a document's date is the desk's calendar date

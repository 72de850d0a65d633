"""The pages of sales orders: the list, one order with what was shipped and paid of it, entry and change."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sample_host import queries
from sample_host.choices import offered
from sample_host.contract import row_id
from sample_host.current import desk, panels, shop
from sample_host.entries import OrderEntry
from sample_host.errors import Refused
from sample_host.forms import Form, attempt, form_of, read
from sample_host.lines import still_to_ship
from sample_host.models import SalesOrder
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
    box,
    choice,
    day,
    number,
)

FIELDS = (
    choice("customer_id", "Customer", "customers", "(choose)"),
    day("order_date", "Date"),
    NUMBER,
    Field("customer_po", "Customer's number"),
    TERMS,
    SHIP_METHOD,
    TAX,
    CLASS,
    number("freight", "Freight"),
    box("closed", "Closed", "Nothing more of it will be shipped."),
    NC_ONLY,
    MEMO,
)
blueprint = Blueprint("orders", __name__, url_prefix="/orders")
Page = str | Response | tuple[str, int]


@blueprint.get("")
def orders() -> Page:
    with shop().host.orders.reading() as session:
        page = queries.orders(session, request.args.get("search", ""), request.args.get("page", 1, int))
    return render_template("orders.html", page=page, standing={row.id: standing(row) for row in page.rows})


@blueprint.route("/new", methods=("GET", "POST"))
def new_order() -> Page:
    if request.method == "GET":
        blank = {"order_date": date.today().isoformat(), "customer_id": request.args.get("customer", "")}  # noqa: DTZ011
        return _form(Form(blank), None)
    form = read(OrderEntry, request.form)
    if "more" in request.form:
        return _form(form.with_rows(), None)
    form, key = attempt(form, desk().enter_order)
    return _form(form, None, 422) if key is None else _saved(key)


@blueprint.get("/<key>")
def order(key: str) -> Page:
    row = found_order(key)
    left = still_to_ship(row)
    return render_template("order.html", order=row, standing=standing(row), left=left, panels=panels(row))


@blueprint.route("/<key>/edit", methods=("GET", "POST"))
def edit_order(key: str) -> Page:
    row = found_order(key)
    if request.method == "GET":
        return _form(form_of(OrderEntry.model_validate(row, from_attributes=True)), row)
    form = read(OrderEntry, request.form)
    if "more" in request.form:
        return _form(form.with_rows(), row)
    revision = request.form.get("revision", 0, int)
    form, saved = attempt(form, lambda entry: desk().change_order(row.id, revision, entry))
    return _form(form, row, 422) if saved is None else _saved(saved)


@blueprint.post("/<key>/delete")
def delete_order(key: str) -> Page:
    row = found_order(key)
    try:
        desk().delete_order(row.id, request.form.get("revision", 0, int))
    except Refused as refused:
        flash(refused.sentence, "error")
        return redirect(url_for("orders.order", key=key))
    flash(f"Order {row.number} is deleted.", "done")
    return redirect(url_for("orders.orders"))


@blueprint.post("/<key>/close")
def close(key: str) -> Page:
    row = found_order(key)
    try:
        desk().close_order(row.id, request.form.get("revision", 0, int))
        flash(f"Order {row.number} is closed.", "done")
    except Refused as refused:
        flash(refused.sentence, "error")
    return redirect(url_for("orders.order", key=key))


def found_order(key: str) -> SalesOrder:
    with shop().host.orders.reading() as session:
        return queries.order(session, row_id(key) or 0) or abort(404)


def standing(order: SalesOrder) -> str:
    """How far an order is, in a word or two."""
    if order.closed:
        return "closed"
    if any(left > 0 for left in still_to_ship(order).values()):
        return "partly shipped" if order.ship_docs else "open"
    return "shipped" if all(doc.shipped for doc in order.ship_docs) else "being prepared"


def _form(form: Form[Any], row: SalesOrder | None, status: int = 200) -> Page:
    with shop().host.orders.reading() as session:
        choices = offered(session, FIELDS, (SALE_LINES,), form.values)
    shown = {"fields": FIELDS, "lines": SALE_LINES, "choices": choices}
    return render_template("order_form.html", form=form, order=row, **shown), status


def _saved(key: int) -> Page:
    flash("The order is saved.", "done")
    return redirect(url_for("orders.order", key=key))

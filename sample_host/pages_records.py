"""The pages of the lists: customers and items, entered, changed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from sample_host import queries
from sample_host.contract import row_id
from sample_host.current import desk, panels, shop
from sample_host.entries import CustomerEntry, ItemEntry
from sample_host.errors import Refused
from sample_host.forms import Form, attempt, form_of, read
from sample_host.orders import OrderDesk

blueprint = Blueprint("records", __name__)
Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class _List:
    """One of the lists: how it is read and saved, and what draws it."""

    name: str
    entry: type[Any]
    rows: Callable[[Session, str, int], queries.ListPage[Any]]
    row: Callable[[Session, int], Any]
    add: Callable[..., int]
    change: Callable[..., int]
    delete: Callable[..., None]

    @property
    def page(self) -> str:
        return f"records.{self.name}"


CUSTOMERS = _List(
    "customer",
    CustomerEntry,
    queries.customers,
    queries.customer,
    OrderDesk.add_customer,
    OrderDesk.change_customer,
    OrderDesk.delete_customer,
)
ITEMS = _List(
    "item",
    ItemEntry,
    queries.items,
    queries.item,
    OrderDesk.add_item,
    OrderDesk.change_item,
    OrderDesk.delete_item,
)


@blueprint.get("/customers")
def customers() -> Page:
    return _listed(CUSTOMERS)


@blueprint.get("/items")
def items() -> Page:
    return _listed(ITEMS)


@blueprint.route("/customers/new", methods=("GET", "POST"))
def new_customer() -> Page:
    return _entered(CUSTOMERS)


@blueprint.route("/items/new", methods=("GET", "POST"))
def new_item() -> Page:
    return _entered(ITEMS)


@blueprint.route("/customers/<key>", methods=("GET", "POST"))
def customer(key: str) -> Page:
    return _changed(CUSTOMERS, key)


@blueprint.route("/items/<key>", methods=("GET", "POST"))
def item(key: str) -> Page:
    return _changed(ITEMS, key)


@blueprint.post("/customers/<key>/delete")
def delete_customer(key: str) -> Page:
    return _deleted(CUSTOMERS, key)


@blueprint.post("/items/<key>/delete")
def delete_item(key: str) -> Page:
    return _deleted(ITEMS, key)


def _listed(kind: _List) -> Page:
    with shop().host.orders.reading() as session:
        page = kind.rows(session, request.args.get("search", ""), request.args.get("page", 1, int))
    return render_template(f"{kind.name}s.html", page=page)


def _entered(kind: _List) -> Page:
    if request.method == "GET":
        return render_template(f"{kind.name}.html", form=Form({"active": "on"}), row=None, panels=[])
    form, key = attempt(read(kind.entry, request.form), lambda entry: kind.add(desk(), entry))
    if key is None:
        return render_template(f"{kind.name}.html", form=form, row=None, panels=[]), 422
    flash(f"{form.values['name']} is saved.", "done")
    return redirect(url_for(kind.page, key=key))


def _changed(kind: _List, key: str) -> Page:
    row = _found(kind, key)
    form = form_of(kind.entry.model_validate(row, from_attributes=True))
    if request.method == "GET":
        return render_template(f"{kind.name}.html", form=form, row=row, panels=panels(row))
    revision = request.form.get("revision", 0, int)
    form, saved = attempt(read(kind.entry, request.form), lambda entry: kind.change(desk(), row.id, revision, entry))
    if saved is None:
        return render_template(f"{kind.name}.html", form=form, row=row, panels=panels(row)), 422
    flash(f"{form.values['name']} is saved.", "done")
    return redirect(url_for(kind.page, key=key))


def _deleted(kind: _List, key: str) -> Page:
    row = _found(kind, key)
    try:
        kind.delete(desk(), row.id, request.form.get("revision", 0, int))
    except Refused as refused:
        flash(refused.sentence, "error")
        return redirect(url_for(kind.page, key=key))
    flash(f"{row.name} is deleted.", "done")
    return redirect(url_for(f"{kind.page}s"))


def _found(kind: _List, key: str) -> Any:
    with shop().host.orders.reading() as session:
        return kind.row(session, row_id(key) or 0) or abort(404)

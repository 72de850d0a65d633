"""The pages of everything that has a sheet: its list, entering a new one, changing and deleting it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sample_host import queries, sheets_inventory, sheets_lists, sheets_purchasing, sheets_sales
from sample_host.choices import offered
from sample_host.contract import row_id
from sample_host.current import desk, panels, shop
from sample_host.errors import Refused
from sample_host.forms import Form, attempt, form_of, read
from sample_host.sheets import Sheet

SHEETS: Mapping[str, Sheet] = {
    sheet.path: sheet
    for family in (sheets_lists, sheets_sales, sheets_purchasing, sheets_inventory)
    for sheet in family.SHEETS
}
_OF_ALL = f"<any({', '.join(repr(path) for path in SHEETS)}):path>"
blueprint = Blueprint("sheets", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get(f"/{_OF_ALL}")
def listed(path: str) -> Page:
    sheet = SHEETS[path]
    with shop().host.orders.reading() as session:
        page = queries.listed(
            session, sheet.model, sheet.searched, request.args.get("search", ""), request.args.get("page", 1, int)
        )
    return render_template("sheet_list.html", sheet=sheet, page=page)


@blueprint.route(f"/{_OF_ALL}/new", methods=("GET", "POST"))
def new(path: str) -> Page:
    sheet = SHEETS[path]
    if request.method == "GET":
        return _drawn(sheet, _proposed(sheet), None)
    form = read(sheet.entry, request.form)
    if "more" in request.form:
        return _drawn(sheet, form.with_rows(), None)
    form, key = attempt(form, lambda entry: desk().enter(sheet.model, entry))
    return _drawn(sheet, form, None, 422) if key is None else _saved(sheet, form, key)


@blueprint.route(f"/{_OF_ALL}/<key>", methods=("GET", "POST"))
def row(path: str, key: str) -> Page:
    sheet, found = SHEETS[path], _found(SHEETS[path], key)
    if request.method == "GET":
        return _drawn(sheet, form_of(sheet.entry.model_validate(found, from_attributes=True)), found)
    form = read(sheet.entry, request.form)
    if "more" in request.form:
        return _drawn(sheet, form.with_rows(), found)
    revision = request.form.get("revision", 0, int)
    form, saved = attempt(form, lambda entry: desk().change(sheet.model, found.id, revision, entry))
    return _drawn(sheet, form, found, 422) if saved is None else _saved(sheet, form, saved)


@blueprint.post(f"/{_OF_ALL}/<key>/delete")
def delete(path: str, key: str) -> Page:
    sheet, found = SHEETS[path], _found(SHEETS[path], key)
    try:
        desk().delete(sheet.model, found.id, request.form.get("revision", 0, int))
    except Refused as refused:
        flash(refused.sentence, "error")
        return redirect(url_for("sheets.row", path=path, key=key))
    flash(f"{sheet.title(found)} is deleted.", "done")
    return redirect(url_for("sheets.listed", path=path))


def _proposed(sheet: Sheet) -> Form[Any]:
    """A form to begin with: empty but for what is plain, or what follows from the row that `of` names."""
    of = row_id(request.args.get("of", ""))
    if sheet.propose is not None and of is not None:
        try:
            with shop().host.orders.reading() as session:
                return form_of(sheet.propose(session, of, _today()))
        except Refused as refused:
            flash(refused.sentence, "error")
    dated = {"txn_date": _today().isoformat()} if "txn_date" in sheet.entry.model_fields else {}
    return Form({**dated, **sheet.blank})


def _found(sheet: Sheet, key: str) -> Any:
    with shop().host.orders.reading() as session:
        return queries.one(session, sheet.model, row_id(key) or 0) or abort(404)


def _drawn(sheet: Sheet, form: Form[Any], found: Any, status: int = 200) -> Page:
    with shop().host.orders.reading() as session:
        choices = offered(session, sheet.fields, sheet.rows, form.values)
    shown = panels(found) if found is not None else []
    page = render_template("sheet.html", sheet=sheet, form=form, row=found, choices=choices, panels=shown)
    return page, status


def _saved(sheet: Sheet, form: Form[Any], key: int) -> Page:
    called = form.values.get("name") if sheet.key == "name" else f"The {sheet.name.lower()}"
    flash(f"{called} is saved.", "done")
    return redirect(url_for("sheets.row", path=sheet.path, key=key))


def _today() -> date:
    return date.today()  # noqa: DTZ011  a document's date is the desk's calendar date

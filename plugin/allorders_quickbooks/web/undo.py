"""Undo: what was sent lately, what would become of each when it is taken back, and doing it after a second look."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import undo as operation
from allorders_quickbooks.web.visit import done, refs_chosen, visit


def undo() -> str:
    """What was sent, newest first, to choose from."""
    here = visit()
    refs, more = operation.sent(here.ports, here.company, request.args.get("before", None, int))
    return render_template("quickbooks/undo.html", listed=operation.foresee(here.ports, here.company, refs), more=more)


def confirm() -> str:
    """What becomes of the chosen ones and what stays behind; nothing is done yet."""
    here = visit()
    return render_template("quickbooks/confirm.html", listed=operation.foresee(here.ports, here.company, refs_chosen()))


def take_out() -> Response:
    here = visit()
    result = here.centre.doors.do_action(here.company, operation.UNDO, refs_chosen(), here.user)
    return done(result, "quickbooks.undo")

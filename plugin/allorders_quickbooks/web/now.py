"""Now: how things stand at this moment, the run under way and ending it, and the button that starts one."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import now as operation
from allorders_quickbooks.web.visit import done, visit

_LOOKS = 10
"""How often a page without script looks again for a run that was asked for and has not begun yet."""


def now() -> str:
    return _drawn("quickbooks/now.html")


def progress() -> str:
    """The part of the page that changes while a run is under way: what the page's script fetches."""
    return _drawn("quickbooks/_progress.html")


def synchronize() -> Response:
    here = visit()
    return done(here.centre.doors.sync_now(here.company, here.user, wait=False), "quickbooks.now")


def cancel() -> Response:
    here = visit()
    return done(operation.cancel(here.ports, here.company, here.user), "quickbooks.now")


def _drawn(template: str) -> str:
    here = visit()
    found = operation.now(here.ports, here.company)
    looks = min(request.args.get("looks", 0, int), _LOOKS)
    return render_template(template, now=found, status=found.status, looks=looks)

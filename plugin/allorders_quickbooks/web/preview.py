"""Preview: what the next run would send, in its order, and what can be done about it before it does."""

from __future__ import annotations

from flask import render_template

from allorders_quickbooks.operations import actions, keeping_out
from allorders_quickbooks.operations import preview as operation
from allorders_quickbooks.store import companies
from allorders_quickbooks.web.visit import visit

SHOWN = 25
_VERBS = tuple((action, actions.CAPTIONS[action]) for action in (actions.ONLY, actions.POSTPONE, actions.DISMISS))
_KEEPING = ((keeping_out.OUT, keeping_out.CAPTIONS[keeping_out.OUT]),)


def preview() -> str:
    here = visit()
    foreseen = operation.foresee(here.ports, here.company, SHOWN)
    with here.ports.database.read() as connection:
        preferences = companies.load(connection, here.company).preferences
    keeping = _KEEPING if keeping_out.is_possible(here.ports.host, preferences) else ()
    return render_template("quickbooks/preview.html", preview=foreseen, verbs=(*_VERBS, *keeping))

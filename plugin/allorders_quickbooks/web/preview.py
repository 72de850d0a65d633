"""Preview: what the next run would send, in its order, and what can be done about it before it does."""

from __future__ import annotations

from flask import render_template

from allorders_quickbooks.operations import actions
from allorders_quickbooks.operations import preview as operation
from allorders_quickbooks.web.visit import visit

SHOWN = 25
_VERBS = tuple((action, actions.CAPTIONS[action]) for action in (actions.ONLY, actions.POSTPONE, actions.DISMISS))


def preview() -> str:
    here = visit()
    foreseen = operation.foresee(here.ports, here.company, SHOWN)
    return render_template("quickbooks/preview.html", preview=foreseen, verbs=_VERBS)

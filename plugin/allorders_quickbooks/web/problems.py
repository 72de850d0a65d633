"""Problems: what keeps documents out of the books, grouped by cause, each with what can be done about it."""

from __future__ import annotations

from allorders_hooks.host import Right
from flask import render_template, request
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import problems as operation
from allorders_quickbooks.operations import undo
from allorders_quickbooks.web.undo import confirm
from allorders_quickbooks.web.visit import done, ref_of, refs_chosen, visit

FIRST = 3
"""Documents of a cause that are shown beside it at once."""


def problems() -> str:
    here = visit()
    found = operation.problems(here.ports, here.company)
    first = operation.first_documents(here.ports, here.company, found.groups, FIRST)
    return render_template("quickbooks/problems.html", found=found, groups=first)


def cause() -> str:
    """The documents of one cause, a page of them."""
    here, reason, state = visit(), request.args.get("reason", ""), request.args.get("state", "")
    after = ref_of(request.args.get("after", ""))
    groups = operation.problems(here.ports, here.company).groups
    group = next((each for each in groups if (each.reason, each.state) == (reason, state)), None)
    listed = operation.documents(here.ports, here.company, reason, state, after) if group is not None else []
    more = listed[-1].problem.ref if len(listed) == operation.PAGE else None
    return render_template("quickbooks/cause.html", group=group, listed=listed, more=more)


def act() -> Response | str:
    """A verb about the documents that the form names. What is taken out of QuickBooks is shown once more before."""
    here = visit()
    if request.form.get("action") == undo.UNDO and here.may(Right.UNDO):
        return confirm()
    result = here.centre.doors.do_action(here.company, request.form.get("action", ""), refs_chosen(), here.user)
    return done(result, "quickbooks.problems")


def act_on_all() -> Response:
    """A verb about all documents of one cause."""
    here, form = visit(), request.form
    refs = operation.refs_of(here.ports, here.company, form.get("reason", ""), form.get("state", ""))
    result = here.centre.doors.do_action(here.company, form.get("action", ""), refs, here.user)
    return done(result, "quickbooks.problems")

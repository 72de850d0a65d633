"""Adjustments: proposed in the direction that a person chooses, looked at, accepted, dismissed, taken back."""

from __future__ import annotations

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from flask import abort, render_template, request
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import adjustments as operation
from allorders_quickbooks.run.adjusting import Booked
from allorders_quickbooks.store.adjusted import State, own_ref
from allorders_quickbooks.web.visit import done, visit

STATES = {
    State.PROPOSED: "proposed",
    State.PLANNED: "goes with the next run",
    State.DONE: "made",
    State.FAILED: "refused by the order system",
    State.UNDOING: "is taken back with the next run",
    State.UNDONE: "taken back",
}
_PAGE = "quickbooks.lists"
_NO_DIRECTION = ActionResult(done=False, sentence="Choose the side that is adjusted.")
_NONE_CHOSEN = ActionResult(done=False, sentence="Choose an adjustment.")


def adjustments() -> str:
    """All that were proposed or made, newest first, a page of them."""
    here = visit()
    listed = operation.latest(here.ports, here.company, request.args.get("before", None, int))
    more = listed[-1].number if len(listed) == operation.PAGE else None
    return render_template("quickbooks/adjustments.html", listed=listed, more=more, states=STATES)


def look_at_adjustments() -> str:
    """The lines of those that were chosen; nothing is done yet."""
    here = visit()
    numbers = request.args.getlist("number", int)[: operation.PAGE]
    looked_at = operation.look(here.ports, here.company, numbers)
    return render_template("quickbooks/adjustment.html", looked_at=looked_at, states=STATES, State=State)


def propose_adjustments() -> Response:
    here, form = visit(), request.form
    directions = {"here": True, "quickbooks": False}
    made_here = directions.get(form.get("direction", ""))
    if made_here is None:
        return done(_NO_DIRECTION, _PAGE)
    booked = Booked(form.get("account", "").strip(), form.get("class", "").strip())
    result = operation.propose(here.ports, here.company, here.user, made_here=made_here, booked=booked)
    return done(result, _PAGE)


def accept_adjustments() -> Response:
    return _act(operation.ACCEPT)


def dismiss_adjustments() -> Response:
    return _act(operation.DISMISS)


def undo_adjustments() -> Response:
    return _act(operation.UNDO)


def _act(action: str) -> Response:
    """The same verbs, by the same door, as from anywhere else."""
    here, refs = visit(), _chosen()
    return done(here.centre.doors.do_action(here.company, action, refs, here.user) if refs else _NONE_CHOSEN, _PAGE)


def _chosen() -> list[DocumentRef]:
    try:
        return [own_ref(visit().company, int(number)) for number in request.form.getlist("number")]
    except ValueError:
        abort(404, "There is no such adjustment.")

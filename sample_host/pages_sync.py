"""The synchronization page, the buttons of plugins, and the choice of who works here."""

from __future__ import annotations

from typing import Any

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult, Problem, SyncStatus
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from sample_host import people
from sample_host.announce import COMPANY
from sample_host.current import shop, user
from sample_host.links import list_of, page_of

blueprint = Blueprint("sync", __name__)
PROBLEMS_SHOWN = 50
_LOOKS = 5  # how often the page looks again for a run that was asked for and has not begun yet


@blueprint.get("/sync")
def sync() -> Response | str:
    plugins, looks = shop().plugins, request.args.get("looks", 0, int)
    statuses = plugins.sync_status(COMPANY)
    return render_template(
        "sync.html",
        statuses=statuses,
        problems={plugin: [_shown(plugin, p) for p in _first(status)] for plugin, status in statuses.items()},
        failures=list(plugins.failures)[::-1],
        messages_kept=shop().host.board.after(0)[::-1],
        look_again=_look_again(statuses.values(), looks),
    )


@blueprint.post("/sync/now")
def sync_now() -> Response:
    result = shop().plugins.sync_now(COMPANY, user(), wait=False)
    tell(result)
    return redirect(url_for("sync.sync", looks=_LOOKS if result.done else None))


@blueprint.post("/plugins/<plugin>/act")
def act(plugin: str) -> Response:
    """A button of a panel or a problem, or of a list in which documents were chosen."""
    kind, keys = request.form.get("kind", ""), request.form.getlist("key")
    if "list" in request.form and not keys:
        flash("Choose the documents first.", "error")
        return redirect(list_of(kind) or url_for("sync.sync"))
    refs = [DocumentRef(company=COMPANY, kind=kind, key=key) for key in keys if kind]
    tell(shop().plugins.do_action(plugin, COMPANY, request.form.get("action", ""), refs, user()))
    return redirect(_way_back(refs))


@blueprint.post("/work-as")
def work_as() -> Response:
    """Become somebody else. A real host signs people in; here everybody is at one screen."""
    if request.form.get("user") in people.PEOPLE:
        session["user"] = request.form["user"]
    return redirect(url_for("orders.orders"))


def tell(result: ActionResult) -> None:
    flash(f"{result.sentence} {result.remedy}".strip(), "done" if result.done else "error")


def _way_back(refs: list[DocumentRef]) -> str:
    if "list" in request.form and refs:
        return list_of(refs[0].kind) or url_for("sync.sync")
    page = page_of(refs[0]) if refs and "from_list" not in request.form else None
    return page or url_for("sync.sync")


def _first(status: SyncStatus) -> tuple[Problem, ...]:
    return status.problems[:PROBLEMS_SHOWN]


def _shown(plugin: str, problem: Problem) -> dict[str, Any]:
    """A problem with the way to its document and the buttons that its plugin offers there."""
    if problem.ref is None:
        return {"problem": problem, "page": None, "actions": ()}
    offered = dict(shop().plugins.document_panel(problem.ref)).get(plugin)
    return {"problem": problem, "page": page_of(problem.ref), "actions": offered.actions if offered else ()}


def _look_again(statuses: Any, looks: int) -> str | None:
    """The address to load in a moment: as long as something runs, or a run was just asked for."""
    if any(status.progress for status in statuses):
        return url_for("sync.sync")
    return url_for("sync.sync", looks=looks - 1 or None) if 0 < looks <= _LOOKS else None

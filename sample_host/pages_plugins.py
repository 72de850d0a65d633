"""What plugins have told and where they failed, the buttons of their panels, and the choice of who works here."""

from __future__ import annotations

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from sample_host import people
from sample_host.announce import COMPANY
from sample_host.current import shop, user
from sample_host.links import list_of, page_of

blueprint = Blueprint("plugins", __name__)


@blueprint.get("/messages")
def messages() -> str:
    told, failures = shop().host.board.after(0), shop().plugins.failures
    return render_template("messages.html", told=told[::-1], failures=list(failures)[::-1])


@blueprint.post("/plugins/<plugin>/act")
def act(plugin: str) -> Response | str:
    """A button of a panel, or of a list in which documents were chosen. Some are asked about once more before."""
    kind, keys = request.form.get("kind", ""), request.form.getlist("key")
    if "list" in request.form and not keys:
        flash("Choose the documents first.", "error")
        return redirect(list_of(kind) or url_for("plugins.messages"))
    refs = [DocumentRef(company=COMPANY, kind=kind, key=key) for key in keys if kind]
    if "answered" not in request.form and len(refs) == 1 and (asked := _asked(plugin, refs[0])):
        return asked
    tell(shop().plugins.do_action(plugin, COMPANY, request.form.get("action", ""), refs, user()))
    return redirect(_way_back(refs))


def _asked(plugin: str, ref: DocumentRef) -> str:
    """The page that asks; nothing where the plugin wants nothing asked before that action."""
    action = request.form.get("action", "")
    panel = dict(shop().plugins.document_panel(ref)).get(plugin)
    if panel is None or action not in panel.questions:
        return ""
    page = {"plugin": plugin, "ref": ref, "action": action, "back": _way_back([ref])}
    caption = dict(panel.actions).get(action, action)
    return render_template("asked.html", caption=caption, question=panel.questions[action], **page)


@blueprint.post("/work-as")
def work_as() -> Response:
    """Become somebody else. A real host signs people in; here everybody is at one screen."""
    if request.form.get("user") in people.PEOPLE:
        session["user"] = request.form["user"]
    return redirect(url_for("orders.orders"))


def tell(result: ActionResult) -> None:
    flash(f"{result.sentence} {result.remedy}".strip(), "done" if result.done else "error")


def _way_back(refs: list[DocumentRef]) -> str:
    if not refs:
        return url_for("plugins.messages")
    back = list_of(refs[0].kind) if "list" in request.form else page_of(refs[0])
    return back or url_for("plugins.messages")

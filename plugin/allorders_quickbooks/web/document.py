"""One document looked at closely: where it stands, both versions side by side, what happened to it, and linking it."""

from __future__ import annotations

from allorders_hooks.documents import DocumentRef
from flask import abort, render_template, request
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import history, linking
from allorders_quickbooks.operations import panel as box
from allorders_quickbooks.operations.versions import versions
from allorders_quickbooks.store.journal import Filter
from allorders_quickbooks.web.visit import done, refs_chosen, visit


def document() -> str:
    ref, here = _ref(), visit()
    panel = box.panel(here.ports, ref) or abort(404, "The plugin knows nothing of that document.")
    return render_template(
        "quickbooks/document.html",
        ref=ref,
        title=history.titles(here.ports, [ref])[ref],
        panel=panel,
        versions=versions(here.ports, here.company, [ref]).get(ref),
        candidates=linking.candidates(here.ports, ref, request.args.get("begins", "")),
        lines=history.lines(here.ports, here.company, Filter(kind=ref.kind, key=ref.key)),
    )


def link() -> Response:
    here = visit()
    return done(linking.link(here.ports, _ref(), request.form.get("qb_id", ""), here.user), "quickbooks.problems")


def _ref() -> DocumentRef:
    chosen = refs_chosen()
    return chosen[0] if len(chosen) == 1 else abort(404, "No document is named.")

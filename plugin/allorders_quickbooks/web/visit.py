"""What a page works with while it answers one request: the company, the person and what he may, the plugin's doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import HostServices, Right
from allorders_hooks.pages import Frame
from allorders_hooks.status import ActionResult
from flask import abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import drift, undo
from allorders_quickbooks.run.ports import Ports


class Doors(Protocol):
    """The plugin's own hooks, behind which the verbs are: they check, carry out, and wake the runner."""

    def do_action(self, company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult: ...

    def sync_now(self, company: str, user: str, wait: bool) -> ActionResult: ...


@dataclass(frozen=True)
class Centre:
    """What all requests share. `ports` has the companies that are open now; `wake` starts what a verb has asked for."""

    host: HostServices
    frame: Frame
    ports: Mapping[str, Ports]
    doors: Doors
    wake: Callable[[str], None]


@dataclass(frozen=True)
class Visit:
    """One request."""

    centre: Centre
    ports: Ports
    company: str
    user: str

    def may(self, right: Right) -> bool:
        return self.centre.host.may(self.user, right, self.company)


def begin(centre: Centre) -> None:
    """Open the visit of this request; 404 where the plugin does not serve that company now."""
    company = centre.frame.company()
    if company not in centre.ports:
        abort(404, "QuickBooks is not switched on for this company.")
    g.quickbooks_visit = Visit(centre, centre.ports[company], company, centre.frame.user())


def visit() -> Visit:
    return cast(Visit, g.quickbooks_visit)


def refs_chosen() -> list[DocumentRef]:
    """The documents that the form or the address names, as `name_of` names them."""
    return [ref for name in request.values.getlist("ref") if (ref := ref_of(name)) is not None]


def ref_of(name: str) -> DocumentRef | None:
    """The document of that name; None where it is none."""
    kind, _, key = name.partition("|")
    return DocumentRef(company=visit().company, kind=kind, key=key) if kind and key else None


def name_of(ref: DocumentRef) -> str:
    """A document's name in a form: its kind and its key."""
    return f"{ref.kind}|{ref.key}"


def pressable(offered: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the buttons that this person may press."""
    if not visit().may(Right.OPERATE):
        return []
    kept = () if visit().may(Right.UNDO) else (undo.UNDO, *drift.NEEDS_UNDO)
    return [(action, caption) for action, caption in offered if action not in kept]


def done(result: ActionResult, endpoint: str) -> Response:
    """Say what became of a verb, wake the runner, and go back to the page that it was pressed on."""
    if result.done:
        visit().centre.wake(visit().company)
    flash(f"{result.sentence} {result.remedy}".strip(), "done" if result.done else "error")
    return redirect(_way_back() or url_for(endpoint))


def _way_back() -> str:
    """The address that the form names, as long as it lies on these pages."""
    back = request.form.get("back", "")
    home = url_for("quickbooks.now")
    return back if back.startswith(home) and not home.startswith("//") and "\\" not in back else ""

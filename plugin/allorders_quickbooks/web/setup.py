"""Set-up: the way to a company file that is joined, what QuickBooks says of itself, and the settings that name what the
file has, each with a suggestion."""

from __future__ import annotations

from collections.abc import Sequence

from allorders_hooks.status import ActionResult
from flask import render_template, request
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import doctor, guided, settings
from allorders_quickbooks.operations.doctor import Finding
from allorders_quickbooks.web.visit import done, visit

_ENDPOINT = "quickbooks.setup"


def setup() -> str:
    return _page(())


def examine_connection() -> str:
    """Ask QuickBooks what it is. Nothing is kept of it, so the answer is on this very page."""
    here = visit()
    return _page(doctor.examine(here.ports, here.company))


def save_suggested() -> Response:
    here = visit()
    known = {each.field: each.value for each in guided.suggestions(here.ports, here.company)}
    values = {field: text for field in known if (text := request.form.get(field)) is not None and text != known[field]}
    if not values:
        return done(ActionResult(done=False, sentence="Nothing was changed."), _ENDPOINT)
    result = guided.save(here.ports, here.company, values, here.user)
    wrong = " ".join(f"{field}: {sentence}" for field, sentence in result.errors.items())
    return done(result.model_copy(update={"sentence": f"{result.sentence} {wrong}".strip()}), _ENDPOINT)


def _page(examined: Sequence[Finding]) -> str:
    here = visit()
    return render_template(
        "quickbooks/setup.html",
        steps=guided.steps(here.ports, here.company),
        suggestions=guided.suggestions(here.ports, here.company),
        examined=examined,
        screen=settings.COMPANY,
    )

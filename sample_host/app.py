"""The web application: blueprints, what every page shows, and how values are printed."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_bytes
from typing import Any
from wsgiref.types import WSGIApplication

from allorders_hooks.status import Message
from flask import Flask, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from sample_host import (
    framing,
    pages_books,
    pages_ledger,
    pages_orders,
    pages_plugins,
    pages_sheets,
    pages_shipping,
    pages_stock,
    settings_page,
)
from sample_host.announce import COMPANY, ref_of
from sample_host.current import KEY, Shop, shop, user
from sample_host.navigation import navigation
from sample_host.nc_only import nc_only_box
from sample_host.people import PEOPLE
from sample_host.protection import csrf_token, protect
from sample_host.sheets import money, plain

_PAGES = (
    pages_orders,
    pages_shipping,
    pages_sheets,
    pages_stock,
    pages_plugins,
    settings_page,
    pages_books,
    pages_ledger,
)
HOSTS = ("127.0.0.1", "localhost")


def create_app(running: Shop) -> Flask:
    """The application for one running order system. It answers on this machine's own names only."""
    app = Flask(__name__)
    app.extensions[KEY] = running
    app.config.update(SECRET_KEY=token_bytes(32), TRUSTED_HOSTS=list(HOSTS))
    app.jinja_env.globals["ref_of"] = ref_of
    app.jinja_env.filters.update(money=money, plain=plain, moment=_moment)
    protect(app)
    for module in _PAGES:
        app.register_blueprint(module.blueprint)
    framing.mount(app, running)
    app.context_processor(_on_every_page)
    app.register_error_handler(HTTPException, _failed)
    app.add_url_rule("/", view_func=_start)
    return app


def served(running: Shop) -> WSGIApplication:
    """The pages, and beside them whatever plugins are reached by from outside."""
    return DispatcherMiddleware(create_app(running), dict(running.plugins.endpoints()))


def _start() -> Response:
    return redirect(url_for("orders.orders"))


def _on_every_page() -> dict[str, Any]:
    summaries = shop().plugins.sync_summary(COMPANY)
    return {
        "nc_only": nc_only_box(summaries.values()),
        "list_actions": [(plugin, *action) for plugin, summary in summaries.items() for action in summary.actions],
        "navigation": navigation(request.path, framing.places()),
        "people": PEOPLE,
        "user": user(),
        "simulated": [
            f"{summary.connection}. Nothing on these pages reaches a real QuickBooks."
            for summary in summaries.values()
            if summary.simulated
        ],
        "messages": _new_messages,
        "csrf": _csrf_field,
    }


def _new_messages() -> list[Message]:
    """What plugins have told since this person last looked."""
    board = shop().host.board
    read, session["read"] = session.get("read", 0), board.posted
    return board.after(read)


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf_token())


def _failed(error: HTTPException) -> Any:
    """A refusal as a page of ours. What carries its own answer (a redirect) stays what it is, and so does the
    refusal of a foreign host name: there no address of ours can be built."""
    if error.response is not None or isinstance(error, SecurityError):
        return error
    return render_template("error.html", error=error), error.code


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

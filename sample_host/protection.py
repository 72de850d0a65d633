"""What keeps a page from being misused: a token in every form, and headers that forbid all but our own files."""

from __future__ import annotations

from hmac import compare_digest
from secrets import token_urlsafe

from flask import Flask, Response, abort, request, session

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FIELD = "csrf_token"
"""The name of the hidden field that carries the token."""


def protect(app: Flask) -> None:
    """Refuse every POST without the session's token, and send the headers with every answer."""
    app.before_request(_refuse_forgeries)
    app.after_request(_forbid)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True, MAX_CONTENT_LENGTH=2_000_000)


def csrf_token() -> str:
    """The token of this session, made when a form first needs it."""
    token: str = session.setdefault(FIELD, token_urlsafe(24))
    return token


def _refuse_forgeries() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if not compare_digest(request.form.get(FIELD, "").encode(), session.get(FIELD, "-").encode()):
        abort(400, "This form is out of date. Go back, load the page again and enter it once more.")


def _forbid(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response

"""The HTTP endpoint: a Flask blueprint that turns bodies into calls and results into bodies, and lets nothing else out.

A body that is no call gets a fault with 400 or 413; a fault of our own is logged and answered with 500 and a sentence.
No answer ever holds a trace, a path, or anything of what was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from allorders_quickbooks.log import log
from allorders_quickbooks.web_connector import soap
from allorders_quickbooks.web_connector.operations import description
from allorders_quickbooks.web_connector.service import Service

PATH = "/qbwc"
"""Where the endpoint is mounted, wherever it is served."""

MAX_BODY = 50 * 1024 * 1024
"""Bytes: the longest answer that a set of ours brings, escaped once more, is half of it."""

_CHUNK = 64 * 1024
_TYPE = "text/xml; charset=utf-8"
_OUR_FAULT = "The server could not do that now. Nothing is lost; the next update goes on where it stopped."


class _TooLong(soap.Refused):
    """The body is longer than any that could be meant for us."""


def blueprint(service: Callable[[], Service]) -> Blueprint:
    """The endpoint of that service, which is asked for with the first call: at the path where it is registered."""
    endpoint = Blueprint("web_connector", __name__)

    @endpoint.get("/")
    def describe() -> Response:
        return Response(description(request.base_url), content_type=_TYPE)

    @endpoint.post("/")
    def call() -> Response:
        return _answered(service)

    return endpoint


def application(service: Callable[[], Service]) -> Flask:
    """The endpoint as an application of its own, to be mounted at PATH."""
    app = Flask(__name__)
    app.url_map.strict_slashes = False
    app.register_blueprint(blueprint(service))
    app.register_error_handler(HTTPException, lambda error: _fault(error.code or 500, "Client", error.name))
    return app


def _answered(service: Callable[[], Service]) -> Response:
    try:
        with closing(soap.read(_chunks())) as call:
            result = service().perform(call, request.remote_addr or "")
            return Response(soap.answer(call, result), content_type=_TYPE)
    except soap.Refused as error:
        return _fault(413 if isinstance(error, _TooLong) else 400, "Client", str(error))
    except Exception:
        # Whatever it was, the Web Connector's log is no place for it.
        log.exception("call failed")
        return _fault(500, "Server", _OUR_FAULT)


def _chunks() -> Iterator[bytes]:
    """The body, as it comes."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise soap.Refused("A compressed body is not taken.")
    left = MAX_BODY
    if (request.content_length or 0) > left:
        raise _TooLong("The body is too long.")
    while chunk := request.stream.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise _TooLong("The body is too long.")
        yield chunk


def _fault(status: int, code: str, sentence: str) -> Response:
    return Response(soap.fault(code, sentence), status=status, content_type=_TYPE)

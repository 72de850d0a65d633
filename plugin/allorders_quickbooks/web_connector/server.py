"""The endpoint served alone, by waitress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import waitress  # type: ignore[import-untyped]
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from allorders_quickbooks.runners.listening import listening
from allorders_quickbooks.web_connector.endpoint import MAX_BODY, PATH, application
from allorders_quickbooks.web_connector.service import Service

THREADS = 8


def serve_forever(service: Service, bind: str, port: int, told: Callable[[str], None]) -> None:
    """Serve at that address until the process is interrupted; port 0 is a free one. `told` is given the URL."""
    mounted = DispatcherMiddleware(NotFound(), {PATH: application(lambda: service)})
    server: Any = waitress.create_server(
        mounted, host=bind, port=port, threads=THREADS, max_request_body_size=MAX_BODY + 1, ident=None
    )
    shown = f"[{bind}]" if ":" in bind else bind
    told(f"http://{shown}:{server.effective_port}{PATH}")
    with listening(service.ports):
        server.run()

"""The metrics endpoint: how each company stands, for Prometheus. Every look reads the tables: any process may answer.

It is mounted beside the host's pages and guards itself: it is there only where the environment names a token, and
whoever scrapes it sends that as `Authorization: Bearer`. No label names a document or a person.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from allorders_quickbooks.operations.gauges import Gauges, gauges
from allorders_quickbooks.run.ports import Ports

PATH = "/qbmetrics"
"""Where the endpoint is mounted."""

TOKEN = "ALLORDERS_QUICKBOOKS_METRICS_TOKEN"  # noqa: S105 the name of a variable
"""The environment variable with the token; without it there is no endpoint."""

Family = TypeVar("Family", GaugeMetricFamily, CounterMetricFamily)
_PREFIX = "allorders_quickbooks_"
_NOW: Mapping[str, tuple[str, Callable[[Gauges], float]]] = {
    "waiting_documents": ("Documents that the next run would send", lambda found: found.waiting),
    "bound_documents": ("Documents and records that QuickBooks holds", lambda found: found.in_books),
    "doubtful_documents": ("Documents of a message set that is not answered", lambda found: found.in_doubt),
    "last_answer_seconds": ("When QuickBooks last answered, 0 where never", lambda found: _unix(found.heard)),
    "last_success_seconds": ("When a run last did all it could, 0 where never", lambda found: _unix(found.succeeded)),
}
_EVER: Mapping[str, tuple[str, Callable[[Gauges], float]]] = {
    "runs": ("Runs", lambda found: found.totals.runs),
    "sent_documents": ("Documents sent as new ones", lambda found: found.totals.sent),
    "changed_documents": ("Documents changed in QuickBooks", lambda found: found.totals.changed),
    "removed_documents": ("Documents taken out of QuickBooks", lambda found: found.totals.removed),
    "refused_documents": ("Times that a document was refused", lambda found: found.totals.failed),
    "round_trips": ("Calls into QuickBooks", lambda found: found.totals.round_trips),
    "busy_seconds": ("Seconds that QuickBooks was busy", lambda found: found.totals.seconds_busy),
}


def application(ports: Callable[[], Mapping[str, Ports]]) -> WSGIApplication | None:
    """The endpoint for the companies that are open whenever it is asked; None where there is no token."""
    token = os.environ.get(TOKEN, "")
    if not token:
        return None
    registry = CollectorRegistry()
    registry.register(_Companies(ports))
    answer: WSGIApplication = make_wsgi_app(registry)

    def guarded(environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        said = str(environment.get("HTTP_AUTHORIZATION", ""))
        if hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
            return answer(environment, start)
        start("401 Unauthorized", [("Content-Type", "text/plain"), ("WWW-Authenticate", "Bearer")])
        return [b"A token is needed.\n"]

    return guarded


class _Companies(Collector):
    """Reads every company anew for each scrape."""

    def __init__(self, ports: Callable[[], Mapping[str, Ports]]) -> None:
        self._ports = ports

    def describe(self) -> Iterable[Metric]:
        """Nothing: what is registered is not read before somebody scrapes."""
        return ()

    def collect(self) -> Iterator[Metric]:
        found = {key: gauges(ports, key) for key, ports in self._ports().items()}
        standing = GaugeMetricFamily(
            f"{_PREFIX}documents", "Documents not at rest", labels=["company", "state", "reason"]
        )
        for key, each in found.items():
            for (state, reason), number in each.standing.items():
                standing.add_metric([key, state, reason], number)
        yield standing
        for name, (says, figure) in _NOW.items():
            yield _filled(GaugeMetricFamily(_PREFIX + name, says, labels=["company"]), found, figure)
        for name, (says, figure) in _EVER.items():
            yield _filled(CounterMetricFamily(_PREFIX + name, says, labels=["company"]), found, figure)


def _filled(family: Family, found: Mapping[str, Gauges], figure: Callable[[Gauges], float]) -> Family:
    for key, each in found.items():
        family.add_metric([key], figure(each))
    return family


def _unix(moment: datetime | None) -> float:
    return 0.0 if moment is None else moment.timestamp()
